package io.releasemedia.catalog;

/**
 * What an import did.
 *
 * @param records media records in the input
 * @param releases releases that are new or changed
 * @param media media records that are new or changed
 */
public record ImportCounts(long records, long releases, long media) {

    /** Nothing. */
    public static final ImportCounts NONE = new ImportCounts(0, 0, 0);

    /** Both together. */
    public ImportCounts plus(ImportCounts other) {
        return new ImportCounts(records + other.records, releases + other.releases, media + other.media);
    }
}
