package io.releasemedia.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What a remote source has spent of its budget; asking for more than is left throws {@link BudgetExceededException}. */
final class Meter {

    private final String name;
    private final Budget budget;
    private long bytesRead;
    private int requests;

    /** Nothing spent yet on the source that messages call {@code name}. */
    Meter(String name, Budget budget) {
        this.name = name;
        this.budget = budget;
    }

    Cost cost() {
        return new Cost(bytesRead, requests);
    }

    long bytesLeft() {
        return budget.bytes() - bytesRead;
    }

    boolean noRequestIsLeft() {
        return requests >= budget.requests();
    }

    /** To be called before each request, redirects included. */
    void countRequest() throws IOException {
        if (noRequestIsLeft()) {
            throw BudgetExceededException.requests(name, budget);
        }
        requests++;
    }

    /** The same bytes, counted as they are read. */
    InputStream counted(InputStream body) {
        return new FilterInputStream(body) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = in.read(target, offset, length);
                bytesRead += Math.max(0, count);
                if (bytesRead > budget.bytes()) {
                    throw BudgetExceededException.bytes(name, budget);
                }
                return count;
            }
        };
    }
}
