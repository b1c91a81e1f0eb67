package io.releasemedia.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenSettingsTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path folder;

    private static TokenSettings of(String... properties) throws SettingsException {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            all.put("release-media.jwt." + properties[i], properties[i + 1]);
        }
        return TokenSettings.of(property -> Optional.ofNullable(all.get(property)));
    }

    private static void refuses(String part, String... properties) {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> of(properties))
                .withMessageContaining(part);
    }

    @Test
    void thereIsNoKeyByDefault() {
        refuses("set RELEASE_MEDIA_JWT_SECRET");
        refuses("set RELEASE_MEDIA_JWT_SECRET", "secret", " ", "audience", "a");
    }

    @Test
    void aSecretIsNotShort() throws SettingsException {
        refuses("too short: 31 bytes", "secret", SECRET.substring(1));
        assertThat(of("secret", SECRET).key()).isInstanceOf(TokenSettings.Secret.class);
        assertThat(of("secret", "\u00e9".repeat(16)).key()).isInstanceOf(TokenSettings.Secret.class);
    }

    @Test
    void aSecretIsNotShown() throws SettingsException {
        assertThat(of("secret", SECRET).toString()).doesNotContain(SECRET.substring(0, 6));
    }

    @Test
    void thereIsOneKey() {
        refuses(
                "only one of RELEASE_MEDIA_JWT_SECRET and RELEASE_MEDIA_JWT_PUBLIC_KEY",
                "secret",
                SECRET,
                "public-key",
                "x");
        refuses("only one of", "secret", SECRET, "jwks", "https://issuer.example/keys");
        refuses("only one of", "public-key", "x", "jwks", "https://issuer.example/keys");
    }

    @Test
    void anIssuerIsTheKeyWhereNothingElseIs() throws SettingsException {
        TokenSettings alone = of("issuer", "https://issuer.example");
        assertThat(alone.key()).isInstanceOf(TokenSettings.Discovery.class);
        assertThat(alone.issuer()).contains("https://issuer.example");

        TokenSettings beside = of("issuer", "any text", "secret", SECRET);
        assertThat(beside.key()).isInstanceOf(TokenSettings.Secret.class);
        assertThat(beside.issuer()).contains("any text");

        assertThat(of("issuer", "i", "jwks", "http://issuer.example/keys").key())
                .isInstanceOf(TokenSettings.KeySet.class);
    }

    @Test
    void anAddressIsOfTheWeb() {
        for (String address :
                new String[] {"keys.json", "file:///etc/passwd", "https:keys", "ftp://x/y", "http://", "a b"}) {
            refuses("RELEASE_MEDIA_JWT_JWKS must be a URL", "jwks", address);
            refuses("RELEASE_MEDIA_JWT_ISSUER must be a URL", "issuer", address);
        }
    }

    @Test
    void theTenantsClaimHasADefault() throws SettingsException {
        assertThat(of("secret", SECRET).tenantClaim()).isEqualTo("tenantId");
        assertThat(of("secret", SECRET, "tenant-claim", "workspace").tenantClaim())
                .isEqualTo("workspace");
    }

    @Test
    void aKeyFileHoldsAPublicKeyThatIsStrongEnough() throws Exception {
        refuses("cannot be read", "public-key", folder.resolve("absent.pem").toString());
        refuses("cannot be read", "public-key", folder.toString());
        refuses("cannot be read", "public-key", "\0");
        refuses("holds no -----BEGIN PUBLIC KEY-----", "public-key", file("hello"));
        refuses("holds no RSA or EC", "public-key", file(pem("PUBLIC KEY", new byte[100])));
        refuses("holds a private key", "public-key", file(pem("PRIVATE KEY", new byte[100])));
        refuses("RSA key that is not taken", "public-key", file(key(rsa(1024))));
        refuses("EC key that is not taken", "public-key", file(key(ec(Curve.P_384))));
        refuses(
                "holds no RSA or EC",
                "public-key",
                file(key(KeyPairGenerator.getInstance("Ed25519")
                        .generateKeyPair()
                        .getPublic())));
        assertThat(of("public-key", file("# of the issuer\n" + key(rsa(2048)))).key())
                .isInstanceOf(TokenSettings.SigningKey.class);
        assertThat(of("public-key", file(key(ec(Curve.P_256)).replace("\n", "\r\n")))
                        .key())
                .isInstanceOf(TokenSettings.SigningKey.class);
    }

    private String file(String text) throws Exception {
        return Files.writeString(Files.createTempFile(folder, "key", ".pem"), text)
                .toString();
    }

    private static PublicKey rsa(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair().getPublic();
    }

    private static PublicKey ec(Curve curve) throws Exception {
        return new ECKeyGenerator(curve).generate().toPublicKey();
    }

    private static String key(PublicKey key) {
        return pem("PUBLIC KEY", key.getEncoded());
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + what
                + "-----\n";
    }
}
