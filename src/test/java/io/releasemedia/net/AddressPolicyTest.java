package io.releasemedia.net;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {

    private static final AddressPolicy CLOSED = AddressPolicy.opening(List.of());

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, unspecified",
        "0.1.2.3, unspecified",
        "10.0.0.1, private",
        "10.255.255.255, private",
        "100.64.0.1, carrier-grade NAT",
        "100.127.255.255, carrier-grade NAT",
        "100.100.100.200, cloud metadata",
        "127.0.0.1, loopback",
        "127.255.255.254, loopback",
        "168.63.129.16, cloud metadata",
        "169.254.0.1, link-local",
        "169.254.169.254, cloud metadata",
        "169.254.170.2, cloud metadata",
        "172.16.0.1, private",
        "172.31.255.255, private",
        "192.0.0.1, reserved",
        "192.0.2.1, documentation",
        "192.88.99.1, 6to4",
        "192.168.0.1, private",
        "198.18.0.1, benchmark",
        "198.19.255.255, benchmark",
        "198.51.100.7, documentation",
        "203.0.113.7, documentation",
        "224.0.0.1, multicast",
        "239.255.255.255, multicast",
        "240.0.0.1, reserved",
        "255.255.255.255, broadcast",
        "[::], unspecified",
        "[::1], loopback",
        "[::7f00:1], IPv4-compatible",
        "[::ffff:10.0.0.1], private",
        "[::ffff:0:7f00:1], IPv4-translated",
        "[64:ff9b::7f00:1], loopback",
        "[64:ff9b::a9fe:a9fe], cloud metadata",
        "[64:ff9b:1::1], NAT64",
        "[100::1], discard",
        "[2001::1], Teredo",
        "[2001:2::1], benchmark",
        "[2001:10::1], reserved",
        "[2001:db8::1], documentation",
        "[2002:7f00:1::], 6to4",
        "[2002:808:808::], 6to4",
        "[3fff::1], documentation",
        "[4000::1], reserved",
        "[5f00::1], reserved",
        "[fc00::1], unique-local",
        "[fd00:ec2::254], cloud metadata",
        "[fe80::1], link-local",
        "[fec0::1], site-local",
        "[ff02::1], multicast",
    })
    void refusesWhatIsNotPublic(String host, String kind) throws Exception {
        WebUrl url = WebUrl.parse("http://" + host + "/");
        assertThatThrownBy(() -> CLOSED.check(url))
                .isInstanceOf(BlockedAddressException.class)
                .hasMessageContaining(kind)
                .hasMessageContaining(url.host());
        InetAddress[] resolved = {InetAddress.getByName(host)};
        assertThatThrownBy(() -> CLOSED.check("name.example", 80, resolved))
                .isInstanceOf(BlockedAddressException.class)
                .hasMessageContaining(kind)
                .hasMessageContaining("name.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "[2606:4700::1111]",
                "[2a00:1450:4001::1]",
                "[64:ff9b::808:808]",
                "[::ffff:8.8.8.8]",
            })
    void letsPublicAddressesThrough(String host) throws Exception {
        WebUrl url = WebUrl.parse("https://" + host + "/");
        InetAddress[] resolved = {InetAddress.getByName(host)};
        assertThatCode(() -> CLOSED.check(url)).doesNotThrowAnyException();
        assertThatCode(() -> CLOSED.check("name.example", 443, resolved)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"metadata.google.internal", "METADATA", "metadata.google.internal.", "instance-data.ec2.internal"
            })
    void refusesNamesOfMetadataServices(String host) throws Exception {
        WebUrl url = WebUrl.parse("http://" + host + "/");
        assertThatThrownBy(() -> AddressPolicy.opening(List.of("0.0.0.0/0")).check(url))
                .isInstanceOf(BlockedAddressException.class);
    }

    /** As a resolver gives them: with the interface that they are reached through. */
    @Test
    void aZoneChangesNothing() throws Exception {
        for (String literal : List.of("fe80::1", "::1", "fd00:ec2::254", "64:ff9b::7f00:1")) {
            byte[] bytes = InetAddress.getByName(literal).getAddress();
            InetAddress[] scoped = {Inet6Address.getByAddress("x", bytes, 1)};
            assertThatThrownBy(() -> CLOSED.check("scoped.example", 80, scoped))
                    .as(literal)
                    .isInstanceOf(BlockedAddressException.class);
        }
        InetAddress[] opened = {
            Inet6Address.getByAddress("x", InetAddress.getByName("fe80::5").getAddress(), 1)
        };
        assertThatCode(() -> AddressPolicy.opening(List.of("fe80::/10")).check("x.example", 80, opened))
                .doesNotThrowAnyException();
    }

    @Test
    void oneRefusedAddressRefusesTheName() throws Exception {
        InetAddress[] mixed = {InetAddress.getByName("8.8.8.8"), InetAddress.getByName("192.168.1.1")};
        assertThatThrownBy(() -> CLOSED.check("rebind.example", 80, mixed))
                .isInstanceOf(BlockedAddressException.class)
                .hasMessageContaining("192.168.1.1");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 22, 79, 81, 442, 444, 6379, 8080, 65535})
    void refusesOtherPorts(int port) throws Exception {
        WebUrl url = WebUrl.parse("https://example.com:" + port + "/");
        assertThatThrownBy(() -> CLOSED.check(url)).hasMessageContaining("port " + port);
        InetAddress[] resolved = {InetAddress.getByName("8.8.8.8")};
        assertThatThrownBy(() -> AddressPolicy.opening(List.of("10.0.0.0/8")).check("example.com", port, resolved))
                .hasMessageContaining("port " + port);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.0/8, http://127.0.0.1:9/, true",
        "127.0.0.1, http://127.0.0.1:9/, true",
        "127.0.0.1, http://127.0.0.2:9/, false",
        "127.0.0.1/8, http://127.9.9.9:9/, true",
        "127.0.0.0/8, http://[::ffff:127.0.0.1]:9/, true",
        "127.0.0.0/8, http://[::1]:9/, false",
        "127.0.0.0/8, http://[64:ff9b::7f00:1]/, false",
        "::1, http://[::1]:9/, true",
        "fd00::/8, http://[fd12::5]:9/, true",
        "10.1.0.0/16, http://10.2.0.1/, false",
        "8.8.8.0/24, http://8.8.8.8:8080/, true",
        "169.254.0.0/16, http://169.254.169.254/, false",
        "169.254.169.254, http://169.254.169.254/, true",
        "0.0.0.0/0, http://100.100.100.200/, false",
    })
    void opensRangesOnPurpose(String cidr, String url, boolean open) throws Exception {
        AddressPolicy policy = AddressPolicy.opening(List.of(cidr));
        WebUrl parsed = WebUrl.parse(url);
        if (open) {
            assertThatCode(() -> policy.check(parsed)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> policy.check(parsed)).isInstanceOf(BlockedAddressException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "10.0.0.0/33", "10.*.0.0", "10", "10.0.0.0-5", "/8", "10.0.0.0/255.0.0.0", "*"})
    void namesRangesThatAreNone(String cidr) {
        assertThatThrownBy(() -> WebClientSettings.DEFAULT.allowing(List.of(cidr)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(cidr + ":");
    }
}
