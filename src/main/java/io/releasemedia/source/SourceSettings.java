package io.releasemedia.source;

import io.releasemedia.net.WebClientSettings;
import java.util.List;
import java.util.Map;

/**
 * How sources are opened.
 *
 * @param web the HTTP client, with the addresses opened on purpose
 * @param s3 the storage service behind {@code s3://}
 * @param local budget of one local file
 * @param remote budget of one remote file
 */
public record SourceSettings(WebClientSettings web, S3Settings s3, Budget local, Budget remote) {

    /** Public addresses and public buckets, with the usual budgets. */
    public static final SourceSettings DEFAULT =
            new SourceSettings(WebClientSettings.DEFAULT, S3Settings.ANONYMOUS, Budget.LOCAL, Budget.REMOTE);

    /**
     * The usual budgets, with these addresses opened and the storage service that the environment names.
     *
     * @param allowed CIDR ranges
     * @param environment as {@link System#getenv()}
     * @throws IllegalArgumentException one of {@code allowed} is no range of addresses
     */
    public static SourceSettings of(List<String> allowed, Map<String, String> environment) {
        return new SourceSettings(
                WebClientSettings.DEFAULT.allowing(allowed),
                S3Settings.fromEnvironment(environment),
                Budget.LOCAL,
                Budget.REMOTE);
    }
}
