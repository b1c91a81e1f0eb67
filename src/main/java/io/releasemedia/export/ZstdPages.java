package io.releasemedia.export;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Compresses Parquet's pages with Zstandard itself, because Parquet's own way leads through Hadoop's classes. */
final class ZstdPages implements CompressionCodecFactory {

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        if (codec != CompressionCodecName.ZSTD) {
            throw new IllegalArgumentException("ZSTD expected, not " + codec);
        }
        return new Compressor();
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("pages are only written");
    }

    @Override
    public void release() {}

    private static final class Compressor implements BytesInputCompressor {

        @Override
        public BytesInput compress(BytesInput page) throws IOException {
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            try (OutputStream zstd = new ZstdOutputStreamNoFinalizer(compressed)) {
                page.writeAllTo(zstd);
            }
            return BytesInput.from(compressed);
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.ZSTD;
        }

        @Override
        public void release() {}
    }
}
