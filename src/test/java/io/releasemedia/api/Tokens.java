package io.releasemedia.api;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Mints the tokens of the tests. */
final class Tokens {

    static final String SECRET = "a secret of the tests, of more than 32 bytes";

    private Tokens() {}

    /** The settings that accept {@link #of}. */
    static TokenSettings settings() {
        return settings(Map.of("release-media.jwt.secret", SECRET));
    }

    static TokenSettings settings(Map<String, String> properties) {
        try {
            return TokenSettings.of(property -> Optional.ofNullable(properties.get(property)));
        } catch (SettingsException e) {
            throw new AssertionError(e);
        }
    }

    /** A good token of a tenant, signed with the secret. */
    static String of(String tenant) {
        return hs256(claims -> claims.claim("tenantId", tenant));
    }

    /** Signed with the secret; good for ten minutes unless the claims say otherwise. */
    static String hs256(Consumer<JWTClaimsSet.Builder> claims) {
        return hs(JWSAlgorithm.HS256, SECRET, claims);
    }

    static String hs(JWSAlgorithm algorithm, String secret, Consumer<JWTClaimsSet.Builder> claims) {
        try {
            return signed(new JWSHeader(algorithm), new MACSigner(secret), claims);
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static String rsa(JWSAlgorithm algorithm, RSAKey key, Consumer<JWTClaimsSet.Builder> claims) {
        try {
            return signed(
                    new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), new RSASSASigner(key), claims);
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static String es256(ECKey key, Consumer<JWTClaimsSet.Builder> claims) {
        try {
            return signed(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .keyID(key.getKeyID())
                            .build(),
                    new ECDSASigner(key),
                    claims);
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static String signed(JWSHeader header, JWSSigner signer, Consumer<JWTClaimsSet.Builder> claims) {
        JWTClaimsSet.Builder builder = new JWTClaimsSet.Builder()
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
        claims.accept(builder);
        try {
            SignedJWT token = new SignedJWT(header, builder.build());
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static RSAKey rsaKey() {
        try {
            return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static ECKey ecKey() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
