package io.releasemedia.export;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * The stream that a Parquet file is written to. Parquet's writer lists the encodings of a column in an order that differs
 * from process to process; here they are sorted, so that the same rows are the same bytes.
 *
 * <p>A file ends with its footer (Thrift), the footer's length (4 bytes, little-endian) and {@code PAR1} (Apache Parquet
 * File Format, "File format"). Sorting leaves the length as it is.
 */
final class ParquetFooter extends FilterOutputStream {

    private static final int TRAILER = 8;

    private final OutputStream file;
    private final ByteArrayOutputStream end = new ByteArrayOutputStream();

    ParquetFooter(OutputStream file) {
        super(file);
        this.file = file;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    /** From here on the end of the file is written: a row group at most, and the footer. */
    void beginEnd() {
        out = end;
    }

    /** Closes the file; its end is written now. */
    @Override
    public void close() throws IOException {
        if (end.size() > 0) {
            byte[] bytes = end.toByteArray();
            end.reset();
            sort(bytes);
            file.write(bytes);
        }
        file.close();
    }

    private static void sort(byte[] end) throws IOException {
        int length = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).getInt(end.length - TRAILER);
        int start = end.length - TRAILER - length;
        FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(end, start, length));
        for (RowGroup group : footer.getRow_groups()) {
            for (ColumnChunk chunk : group.getColumns()) {
                ColumnMetaData column = chunk.getMeta_data();
                column.getEncodings().sort(Comparator.comparingInt(Encoding::getValue));
                if (column.isSetEncoding_stats()) {
                    column.getEncoding_stats()
                            .sort(Comparator.comparingInt((PageEncodingStats one) ->
                                            one.getPage_type().getValue())
                                    .thenComparingInt(one -> one.getEncoding().getValue()));
                }
            }
        }
        ByteArrayOutputStream sorted = new ByteArrayOutputStream(length);
        Util.writeFileMetaData(footer, sorted);
        if (sorted.size() != length) {
            throw new IOException("a Parquet footer of " + length + " bytes became " + sorted.size());
        }
        System.arraycopy(sorted.toByteArray(), 0, end, start, length);
    }
}
