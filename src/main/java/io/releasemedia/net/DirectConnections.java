package io.releasemedia.net;

import java.io.IOException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Sets the HTTP library up: connections that go to the judged address and nowhere else, and everything helpful off. */
final class DirectConnections extends PoolingHttpClientConnectionManagerBuilder {

    private static final int MAX_LINE = 16 << 10;
    private static final int MAX_HEADER_COUNT = 256;
    private static final Timeout HANDSHAKE = Timeout.ofSeconds(10);

    private final CheckedNames names;

    private DirectConnections(CheckedNames names) {
        this.names = names;
    }

    static CloseableHttpClient client(WebClientSettings settings, CheckedNames names) {
        Http1Config limits = Http1Config.custom()
                .setMaxLineLength(MAX_LINE)
                .setMaxHeaderCount(MAX_HEADER_COUNT)
                .build();
        ConnectionConfig connections = ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                .setSocketTimeout(Timeout.of(settings.silence()))
                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                .setTimeToLive(TimeValue.ofMinutes(5))
                .build();
        var pool = new DirectConnections(names)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(limits)
                        .responseParserFactory(new HeaderLimit(limits))
                        .build())
                .setDnsResolver(names)
                .setDefaultConnectionConfig(connections)
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(HANDSHAKE).build())
                .setMaxConnTotal(settings.connections())
                .setMaxConnPerRoute(settings.connectionsPerHost())
                .build();
        return HttpClientBuilder.create()
                .setConnectionManager(pool)
                .setUserAgent(settings.userAgent())
                .setProxySelector(null)
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableConnectionState()
                .build();
    }

    @Override
    protected HttpClientConnectionOperator createConnectionOperator(
            SchemePortResolver ports, DnsResolver resolver, TlsSocketStrategy tls) {
        return new DefaultHttpClientConnectionOperator(
                proxy -> new DirectSocket(names),
                ports,
                resolver,
                RegistryBuilder.<TlsSocketStrategy>create()
                        .register("https", tls)
                        .build());
    }

    /** Goes through no SOCKS proxy of the JVM, and connects within the time that is left, to however many addresses. */
    private static final class DirectSocket extends Socket {

        private final CheckedNames names;

        DirectSocket(CheckedNames names) {
            super(Proxy.NO_PROXY);
            this.names = names;
        }

        @Override
        public void connect(SocketAddress address, int timeoutMillis) throws IOException {
            long left = Math.max(1, names.left().toMillis());
            super.connect(address, (int) (timeoutMillis == 0 ? left : Math.min(timeoutMillis, left)));
        }
    }
}
