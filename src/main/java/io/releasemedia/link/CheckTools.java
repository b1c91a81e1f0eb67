package io.releasemedia.link;

import io.releasemedia.net.HostTurns;
import io.releasemedia.net.WebClient;

/** What all checks of a {@link LinkChecker} share. */
record CheckTools(
        LinkSettings settings,
        WebClient client,
        HostTurns turns,
        Providers providers,
        Judgement judgement,
        NetworkTally tally) {}
