package io.releasemedia.export;

/**
 * What an export did.
 *
 * @param releases in the export's selection
 * @param written files written new
 * @param unchanged files left alone
 * @param deleted files of releases that vanished
 */
public record ExportReport(long releases, long written, long unchanged, long deleted) {

    ExportReport plus(ExportReport other) {
        return new ExportReport(
                releases + other.releases,
                written + other.written,
                unchanged + other.unchanged,
                deleted + other.deleted);
    }
}
