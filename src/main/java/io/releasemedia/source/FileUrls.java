package io.releasemedia.source;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code file:} URLs (RFC 8089), and which files they may name: decided on the real path, so that neither {@code ..}
 * nor a symbolic link leads out of the folders that were opened.
 */
final class FileUrls {

    private static final String SCHEME = "file:";

    private FileUrls() {}

    static boolean isFileUrl(String text) {
        return text.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /** The path in a URL, percent-decoded once; absolute, or relative as in {@code file:a/b%20c.mp3}. */
    static Path path(String url) throws UnsupportedUrlException {
        String rest = url.substring(SCHEME.length());
        if (rest.startsWith("//")) {
            int slash = rest.indexOf('/', 2);
            String host = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
            if (!host.isEmpty() && !host.equalsIgnoreCase("localhost")) {
                throw new UnsupportedUrlException(url, "a file on another host is not read");
            }
            rest = slash < 0 ? "" : rest.substring(slash);
        }
        if (rest.isEmpty()) {
            throw new UnsupportedUrlException(url, "names no file");
        }
        if (rest.indexOf('?') >= 0 || rest.indexOf('#') >= 0) {
            throw new UnsupportedUrlException(url, "? and # in a file name must be written %3F and %23");
        }
        try {
            // The decoder takes a plus for a space, as forms write it; in a path it is a plus.
            return Path.of(URLDecoder.decode(rest.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (InvalidPathException e) {
            throw new UnsupportedUrlException(url, "not a file name: " + e.getReason());
        } catch (IllegalArgumentException e) {
            throw new UnsupportedUrlException(url, "has a broken percent escape");
        }
    }

    /**
     * The real path of a URL's file, which lies below one of the folders.
     *
     * @throws NoSuchFileException it would lie there, but is missing
     * @throws BlockedSourceException it lies elsewhere
     * @throws IOException it cannot be looked for
     */
    static Path below(List<Path> roots, String url) throws IOException {
        Path path = path(url);
        boolean missing = false;
        boolean escaped = false;
        for (Path root : roots) {
            Path folder = root.toAbsolutePath().normalize();
            Path realFolder = Files.exists(folder) ? folder.toRealPath() : folder;
            Path candidate = folder.resolve(path);
            if (!isBelow(candidate, folder) && !isBelow(candidate, realFolder)) {
                continue;
            }
            try {
                Path real = candidate.toRealPath();
                if (real.startsWith(realFolder)) {
                    return real;
                }
                escaped = true;
            } catch (NoSuchFileException e) {
                missing = true;
            }
        }
        if (missing && !escaped) {
            throw new NoSuchFileException(path.toString());
        }
        throw new BlockedSourceException(path + ": not below the folders that may be read (source.roots)");
    }

    private static boolean isBelow(Path candidate, Path folder) {
        return candidate.normalize().startsWith(folder);
    }
}
