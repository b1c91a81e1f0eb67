package io.releasemedia.source;

import io.releasemedia.net.InvalidUrlException;
import io.releasemedia.net.WebClient;
import io.releasemedia.net.WebUrl;
import java.io.Closeable;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one door to media files, wherever they are. Thread-safe; what it opens belongs to one thread each.
 *
 * <p>All failures are {@link IOException}s; those with a meaning of their own are {@link BlockedSourceException} (may
 * not be read), {@link UnsupportedUrlException} (names no source), {@link BudgetExceededException}, {@link
 * HttpStatusException} and {@link ChangedMediaException} (worth one more try).
 */
public final class Sources implements Closeable {

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:");

    private final SourceSettings settings;
    private @Nullable WebClient client;

    /** The HTTP client is started when the first remote source is opened. */
    public Sources(SourceSettings settings) {
        this.settings = settings;
    }

    /** The one HTTP client, for those who check links beside; it stays this object's to close. */
    public synchronized WebClient client() {
        if (client == null) {
            client = WebClient.open(settings.web());
        }
        return client;
    }

    /**
     * Opens what somebody typed: a path, a {@code file:}, {@code http(s)://} or {@code s3://bucket/key} URL.
     *
     * <p>The key of an {@code s3:} URL is taken as it is, as AWS's command line does.
     *
     * @throws IOException it cannot be opened; a remote source that cannot be read says so at its first read only
     */
    public ByteSource open(String input) throws IOException {
        if (FileUrls.isFileUrl(input)) {
            return LocalFile.open(FileUrls.path(input), settings.local());
        }
        if (S3File.isS3Url(input)) {
            return S3File.open(client(), settings.s3(), input, settings.remote());
        }
        if (isWebUrl(input)) {
            return web(input);
        }
        var scheme = SCHEME.matcher(input);
        if (scheme.lookingAt() && input.startsWith("//", scheme.end())) {
            throw new UnsupportedUrlException(WebUrl.redacted(input), "this scheme is not read");
        }
        try {
            return LocalFile.open(Path.of(input), settings.local());
        } catch (InvalidPathException e) {
            throw new UnsupportedUrlException(WebUrl.redacted(input), "not a file name: " + e.getReason());
        }
    }

    /**
     * Opens what a record of the catalogue names: an {@code http(s):}, {@code s3:} or {@code file:} URL, the latter
     * absolute or relative to each of the folders in turn, and only below them.
     *
     * @param roots folders that may be read
     * @throws IOException it cannot be opened; a remote source that cannot be read says so at its first read only
     */
    public ByteSource openBelow(List<Path> roots, String url) throws IOException {
        if (FileUrls.isFileUrl(url)) {
            return LocalFile.open(FileUrls.below(roots, url), settings.local());
        }
        if (S3File.isS3Url(url)) {
            return S3File.open(client(), settings.s3(), decoded(url), settings.remote());
        }
        if (isWebUrl(url)) {
            return web(url);
        }
        throw new UnsupportedUrlException(
                WebUrl.redacted(url), SCHEME.matcher(url).lookingAt() ? "this scheme is not read" : "not a URL");
    }

    /**
     * Size and time of a local file, without opening it.
     *
     * @return empty for a remote source, and for a file that {@link #openBelow} would not open
     */
    public Optional<FileStamp> stamp(List<Path> roots, String url) {
        if (!FileUrls.isFileUrl(url)) {
            return Optional.empty();
        }
        try {
            var attributes = Files.readAttributes(FileUrls.below(roots, url), BasicFileAttributes.class);
            return attributes.isRegularFile()
                    ? Optional.of(new FileStamp(
                            attributes.size(), attributes.lastModifiedTime().toMillis()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * What a remote file's server says to tell this state of the file from another (length, entity tag, date), for the
     * price of a request for one byte.
     *
     * @return empty if the server says nothing, or is no server
     * @throws IOException it cannot be asked
     */
    public Optional<String> revision(String url) throws IOException {
        if (!S3File.isS3Url(url) && !isWebUrl(url)) {
            return Optional.empty();
        }
        try (HttpFile file =
                isWebUrl(url) ? web(url) : S3File.open(client(), settings.s3(), decoded(url), settings.remote())) {
            var unused = file.read(0, 1);
            Revision revision = file.revision();
            boolean says = !revision.equals(Revision.UNKNOWN);
            return says
                    ? Optional.of(file.length().orElse(-1) + " " + revision.etag() + " " + revision.lastModified())
                    : Optional.empty();
        }
    }

    private HttpFile web(String url) throws IOException {
        try {
            WebUrl parsed = WebUrl.parse(url);
            return new HttpFile(client(), parsed, parsed.toString(), HttpFile.Signer.NONE, settings.remote());
        } catch (InvalidUrlException e) {
            throw new UnsupportedUrlException(WebUrl.redacted(url), e.getMessage());
        }
    }

    private static boolean isWebUrl(String text) {
        return text.regionMatches(true, 0, "http:", 0, 5) || text.regionMatches(true, 0, "https:", 0, 6);
    }

    /** A record's URL has its percent escapes undone once; a text that has none that are whole is a key as it is. */
    private static String decoded(String url) {
        try {
            return URLDecoder.decode(url.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return url;
        }
    }

    /** Closes the HTTP client; sources that are still open fail from now on. */
    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }
}
