package io.releasemedia.export;

import io.releasemedia.catalog.Media;
import io.releasemedia.catalog.MediaMetadata;
import io.releasemedia.catalog.Release;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.QuoteMode;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A release as CSV: RFC 4180, UTF-8, a header and one line a medium. The contract's metadata keys have columns of their
 * own; all others, and values of a type that the contract does not give them, stand in {@code additional} as one JSON
 * object. An empty cell is an absent value; a text that is there but empty is {@code ""}, in quotes.
 */
final class ReleaseCsv {

    private static final List<String> HEADER = Stream.of(
                    List.of("releaseId", "cloudId", "cloudUrl", "type", "name", "isLink", "releasePath"),
                    MediaMetadata.CONTRACT_KEYS,
                    List.of("additional"))
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
        StringBuilder text = new StringBuilder(256 + 256 * release.media().size());
        try {
            FORMAT.printRecord(text, HEADER.toArray());
            for (Media media : release.media()) {
                List<@Nullable Object> cells = line(release, media);
                if (spreadsheetSafe) {
                    cells.replaceAll(ReleaseCsv::neutralised);
                }
                (cells.contains("") ? QUOTED : FORMAT).printRecord(text, cells.toArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringBuilder throws none
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable Object neutralised(@Nullable Object cell) {
        return cell instanceof String text && !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0
                ? "'" + text
                : cell;
    }

    private static List<@Nullable Object> line(Release release, Media media) {
        List<@Nullable Object> cells = new ArrayList<>(HEADER.size());
        cells.add(release.id());
        cells.add(media.cloudId());
        cells.add(media.cloudUrl());
        cells.add(media.type().key());
        cells.add(media.name());
        cells.add(media.isLink());
        cells.add(media.releasePath().orElse(null));
        List<String> additional = new ArrayList<>(media.metadata().keys());
        for (String key : MediaMetadata.CONTRACT_KEYS) {
            Optional<String> cell = cell(key, media.metadata().json().path(key));
            cells.add(cell.orElse(null));
            if (cell.isPresent()) {
                additional.remove(key);
            }
        }
        cells.add(additional.isEmpty() ? null : media.metadata().text(additional));
        return cells;
    }

    /**
     * The text of a contract key's value; empty if the value has not the type that the contract gives it, because then
     * the text would not lead back to it.
     */
    private static Optional<String> cell(String key, JsonNode value) {
        return switch (key) {
            case "duration", "fileSize" -> value.isNumber() ? Optional.of(plain(value)) : Optional.empty();
            case "linkValidated" -> value.isBoolean() ? Optional.of(value.asString()) : Optional.empty();
            default ->
                value.isString() && !value.stringValue().isEmpty()
                        ? Optional.of(value.stringValue())
                        : Optional.empty();
        };
    }

    private static String plain(JsonNode number) {
        return number.decimalValue().toPlainString();
    }
}
