package io.releasemedia.probe;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How often a field was right: an answer against the truth, with the tolerances that independent probers differ by. */
final class Score {

    /** Codecs that are one family, whatever the variant; the first name that an answer contains decides. */
    private static final List<Map.Entry<String, String>> FAMILIES = List.of(
            Map.entry("mp3", "mp3"),
            Map.entry("mp2", "mp2"),
            Map.entry("mp1", "mp1"),
            Map.entry("alac", "alac"),
            Map.entry("eac3", "eac3"),
            Map.entry("ac3", "ac3"),
            Map.entry("aac", "aac"),
            Map.entry("mp4a", "aac"),
            Map.entry("flac", "flac"),
            Map.entry("opus", "opus"),
            Map.entry("vorbis", "vorbis"),
            Map.entry("speex", "speex"),
            Map.entry("wmalossless", "wmalossless"),
            Map.entry("wmapro", "wmapro"),
            Map.entry("wma", "wma"),
            Map.entry("ape", "ape"),
            Map.entry("wavpack", "wavpack"),
            Map.entry("musepack", "musepack"),
            Map.entry("dsd", "dsd"),
            Map.entry("dst", "dsd"),
            Map.entry("tta", "tta"),
            Map.entry("tak", "tak"),
            Map.entry("adpcm", "adpcm"),
            Map.entry("alaw", "alaw"),
            Map.entry("mulaw", "mulaw"),
            Map.entry("pcm", "pcm"),
            Map.entry("amr", "amr"));

    /** Names of one type. */
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("audio/x-flac", "audio/flac"),
            Map.entry("audio/x-wav", "audio/wav"),
            Map.entry("audio/vnd.wave", "audio/wav"),
            Map.entry("audio/x-m4a", "audio/mp4"),
            Map.entry("audio/x-aiff", "audio/aiff"),
            Map.entry("audio/opus", "audio/ogg"),
            Map.entry("audio/vorbis", "audio/ogg"),
            Map.entry("audio/speex", "audio/ogg"),
            Map.entry("application/ogg", "audio/ogg"),
            Map.entry("video/x-ms-asf", "audio/x-ms-wma"),
            Map.entry("video/x-ms-wmv", "audio/x-ms-wma"),
            Map.entry("application/vnd.ms-asf", "audio/x-ms-wma"),
            Map.entry("video/x-m4v", "video/mp4"),
            Map.entry("image/heif", "image/heic"),
            Map.entry("video/theora", "video/ogg"));

    /** Right answers of those asked for. */
    record Share(int right, int asked) {
        static final Share NONE = new Share(0, 0);

        Share with(boolean isRight) {
            return new Share(right + (isRight ? 1 : 0), asked + 1);
        }

        double percent() {
            return asked == 0 ? 100 : 100.0 * right / asked;
        }
    }

    private final Map<String, Share> fields = new TreeMap<>();
    private final StringBuilder misses = new StringBuilder();

    /** Counts the fields of one file. */
    void add(Corpus.Item item, Map<String, Object> metadata) {
        item.truth().forEach((field, expected) -> {
            Object got = metadata.get(field);
            boolean right = got != null && isRight(field, got, expected);
            fields.merge(
                    field, Share.NONE.with(right), (a, b) -> new Share(a.right() + b.right(), a.asked() + b.asked()));
            if (!right) {
                misses.append("%n%s %s: %s, expected %s".formatted(item.path().getFileName(), field, got, expected));
            }
        });
    }

    /** The share of a field. */
    Share share(String field) {
        return fields.getOrDefault(field, Share.NONE);
    }

    /** Every wrong or missing answer, one a line. */
    String misses() {
        return misses.toString();
    }

    static boolean isRight(String field, Object got, Object expected) {
        if (field.equals("codec") || field.equals("audioCodec")) {
            return family(got.toString()).equals(expected);
        }
        if (field.equals("mimeType")) {
            return ALIASES.getOrDefault(got, got.toString())
                    .equals(ALIASES.getOrDefault(expected, expected.toString()));
        }
        double want = ((Number) expected).doubleValue();
        double tolerance =
                switch (field) {
                    case "duration" -> Math.max(0.1, Math.abs(want) * 0.01);
                    case "bitrate" -> Math.max(2, Math.abs(want) * 0.03);
                    default -> 0.5;
                };
        return Math.abs(Double.parseDouble(got.toString()) - want) <= tolerance;
    }

    private static String family(String codec) {
        String lower = codec.toLowerCase(Locale.ROOT);
        return FAMILIES.stream()
                .filter(entry -> lower.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(lower);
    }
}
