package io.releasemedia.export;

import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.TimeUnit;
import com.jerolba.carpet.io.OutputStreamOutputFile;
import io.releasemedia.catalog.Media;
import io.releasemedia.catalog.Release;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * All media as one Apache Parquet file, compressed with Zstandard, written as a stream: a row group is what is kept in
 * memory. A release without media has no row.
 */
final class ParquetBundle implements BundleFile.BundleWriter {

    /** Bytes in memory; some 100,000 rows, which a reader takes in parallel. */
    private static final long ROW_GROUP = 24L << 20;

    private static final int ROW_GROUP_ROWS = 200_000;

    private final ParquetFooter out;
    private final CarpetWriter<ParquetRow> rows;

    ParquetBundle(OutputStream file) throws IOException {
        this.out = new ParquetFooter(file);
        this.rows = new CarpetWriter.Builder<>(new OutputStreamOutputFile(out), ParquetRow.class)
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new ZstdPages())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withDefaultTimeUnit(TimeUnit.MICROS)
                .withRowGroupSize(ROW_GROUP)
                .withRowGroupRowCountLimit(ROW_GROUP_ROWS)
                .withPageWriteChecksumEnabled(true)
                .build();
    }

    @Override
    public long write(Release release) throws IOException {
        for (Media media : release.media()) {
            rows.write(ParquetRow.of(release, media));
        }
        return release.media().size();
    }

    @Override
    public void close() throws IOException {
        out.beginEnd();
        rows.close();
        out.close();
    }
}
