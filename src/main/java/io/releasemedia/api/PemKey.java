package io.releasemedia.api;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a public key from its textual form (RFC 7468): a public key, or a certificate that holds one. */
final class PemKey {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (PUBLIC KEY|CERTIFICATE)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final int RSA_BITS = 2048;
    private static final int P256_BITS = 256;

    private PemKey() {}

    /** What is wrong with a key file, to follow its name. */
    static final class UnusableKeyException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableKeyException(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return Objects.requireNonNull(super.getMessage());
        }
    }

    /** The key that a text holds: RSA of at least 2048 bits, or EC on the curve P-256. */
    static PublicKey parse(String text) throws UnusableKeyException {
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            throw new UnusableKeyException(
                    text.contains("PRIVATE KEY")
                            ? "holds a private key; expected the public one (openssl pkey -pubout makes it)"
                            : "holds no -----BEGIN PUBLIC KEY----- or -----BEGIN CERTIFICATE-----");
        }
        PublicKey key;
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(block.group(2));
            key = block.group(1).equals("CERTIFICATE") ? ofCertificate(encoded) : ofKey(encoded);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnusableKeyException("holds no RSA or EC public key");
        }
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= RSA_BITS) {
            return key;
        }
        if (key instanceof ECPublicKey ec
                && ec.getParams().getCurve().getField().getFieldSize() == P256_BITS) {
            return key;
        }
        throw new UnusableKeyException("holds a " + key.getAlgorithm()
                + " key that is not taken; expected RSA of at least 2048 bits (RS256) or EC P-256 (ES256)");
    }

    private static PublicKey ofCertificate(byte[] encoded) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(encoded))
                .getPublicKey();
    }

    private static PublicKey ofKey(byte[] encoded) throws GeneralSecurityException {
        X509EncodedKeySpec spec = new X509EncodedKeySpec(encoded);
        try {
            return KeyFactory.getInstance("RSA").generatePublic(spec);
        } catch (GeneralSecurityException e) {
            return KeyFactory.getInstance("EC").generatePublic(spec);
        }
    }
}
