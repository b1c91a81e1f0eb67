package io.releasemedia.net;

import inet.ipaddr.ipv6.IPv6Address;
import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Brings a URL's host into the one form that is judged, looked up and sent, so that no spelling of an address is
 * judged as something else than what the network makes of it: percent escapes, full-width characters, upper case,
 * trailing dots, and IPv4 addresses as one number, in octal, in hex or with parts left out.
 *
 * <p>After the WHATWG URL standard, "Host parsing" and "IPv4 parser"; stricter in that a name consists of letters,
 * digits, {@code -} and {@code _} only.
 */
final class CanonicalHost {

    private static final int MAX_NAME = 253;
    private static final int MAX_LABEL = 63;

    private CanonicalHost() {}

    /** An IPv4 address with four decimal parts, an IPv6 address without brackets, or a name in lower case. */
    static String of(String raw) throws InvalidUrlException {
        if (raw.startsWith("[")) {
            return ipv6(raw);
        }
        String host = ascii(percentDecoded(raw)).toLowerCase(Locale.ROOT);
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        requireName(host);
        return endsInNumber(host) ? ipv4(host) : host;
    }

    private static String ipv6(String raw) throws InvalidUrlException {
        if (!raw.endsWith("]") || raw.indexOf(':') < 0) {
            throw new InvalidUrlException("not an IPv6 address in brackets");
        }
        for (int i = 1; i < raw.length() - 1; i++) {
            char c = raw.charAt(i);
            if ((Character.digit(c, 16) < 0 && c != ':' && c != '.') || c > 0x7f) {
                throw new InvalidUrlException("not an IPv6 address in brackets");
            }
        }
        try {
            // Only hex digits, colons and dots inside brackets: this never asks a name server. An address in
            // IPv4-mapped form comes back as IPv4.
            InetAddress address = InetAddress.getByName(raw);
            return address instanceof Inet6Address ipv6
                    ? new IPv6Address(ipv6).toCanonicalString()
                    : address.getHostAddress();
        } catch (UnknownHostException e) {
            throw new InvalidUrlException("not an IPv6 address in brackets");
        }
    }

    private static String percentDecoded(String raw) throws InvalidUrlException {
        if (raw.indexOf('%') < 0) {
            return raw;
        }
        byte[] source = raw.getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(source.length);
        for (int i = 0; i < source.length; i++) {
            if (source[i] != '%') {
                decoded.put(source[i]);
                continue;
            }
            int high = i + 2 < source.length ? Character.digit(source[i + 1], 16) : -1;
            int low = i + 2 < source.length ? Character.digit(source[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new InvalidUrlException("the host has a broken percent escape");
            }
            decoded.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidUrlException("the host is not UTF-8");
        }
    }

    private static String ascii(String host) throws InvalidUrlException {
        if (host.chars().allMatch(c -> c < 0x80)) {
            return host;
        }
        try {
            return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException e) {
            throw new InvalidUrlException("the host is no international domain name");
        }
    }

    private static void requireName(String host) throws InvalidUrlException {
        if (host.isEmpty()) {
            throw new InvalidUrlException("a host is missing");
        }
        if (host.length() > MAX_NAME) {
            throw new InvalidUrlException("the host is longer than " + MAX_NAME + " characters");
        }
        int label = 0;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean dot = c == '.';
            if (dot ? label == 0 : c > 'z' || (!Character.isLetterOrDigit(c) && c != '-' && c != '_')) {
                throw new InvalidUrlException("the host is not a name");
            }
            label = dot ? 0 : label + 1;
            if (label > MAX_LABEL) {
                throw new InvalidUrlException("a part of the host is longer than " + MAX_LABEL + " characters");
            }
        }
        if (label == 0) {
            throw new InvalidUrlException("the host is not a name");
        }
    }

    private static boolean endsInNumber(String host) {
        String last = host.substring(host.lastIndexOf('.') + 1);
        return last.chars().allMatch(c -> c >= '0' && c <= '9')
                || (last.startsWith("0x") && last.chars().skip(2).allMatch(c -> Character.digit(c, 16) >= 0));
    }

    private static String ipv4(String host) throws InvalidUrlException {
        String[] parts = host.split("\\.", -1);
        if (parts.length > 4) {
            throw new InvalidUrlException("the host is not an IPv4 address");
        }
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            long value = number(parts[i]);
            // The last part fills all bytes that are left.
            int bytes = i == parts.length - 1 ? 5 - parts.length : 1;
            if (value >= 1L << (8 * bytes)) {
                throw new InvalidUrlException("the host is not an IPv4 address");
            }
            address = address << (8 * bytes) | value;
        }
        return (address >> 24) + "." + (address >> 16 & 0xff) + "." + (address >> 8 & 0xff) + "." + (address & 0xff);
    }

    private static long number(String part) throws InvalidUrlException {
        int radix = 10;
        String digits = part;
        if (part.startsWith("0x")) {
            radix = 16;
            digits = part.length() == 2 ? "0" : part.substring(2);
        } else if (part.length() > 1 && part.startsWith("0")) {
            radix = 8;
            digits = part.substring(1);
        }
        try {
            return Long.parseLong(digits, radix);
        } catch (NumberFormatException e) {
            throw new InvalidUrlException("the host is not an IPv4 address");
        }
    }
}
