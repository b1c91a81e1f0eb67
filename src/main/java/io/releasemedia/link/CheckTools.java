package io.releasemedia.link;

import io.releasemedia.net.HostTurns;
import io.releasemedia.net.Turn;
import io.releasemedia.net.WebClient;
import io.releasemedia.net.WebUrl;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** What all checks of a {@link LinkChecker} share. */
record CheckTools(
        LinkSettings settings,
        WebClient client,
        HostTurns turns,
        Providers providers,
        Judgement judgement,
        NetworkTally tally) {

    /** Lets a turn wait for the host of this URL, or for the provider that it counts for. */
    void add(Turn turn, WebUrl url, Optional<Provider> provider, Duration delay) {
        double usual = settings.pace().perHostPerSecond();
        OptionalDouble own = provider.map(Provider::perSecond).orElseGet(OptionalDouble::empty);
        turns.add(LinkHost.of(url, provider), Math.min(usual, own.orElse(usual)), turn, delay);
    }
}
