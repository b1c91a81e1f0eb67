package io.releasemedia.link;

import io.releasemedia.net.InvalidUrlException;
import io.releasemedia.net.WebRequest;
import io.releasemedia.net.WebUrl;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The way of redirects that a check takes. */
final class Route {

    /**
     * Where a redirect leads to, or why it is not followed.
     *
     * @param next present: it is followed
     * @param end present: it ends the check; neither: it is no redirect, the page is to be judged
     * @param isEndless whether it ends for turning in circles, or for too many redirects
     */
    record Hop(Optional<WebUrl> next, Optional<LinkVerdict> end, boolean isEndless) {}

    private final WebUrl origin;
    private final boolean namesUser;
    private final Set<String> seen = new HashSet<>();
    private int hops;

    /** @param namesUser whether the link came with credentials, though they are never sent */
    Route(WebUrl origin, boolean namesUser) {
        this.origin = origin;
        this.namesUser = namesUser;
    }

    /** Starts over. */
    void restart(WebUrl url) {
        hops = 0;
        seen.clear();
        seen.add(url.text());
    }

    boolean hasLeft() {
        return hops > 0;
    }

    /** The next hop; a page that sends on by itself need not be followed, a redirect is a redirect. */
    Hop next(Answer read, String location) {
        boolean isPage = read.isSuccess();
        WebUrl next;
        try {
            next = read.url().resolve(location);
        } catch (InvalidUrlException e) {
            // Pages offer to open an app this way; they are pages all the same.
            return isPage ? stay() : end(read, LinkStatus.UNSUPPORTED, "redirects to something that is no web address");
        }
        boolean isNew = seen.add(next.text());
        if (isPage && !isNew) {
            return stay();
        } else if (!isNew) {
            return endless(read, "redirects in a loop");
        } else if (hops == WebRequest.MAX_REDIRECTS) {
            return endless(read, "redirects more than " + WebRequest.MAX_REDIRECTS + " times");
        } else if (namesUser && read.url().isSecure() && !next.isSecure()) {
            return end(read, LinkStatus.BLOCKED, "has credentials and redirects from https to http");
        }
        hops++;
        return new Hop(Optional.of(next), Optional.empty(), false);
    }

    private static Hop stay() {
        return new Hop(Optional.empty(), Optional.empty(), false);
    }

    private static Hop end(Answer read, LinkStatus status, String reason) {
        return new Hop(Optional.empty(), Optional.of(Judgement.from(status, read, reason)), false);
    }

    private static Hop endless(Answer read, String reason) {
        return new Hop(Optional.empty(), Optional.of(Judgement.from(LinkStatus.UNREACHABLE, read, reason)), true);
    }

    /** Whether a deep link ended at its site's front page: what it led to is lost. */
    boolean endsAtFrontPage(Answer read) {
        return read.isPage()
                && read.url().target().equals("/")
                && origin.path().length() > 1
                && site(origin.host()).equals(site(read.url().host()));
    }

    /** The last labels of a host name that a site's hosts share: three where the second is as short as in co.uk. */
    private static String site(String host) {
        int last = host.lastIndexOf('.');
        int second = host.lastIndexOf('.', last - 1);
        boolean isShort = last - second <= 4 && second > 0;
        return host.substring((isShort ? host.lastIndexOf('.', second - 1) : second) + 1);
    }
}
