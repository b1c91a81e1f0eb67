package io.releasemedia.net;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** An authority of a test's own, good and bad certificates, and servers that show them. */
public final class Certificates {

    /** What {@link #trustStore} is locked with. */
    public static final String PASSWORD = "changeit";

    private static final Duration DAY = Duration.ofDays(1);

    /** A certificate with its key. */
    public record Identity(X509Certificate certificate, PrivateKey key) {}

    private final Instant now = Instant.now();
    private final Identity authority = make("Test Authority", "", now.minus(DAY), now.plus(DAY), null);

    /** For a host name, by the authority. */
    public Identity valid(String host) {
        return make(host, host, now.minus(DAY), now.plus(DAY), authority);
    }

    /** The same whose time is over. */
    public Identity expired(String host) {
        return make(host, host, now.minus(DAY.multipliedBy(3)), now.minus(DAY), authority);
    }

    /** The same whose time has not come. */
    public Identity early(String host) {
        return make(host, host, now.plus(DAY), now.plus(DAY.multipliedBy(3)), authority);
    }

    /** For a host name, by itself. */
    public Identity selfSigned(String host) {
        return make(host, host, now.minus(DAY), now.plus(DAY), null);
    }

    /** A store in which the authority is trusted, and nobody else. */
    public Path trustStore(Path folder) throws GeneralSecurityException, IOException {
        KeyStore store = store();
        store.setCertificateEntry("authority", authority.certificate());
        Path file = folder.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    /** A server on a free port of the loopback address. */
    public static HttpsServer serve(Identity identity, HttpHandler handler)
            throws GeneralSecurityException, IOException {
        KeyStore store = store();
        store.setKeyEntry("a", identity.key(), PASSWORD.toCharArray(), new Certificate[] {identity.certificate()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(Executors.newCachedThreadPool(task -> WebClient.daemon(task, "https-server")));
        server.createContext("/", handler);
        server.start();
        return server;
    }

    private static KeyStore store() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Identity make(String name, String host, Instant from, Instant to, @Nullable Identity issuer) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair pair = generator.generateKeyPair();
            X500Principal subject = new X500Principal("CN=" + name);
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer == null ? subject : issuer.certificate().getSubjectX500Principal(),
                    BigInteger.valueOf(System.nanoTime()),
                    Date.from(from),
                    Date.from(to),
                    subject,
                    pair.getPublic());
            if (host.isEmpty()) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            } else {
                GeneralNames names = new GeneralNames(new GeneralName(GeneralName.dNSName, host));
                builder.addExtension(Extension.subjectAlternativeName, false, names);
            }
            PrivateKey signer = issuer == null ? pair.getPrivate() : issuer.key();
            return new Identity(
                    new JcaX509CertificateConverter()
                            .getCertificate(
                                    builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer))),
                    pair.getPrivate());
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
