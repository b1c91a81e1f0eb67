package io.releasemedia.cli;

import io.releasemedia.export.CatalogExport;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** The folder of an export, checked before anything is done. */
final class ExportTarget {

    private ExportTarget() {}

    /** Finishes what a crash left, or says why the folder cannot be used. */
    static void prepare(Path out) throws CommandException {
        try {
            CatalogExport.prepare(out);
        } catch (AccessDeniedException e) {
            throw CommandException.couldNotRun("export folder " + out + " may not be written (" + e.getFile() + ")");
        } catch (FileSystemException e) {
            throw CommandException.couldNotRun("export folder " + out + " cannot be used: "
                    + (e.getReason() == null ? e.getMessage() : e.getReason() + " (" + e.getFile() + ")"));
        } catch (IOException e) {
            throw CommandException.couldNotRun("export folder " + e.getMessage());
        }
    }
}
