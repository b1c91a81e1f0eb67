package io.releasemedia.net;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** How host names become addresses; the answer is judged by {@link AddressPolicy} before it is used. */
@FunctionalInterface
public interface NameLookup {

    /** The platform's resolver. */
    NameLookup SYSTEM = InetAddress::getAllByName;

    /**
     * All addresses of a name.
     *
     * @throws UnknownHostException the name has none
     */
    InetAddress[] lookup(String host) throws UnknownHostException;
}
