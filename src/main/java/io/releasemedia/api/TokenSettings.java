package io.releasemedia.api;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens are accepted: JSON Web Tokens (RFC 7519) that one key or key set has signed.
 *
 * @param key what signs them
 * @param issuer what their {@code iss} must be; empty: it is not looked at
 * @param audience what their {@code aud} must hold; empty: it is not looked at
 * @param tenantClaim the claim that names the tenant
 */
public record TokenSettings(Key key, Optional<String> issuer, Optional<String> audience, String tenantClaim) {

    private static final String PREFIX = "release-media.jwt.";
    private static final String SECRET = PREFIX + "secret";
    private static final String PUBLIC_KEY = PREFIX + "public-key";
    private static final String JWKS = PREFIX + "jwks";
    private static final String ISSUER = PREFIX + "issuer";
    private static final String AUDIENCE = PREFIX + "audience";
    private static final String TENANT_CLAIM = PREFIX + "tenant-claim";
    private static final String DEFAULT_TENANT_CLAIM = "tenantId";

    /** HMAC with SHA-256 wants a key as long as its hash (RFC 7518, section 3.2). */
    private static final int SECRET_BYTES = 32;

    /** What signs the tokens. */
    public sealed interface Key permits Secret, SigningKey, KeySet, Discovery {}

    /** A shared secret: HS256. */
    public record Secret(byte[] bytes) implements Key {
        @Override
        public String toString() {
            return "Secret";
        }
    }

    /** One public key: RS256 or ES256. */
    public record SigningKey(PublicKey key) implements Key {}

    /** The key set (JWKS, RFC 7517) at an address. */
    public record KeySet(URI address) implements Key {}

    /** The key set that the issuer's OpenID configuration names. */
    public record Discovery(URI issuer) implements Key {}

    /**
     * From the system properties {@code release-media.jwt.secret}, {@code .public-key}, {@code .jwks}, {@code .issuer},
     * {@code .audience} and {@code .tenant-claim}, or else the variables {@code RELEASE_MEDIA_JWT_SECRET} ….
     *
     * @throws SettingsException there is no key, more than one, or one that cannot be used
     */
    public static TokenSettings fromEnvironment() throws SettingsException {
        return of(property -> Optional.ofNullable(System.getProperty(property))
                .or(() -> Optional.ofNullable(System.getenv(variable(property)))));
    }

    /** As {@link #fromEnvironment}, from any source of properties. */
    static TokenSettings of(Function<String, Optional<String>> source) throws SettingsException {
        Function<String, Optional<String>> properties =
                property -> source.apply(property).filter(value -> !value.isBlank());
        Optional<String> issuer = properties.apply(ISSUER);
        return new TokenSettings(
                key(properties, issuer),
                issuer,
                properties.apply(AUDIENCE),
                properties.apply(TENANT_CLAIM).orElse(DEFAULT_TENANT_CLAIM));
    }

    private static Key key(Function<String, Optional<String>> properties, Optional<String> issuer)
            throws SettingsException {
        List<String> given = new ArrayList<>();
        for (String property : List.of(SECRET, PUBLIC_KEY, JWKS)) {
            if (properties.apply(property).isPresent()) {
                given.add(property);
            }
        }
        if (given.size() > 1) {
            throw new SettingsException("set only one of "
                    + String.join(
                            " and ", given.stream().map(TokenSettings::variable).toList())
                    + ": each says what signs the tokens");
        }
        if (given.isEmpty()) {
            return new Discovery(address(
                    ISSUER,
                    issuer.orElseThrow(() -> new SettingsException(
                            "no key for tokens is set: set RELEASE_MEDIA_JWT_SECRET (text of at least " + SECRET_BYTES
                                    + " bytes, HS256), RELEASE_MEDIA_JWT_PUBLIC_KEY (a PEM file, RS256 or ES256),"
                                    + " RELEASE_MEDIA_JWT_JWKS (URL of a key set) or RELEASE_MEDIA_JWT_ISSUER (URL of"
                                    + " an OpenID issuer)"))));
        }
        String property = given.get(0);
        String value = properties.apply(property).orElseThrow();
        return switch (property) {
            case SECRET -> secret(value);
            case PUBLIC_KEY -> new SigningKey(publicKey(value));
            default -> new KeySet(address(property, value));
        };
    }

    private static Secret secret(String text) throws SettingsException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < SECRET_BYTES) {
            throw new SettingsException(variable(SECRET) + " is too short: " + bytes.length + " bytes, at least "
                    + SECRET_BYTES + " are needed (for one: openssl rand -base64 48)");
        }
        return new Secret(bytes);
    }

    private static PublicKey publicKey(String file) throws SettingsException {
        try {
            return PemKey.parse(Files.readString(Path.of(file), StandardCharsets.US_ASCII));
        } catch (IOException | InvalidPathException e) {
            throw new SettingsException(variable(PUBLIC_KEY) + ": " + file + " cannot be read");
        } catch (PemKey.UnusableKeyException e) {
            throw new SettingsException(variable(PUBLIC_KEY) + ": " + file + " " + e.getMessage());
        }
    }

    private static URI address(String property, String text) throws SettingsException {
        @Nullable URI address;
        try {
            address = new URI(text);
        } catch (URISyntaxException e) {
            address = null;
        }
        if (address == null || address.getHost() == null || !isWeb(address)) {
            throw new SettingsException(variable(property) + " must be a URL of http or https");
        }
        return address;
    }

    private static boolean isWeb(URI address) {
        return "https".equalsIgnoreCase(address.getScheme()) || "http".equalsIgnoreCase(address.getScheme());
    }

    private static String variable(String property) {
        return property.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
