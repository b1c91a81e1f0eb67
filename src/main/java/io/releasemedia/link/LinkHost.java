package io.releasemedia.link;

import io.releasemedia.net.InvalidUrlException;
import io.releasemedia.net.WebUrl;
import java.util.Optional;

/**
 * The host that a request counts for, as far as politeness goes: all hosts of a provider that has a rate of its own are
 * one, any other is its name or address in canonical form, with the port where that is not the scheme's own.
 */
public final class LinkHost {

    private static final Providers PROVIDERS = Providers.load();

    private LinkHost() {}

    /**
     * What the limits are kept for when this link is checked: links with the same text here have to be checked by the
     * same checker, others may be checked elsewhere at the same time. Depends on the text alone.
     *
     * @return empty for a text that is no URL, which nobody is asked for
     */
    public static String of(String url) {
        try {
            WebUrl parsed = WebUrl.parse(url);
            return of(parsed, PROVIDERS.of(parsed));
        } catch (InvalidUrlException e) {
            return "";
        }
    }

    /** The same for a request that may be one to the provider's API. */
    static String of(WebUrl url, Optional<Provider> provider) {
        return provider.filter(owner -> owner.perSecond().isPresent())
                .map(owner -> "provider " + owner.name())
                .orElseGet(url::authority);
    }
}
