package io.releasemedia.export;

import io.releasemedia.catalog.Media;
import io.releasemedia.catalog.MediaMetadata;
import io.releasemedia.catalog.MediaMetadata.Member;
import io.releasemedia.catalog.Release;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.QuoteMode;
import org.jspecify.annotations.Nullable;

/**
 * A release as CSV: RFC 4180, UTF-8, a header and one line a medium. The contract's metadata keys have columns of their
 * own; all others, and values of a type that the contract does not give them, stand in {@code additional} as one JSON
 * object. An empty cell is an absent value; a text that is there but empty is {@code ""}, in quotes.
 */
final class ReleaseCsv {

    private static final List<String> FIELDS =
            List.of("releaseId", "cloudId", "cloudUrl", "type", "name", "isLink", "releasePath");

    private static final int FIRST_OF_METADATA = FIELDS.size();

    private static final List<String> HEADER = Stream.of(FIELDS, MediaMetadata.CONTRACT_KEYS, List.of("additional"))
            .flatMap(List::stream)
            .toList();

    private static final CSVFormat FORMAT = CSVFormat.RFC4180;

    /** Tells an empty text from none. */
    private static final CSVFormat QUOTED =
            FORMAT.builder().setQuoteMode(QuoteMode.ALL_NON_NULL).get();

    /** A spreadsheet takes a cell that begins with one of these for a formula. */
    private static final String FORMULA = "=+-@\t\r";

    private ReleaseCsv() {}

    /**
     * Renders a release.
     *
     * @param spreadsheetSafe puts an apostrophe before every cell that a spreadsheet would take for a formula, which
     *     changes the data
     */
    static byte[] render(Release release, boolean spreadsheetSafe) {
        StringBuilder text = new StringBuilder(256 + 640 * release.media().size());
        // Formats of its own, because a format is locked while it prints and threads would wait for each other.
        CSVFormat format = FORMAT.builder().get();
        CSVFormat quoted = QUOTED.builder().get();
        try {
            format.printRecord(text, HEADER.toArray());
            String releaseId = release.id().toString();
            for (Media media : release.media()) {
                @Nullable String[] cells = line(releaseId, media);
                if (spreadsheetSafe) {
                    Arrays.setAll(cells, i -> neutralised(cells[i]));
                }
                (Arrays.asList(cells).contains("") ? quoted : format).printRecord(text, (Object[]) cells);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringBuilder throws none
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String neutralised(@Nullable String cell) {
        return cell != null && !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }

    private static @Nullable String[] line(String releaseId, Media media) {
        @Nullable String[] cells = new String[HEADER.size()];
        cells[0] = releaseId;
        cells[1] = media.cloudId();
        cells[2] = media.cloudUrl();
        cells[3] = media.type().key();
        cells[4] = media.name();
        cells[5] = Boolean.toString(media.isLink());
        cells[6] = media.releasePath().orElse(null);
        List<Member> additional = new ArrayList<>();
        for (Member member : media.metadata().members()) {
            if (hasColumn(member)) {
                cells[FIRST_OF_METADATA + member.place()] = member.value();
            } else {
                additional.add(member);
            }
        }
        if (!additional.isEmpty()) {
            cells[cells.length - 1] = MediaMetadata.text(additional);
        }
        return cells;
    }

    /** Whether the text of a cell leads back to the value; an empty cell is an absent value. */
    private static boolean hasColumn(Member member) {
        return member.isAsInContract() && !member.value().isEmpty();
    }
}
