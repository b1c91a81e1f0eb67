package io.releasemedia.api;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys at an address, fetched when the first token needs them and kept: they are fetched anew every five minutes
 * and when a token names a key that is not among them, but not more often than twice in ten seconds. While their server is
 * away, the keys that are there stay good for a day.
 */
final class RemoteKeys implements JWKSource<SecurityContext> {

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int LARGEST_BYTES = 256 << 10;
    private static final long KEPT_MILLIS = Duration.ofMinutes(5).toMillis();
    private static final long REFRESH_MILLIS = Duration.ofSeconds(10).toMillis();
    private static final long KEPT_IN_OUTAGE_MILLIS = Duration.ofDays(1).toMillis();
    private static final String CONFIGURATION = "/.well-known/openid-configuration";

    private final JWKSource<SecurityContext> keys;
    private volatile boolean fetched;

    private RemoteKeys(Origin origin) {
        DefaultResourceRetriever web = new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, LARGEST_BYTES);
        keys = JWKSourceBuilder.create(new Fetch(origin, web))
                .cache(KEPT_MILLIS, 3L * TIMEOUT_MILLIS)
                .refreshAheadCache(false)
                .rateLimited(REFRESH_MILLIS)
                .outageTolerant(KEPT_IN_OUTAGE_MILLIS)
                .build();
    }

    /** Says where the keys are. */
    private interface Origin {
        URL find(ResourceRetriever web) throws IOException, ParseException;
    }

    /** The key set at an address. */
    static RemoteKeys at(URI address) {
        return new RemoteKeys(web -> address.toURL());
    }

    /** The key set of an issuer, found by OpenID Connect Discovery 1.0. */
    static RemoteKeys ofIssuer(URI issuer) {
        return new RemoteKeys(web -> discover(issuer.toString(), web));
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        try {
            List<JWK> found = keys.get(selector, context);
            fetched = true;
            return found;
        } catch (RateLimitReachedException e) {
            if (fetched) {
                return List.of(); // so many tokens name keys that nobody has
            }
            throw e;
        }
    }

    private static URL discover(String issuer, ResourceRetriever web) throws IOException, ParseException {
        String place = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        Map<String, Object> configuration = JSONObjectUtils.parse(
                web.retrieveResource(URI.create(place + CONFIGURATION).toURL()).getContent());
        @Nullable URI keys = JSONObjectUtils.getURI(configuration, "jwks_uri");
        if (keys == null || !issuer.equals(JSONObjectUtils.getString(configuration, "issuer"))) {
            throw new IOException(place + CONFIGURATION + " is of another issuer or names no keys");
        }
        return keys.toURL();
    }

    /** One fetch of the keys, from wherever they are now. */
    private record Fetch(Origin origin, ResourceRetriever web) implements JWKSetSource<SecurityContext> {
        @Override
        public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long now, @Nullable SecurityContext context)
                throws KeySourceException {
            try {
                return JWKSet.parse(web.retrieveResource(origin.find(web)).getContent());
            } catch (IOException | ParseException | IllegalArgumentException e) {
                throw new JWKSetUnavailableException("the keys cannot be fetched", e);
            }
        }

        @Override
        public void close() {
            // It holds nothing open.
        }
    }
}
