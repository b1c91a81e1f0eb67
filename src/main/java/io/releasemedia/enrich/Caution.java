package io.releasemedia.enrich;

/**
 * Finds out at which records the processes that look at them end. Where one ended, the next looks at records one by one
 * and notes which it is at, and leaves out those at which others ended.
 */
public interface Caution {

    /** Records are looked at some at a time, and nothing is noted. */
    Caution NONE = new Caution() {
        @Override
        public boolean isNeeded() {
            return false;
        }

        @Override
        public boolean begins(long mediaId) {
            return true;
        }

        @Override
        public void ended(long mediaId) {}
    };

    /** Whether records are to be looked at one by one. */
    boolean isNeeded();

    /** Notes that a record is going to be looked at; no: it is not to be, because processes ended at it. */
    boolean begins(long mediaId);

    /** Notes that looking at a record did no harm. */
    void ended(long mediaId);
}
