package io.releasemedia.api;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/**
 * Decodes tokens, and remembers for a minute that a signature was good: clients send one token many times. What a token
 * says (its time, for one) is looked at every time.
 */
final class VerifiedTokens implements JwtDecoder {

    private static final int MOST = 2_000;
    private static final int LONGEST = 4_096;
    private static final long KEPT_NANOS = Duration.ofMinutes(1).toNanos();

    private final JwtDecoder verifier;
    private final OAuth2TokenValidator<Jwt> validator;
    private final Map<String, Verified> kept = Collections.synchronizedMap(new Kept());

    /** What the verifier accepts, if the validator does as well. */
    VerifiedTokens(JwtDecoder verifier, OAuth2TokenValidator<Jwt> validator) {
        this.verifier = verifier;
        this.validator = validator;
    }

    private record Verified(Jwt token, long at) {}

    @Override
    public Jwt decode(String text) {
        @Nullable Verified verified = kept.get(text);
        if (verified == null || System.nanoTime() - verified.at > KEPT_NANOS) {
            verified = new Verified(verifier.decode(text), System.nanoTime());
            if (text.length() <= LONGEST) {
                kept.put(text, verified);
            }
        }
        OAuth2TokenValidatorResult result = validator.validate(verified.token);
        if (result.hasErrors()) {
            throw new JwtValidationException("the token is not accepted", result.getErrors());
        }
        return verified.token;
    }

    /** The tokens that were used last. */
    private static final class Kept extends LinkedHashMap<String, Verified> {
        private static final long serialVersionUID = 1L;

        Kept() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
            return size() > MOST;
        }
    }
}
