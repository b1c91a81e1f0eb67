package io.releasemedia.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a media record says that it is; the API writes it in lower case. */
public enum MediaType {
    AUDIO,
    VIDEO,
    IMAGE,
    DOCUMENT;

    private static final Map<String, MediaType> BY_KEY =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(MediaType::key, type -> type));

    private final String key = name().toLowerCase(Locale.ROOT);

    /** The API's name: {@code audio}. */
    public String key() {
        return key;
    }

    /** The type of an API name; empty if there is none of that name. */
    public static Optional<MediaType> ofKey(String key) {
        return Optional.ofNullable(BY_KEY.get(key));
    }

    /** All API names, for messages: {@code audio, video, image, document}. */
    public static String keys() {
        return Arrays.stream(values()).map(MediaType::key).collect(Collectors.joining(", "));
    }
}
