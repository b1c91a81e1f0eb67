package io.releasemedia.net;

import inet.ipaddr.IPAddressString;
import inet.ipaddr.ipv4.IPv4Address;
import inet.ipaddr.ipv4.IPv4AddressAssociativeTrie;
import inet.ipaddr.ipv6.IPv6Address;
import inet.ipaddr.ipv6.IPv6AddressAssociativeTrie;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The addresses that lie in no public network, or in one that no media is served from.
 *
 * <p>From IANA's IPv4 and IPv6 special-purpose address registries and the IPv6 address space (only {@code 2000::/3} is
 * given out), with the metadata services of the cloud providers added: whoever reaches these gets the machine's
 * credentials.
 */
final class RefusedRanges {

    private static final String METADATA = "a cloud metadata address";

    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("0.0.0.0/8", "an unspecified address"),
            Map.entry("10.0.0.0/8", "a private address"),
            Map.entry("100.64.0.0/10", "a carrier-grade NAT address"),
            Map.entry("127.0.0.0/8", "a loopback address"),
            Map.entry("169.254.0.0/16", "a link-local address"),
            Map.entry("172.16.0.0/12", "a private address"),
            Map.entry("192.0.0.0/24", "a reserved address"),
            Map.entry("192.0.2.0/24", "a documentation address"),
            Map.entry("192.31.196.0/24", "a reserved address"),
            Map.entry("192.52.193.0/24", "a reserved address"),
            Map.entry("192.88.99.0/24", "a 6to4 relay address"),
            Map.entry("192.168.0.0/16", "a private address"),
            Map.entry("192.175.48.0/24", "a reserved address"),
            Map.entry("198.18.0.0/15", "a benchmark address"),
            Map.entry("198.51.100.0/24", "a documentation address"),
            Map.entry("203.0.113.0/24", "a documentation address"),
            Map.entry("224.0.0.0/4", "a multicast address"),
            Map.entry("240.0.0.0/4", "a reserved address"),
            Map.entry("255.255.255.255/32", "a broadcast address"),
            Map.entry("100.100.100.200/32", METADATA),
            Map.entry("168.63.129.16/32", METADATA),
            Map.entry("169.254.169.254/32", METADATA),
            Map.entry("169.254.170.2/32", METADATA),
            Map.entry("169.254.170.23/32", METADATA),
            Map.entry("192.0.0.192/32", METADATA),
            Map.entry("::/0", "a reserved address"),
            Map.entry("::/96", "an IPv4-compatible address"),
            Map.entry("::/128", "an unspecified address"),
            Map.entry("::1/128", "a loopback address"),
            Map.entry("::ffff:0:0/96", "an IPv4-mapped address"),
            Map.entry("::ffff:0:0:0/96", "an IPv4-translated address"),
            Map.entry("64:ff9b:1::/48", "a NAT64 address for local use"),
            Map.entry("100::/64", "a discard address"),
            Map.entry("2000::/3", ""),
            Map.entry("2001::/23", "a reserved address"),
            Map.entry("2001::/32", "a Teredo address"),
            Map.entry("2001:2::/48", "a benchmark address"),
            Map.entry("2001:db8::/32", "a documentation address"),
            Map.entry("2002::/16", "a 6to4 address"),
            Map.entry("3fff::/20", "a documentation address"),
            Map.entry("fc00::/7", "a unique-local address"),
            Map.entry("fe80::/10", "a link-local address"),
            Map.entry("fec0::/10", "a site-local address"),
            Map.entry("ff00::/8", "a multicast address"),
            Map.entry("fd00:ec2::254/128", METADATA),
            Map.entry("fd00:ec2::23/128", METADATA),
            Map.entry("fd00:42::42/128", METADATA),
            Map.entry("fd20:ce::254/128", METADATA));

    /** Names under which metadata services are reached. */
    private static final Set<String> METADATA_NAMES = Set.of(
            "metadata",
            "metadata.google.internal",
            "metadata.goog",
            "instance-data",
            "instance-data.ec2.internal",
            "metadata.tencentyun.com",
            "metadata.platformequinix.com",
            "metadata.packet.net",
            "metadata.azure.internal");

    private static final IPv4AddressAssociativeTrie<String> IPV4 = new IPv4AddressAssociativeTrie<>();
    private static final IPv6AddressAssociativeTrie<String> IPV6 = new IPv6AddressAssociativeTrie<>();

    /** Behind this prefix a NAT64 gateway reaches the IPv4 address in the last four bytes (RFC 6052). */
    private static final IPv6Address NAT64 =
            new IPAddressString("64:ff9b::/96").getAddress().toIPv6();

    static {
        KINDS.forEach((cidr, kind) -> {
            var range = new IPAddressString(cidr).getAddress();
            if (range.isIPv4()) {
                IPV4.put(range.toIPv4(), kind);
            } else {
                IPV6.put(range.toIPv6(), kind);
            }
        });
    }

    private RefusedRanges() {}

    /** What kind of refused address it is, with its article; empty if it is a public one. */
    static Optional<String> kindOf(IPv4Address address) {
        var node = IPV4.longestPrefixMatchNode(address);
        return node == null ? Optional.empty() : Optional.of(node.getValue());
    }

    /** See {@link #kindOf(IPv4Address)}. */
    static Optional<String> kindOf(IPv6Address address) {
        if (NAT64.contains(address)) {
            return kindOf(address.getEmbeddedIPv4Address()).map(kind -> "the NAT64 form of " + kind);
        }
        String kind = IPV6.longestPrefixMatchNode(address).getValue();
        return kind.isEmpty() ? Optional.empty() : Optional.of(kind);
    }

    /** Whether a kind is that of a metadata service, which no range opens by the way. */
    static boolean isMetadata(String kind) {
        return kind.endsWith(METADATA);
    }

    static boolean isMetadataName(String host) {
        return METADATA_NAMES.contains(host);
    }
}
