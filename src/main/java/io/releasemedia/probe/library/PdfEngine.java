package io.releasemedia.probe.library;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.source.BudgetExceededException;
import io.releasemedia.source.ByteSource;
import java.io.IOException;
import java.util.OptionalLong;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;

/**
 * Pages of a PDF from its page tree, with PDFBox (the library behind Tika's own PDF parser, which would read the text
 * of every page). No page is read, nothing is rendered.
 */
public final class PdfEngine implements LibraryEngine {

    private static final long MEMORY = 8L << 20;
    private static final long MEMORY_AND_DISK = 64L << 20;

    @Override
    public String name() {
        return "pdfbox";
    }

    @Override
    public boolean reads(String mimeType, ByteSource source) {
        return mimeType.equals("application/pdf");
    }

    @Override
    public void read(ByteSource source, String mimeType, Facts facts) throws IOException {
        OptionalLong length = source.length();
        if (length.isEmpty()) {
            // The page tree is found from the file's end.
            return;
        }
        try (RandomAccessRead in = new SourceRandomAccess(source, length.getAsLong());
                PDDocument document =
                        Loader.loadPDF(in, MemoryUsageSetting.setupMixed(MEMORY, MEMORY_AND_DISK).streamCache)) {
            facts.count(Field.PAGE_COUNT, document.getNumberOfPages());
        } catch (InvalidPasswordException e) {
            // A sound document whose page tree is encrypted: its pages are not known.
        } catch (BudgetExceededException e) {
            if (e.isTime()) {
                throw e;
            }
        }
    }
}
