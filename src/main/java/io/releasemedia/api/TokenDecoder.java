package io.releasemedia.api;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.proc.SingleKeyJWSKeySelector;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.security.Key;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Makes the decoder that tells the tokens that are accepted: signed with the one key by the one algorithm of that key,
 * within their time, from the issuer and for the audience that are set, and of a tenant.
 */
final class TokenDecoder {

    /** Clocks may differ so much when a token begins; one that has ended is not accepted any more at all. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    /** Algorithms of the keys in a key set; all of public keys, so that no key set can make a public key a secret. */
    private static final Set<JWSAlgorithm> KEY_SET_ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private TokenDecoder() {}

    static JwtDecoder of(TokenSettings settings) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"), null));
        processor.setJWSKeySelector(keys(settings.key()));
        processor.setJWTClaimsSetVerifier((claims, context) -> {}); // the validators do it
        NimbusJwtDecoder verifier = new NimbusJwtDecoder(processor);
        verifier.setJwtValidator(token -> OAuth2TokenValidatorResult.success());
        return new VerifiedTokens(verifier, validators(settings));
    }

    private static JWSKeySelector<SecurityContext> keys(TokenSettings.Key key) {
        if (key instanceof TokenSettings.Secret secret) {
            return new SingleKeyJWSKeySelector<>(JWSAlgorithm.HS256, new SecretKeySpec(secret.bytes(), "HmacSHA256"));
        }
        if (key instanceof TokenSettings.SigningKey signing) {
            Key publicKey = signing.key();
            return new SingleKeyJWSKeySelector<>(
                    publicKey instanceof ECPublicKey ? JWSAlgorithm.ES256 : JWSAlgorithm.RS256, publicKey);
        }
        return new JWSVerificationKeySelector<>(
                KEY_SET_ALGORITHMS,
                key instanceof TokenSettings.KeySet set
                        ? RemoteKeys.at(set.address())
                        : RemoteKeys.ofIssuer(((TokenSettings.Discovery) key).issuer()));
    }

    private static OAuth2TokenValidator<Jwt> validators(TokenSettings settings) {
        List<OAuth2TokenValidator<Jwt>> all = new ArrayList<>();
        all.add(new JwtTimestampValidator(SKEW));
        all.add(token -> {
            @Nullable Instant end = token.getExpiresAt();
            return result(end == null || end.isAfter(Instant.now()), "has expired");
        });
        settings.issuer()
                .ifPresent(issuer ->
                        all.add(token -> result(issuer.equals(token.getClaimAsString("iss")), "is of another issuer")));
        settings.audience()
                .ifPresent(audience -> all.add(token -> {
                    @Nullable List<String> audiences = token.getAudience();
                    return result(audiences != null && audiences.contains(audience), "is for another audience");
                }));
        all.add(token -> result(hasTenant(token, settings.tenantClaim()), "names no tenant"));
        return token -> {
            for (OAuth2TokenValidator<Jwt> one : all) {
                OAuth2TokenValidatorResult result = one.validate(token);
                if (result.hasErrors()) {
                    return result;
                }
            }
            return OAuth2TokenValidatorResult.success();
        };
    }

    /** A tenant is a text (without NUL, which no database stores), or a number that stands for one. */
    private static boolean hasTenant(Jwt token, String claim) {
        @Nullable Object tenant = token.getClaims().get(claim);
        return tenant instanceof String text
                ? !text.isBlank() && text.indexOf(0) < 0
                : tenant instanceof Long || tenant instanceof Integer;
    }

    private static OAuth2TokenValidatorResult result(boolean accepted, String problem) {
        return accepted
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(
                        new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, "the token " + problem, ""));
    }
}
