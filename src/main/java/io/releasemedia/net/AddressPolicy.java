package io.releasemedia.net;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.IncompatibleAddressException;
import inet.ipaddr.ipv4.IPv4Address;
import inet.ipaddr.ipv6.IPv6Address;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses may be reached: public ones on the ports 80 and 443, and those in the ranges that were opened on
 * purpose on any port. A cloud metadata address is opened only by naming it alone.
 *
 * <p>A URL is judged twice: {@link #check(WebUrl)} before anything is looked up, and {@link #check(String, int,
 * InetAddress[])} with the addresses that its name resolved to and that will be connected to. One refused address
 * refuses the name.
 */
public final class AddressPolicy {

    private static final IPAddressStringParameters CIDR = new IPAddressStringParameters.Builder()
            .allowEmpty(false)
            .allowAll(false)
            .allowSingleSegment(false)
            .allowMask(false)
            .allowPrefixOnly(false)
            .allow_inet_aton(false)
            .toParams();

    private final List<IPAddress> opened;

    private AddressPolicy(List<IPAddress> opened) {
        this.opened = opened;
    }

    /**
     * A policy that opens these ranges.
     *
     * @param cidrs such as {@code 10.1.0.0/16}, {@code fd12::/16}, or single addresses
     * @throws IllegalArgumentException one of them is no range of addresses; the message names it
     */
    public static AddressPolicy opening(List<String> cidrs) {
        return new AddressPolicy(cidrs.stream().map(AddressPolicy::range).toList());
    }

    private static IPAddress range(String cidr) {
        try {
            IPAddress address = new IPAddressString(cidr.strip(), CIDR).toAddress();
            if (!address.isMultiple() || address.isPrefixed()) {
                return address.isPrefixed() ? address.toPrefixBlock() : address;
            }
        } catch (AddressStringException | IncompatibleAddressException e) {
            throw new IllegalArgumentException(cidr + ": not a range of addresses such as 10.1.0.0/16", e);
        }
        throw new IllegalArgumentException(cidr + ": not a range of addresses such as 10.1.0.0/16");
    }

    /**
     * Judges what can be said without a look-up.
     *
     * @throws BlockedAddressException the host is an address or a name that is refused, or the port is
     */
    public void check(WebUrl url) throws BlockedAddressException {
        String host = url.host();
        if (RefusedRanges.isMetadataName(host)) {
            throw new BlockedAddressException(host, "is the name of a cloud metadata service");
        }
        Optional<IPAddress> literal = literal(host);
        if (literal.isPresent()) {
            check(host, "is ", url.port(), literal.get());
        } else if (opened.isEmpty()) {
            checkPort(host, url.port());
        }
    }

    /**
     * Judges every address that a name resolved to.
     *
     * @throws BlockedAddressException one of them is refused, or the port is
     */
    public void check(String host, int port, InetAddress[] addresses) throws BlockedAddressException {
        for (InetAddress address : addresses) {
            IPAddress judged = toIpAddress(address);
            boolean isLiteral = host.equals(judged.toCanonicalString());
            check(host, isLiteral ? "is " : "resolves to " + judged.toCanonicalString() + ", ", port, judged);
        }
    }

    private void check(String host, String verb, int port, IPAddress address) throws BlockedAddressException {
        Optional<String> kind =
                address.isIPv4() ? RefusedRanges.kindOf(address.toIPv4()) : RefusedRanges.kindOf(address.toIPv6());
        boolean metadata = kind.filter(RefusedRanges::isMetadata).isPresent();
        for (IPAddress range : opened) {
            if (range.contains(address) && (!metadata || !range.isMultiple())) {
                return;
            }
        }
        if (kind.isPresent()) {
            throw new BlockedAddressException(host, verb + kind.get());
        }
        checkPort(host, port);
    }

    private static void checkPort(String host, int port) throws BlockedAddressException {
        if (port != 80 && port != 443) {
            throw new BlockedAddressException(host, "is asked for on port " + port + ", only 80 and 443 are open");
        }
    }

    private static Optional<IPAddress> literal(String host) {
        boolean isAddress = host.indexOf(':') >= 0
                || (Character.digit(host.charAt(host.length() - 1), 10) >= 0
                        && host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9')));
        return isAddress ? Optional.ofNullable(new IPAddressString(host).getAddress()) : Optional.empty();
    }

    private static IPAddress toIpAddress(InetAddress address) {
        if (address instanceof Inet4Address ipv4) {
            return new IPv4Address(ipv4);
        }
        IPv6Address ipv6 = new IPv6Address((Inet6Address) address);
        return ipv6.isIPv4Mapped() ? ipv6.getEmbeddedIPv4Address() : ipv6;
    }
}
