package io.releasemedia.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;

/** How many rows a query's next fetch gets, so that they fit into some megabyte, as large as those of the last fetch. */
final class FetchSize {

    /** For a query whose rows are not known. */
    static final int FIRST = 32;

    private static final int MOST = 1_000;
    private static final long BYTES = 1 << 20;

    private long largest = 1;
    private int rows;

    /** Takes notice of a row. */
    void fit(ResultSet result, long size) throws SQLException {
        largest = Math.max(largest, size);
        if (++rows >= result.getFetchSize()) {
            result.setFetchSize((int) Math.max(1, Math.min(MOST, BYTES / largest)));
            largest = 1;
            rows = 0;
        }
    }
}
