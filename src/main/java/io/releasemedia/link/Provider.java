package io.releasemedia.link;

import io.releasemedia.net.InvalidUrlException;
import io.releasemedia.net.WebUrl;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * A site whose answers are known better than by the general rule.
 *
 * @param name as people know it
 * @param links which URLs, as {@code host/path?query}, are its links
 * @param perSecond requests a second to all its hosts together, where it is less than for other hosts
 * @param api URL that answers for a link, {@code {link}} standing for it
 * @param apiAnswers what the API answers; if none fits, the link's own page is judged
 * @param download query parameter, {@code name=value}, that turns the link into a download
 * @param answers what its pages answer; if none fits, the general rule decides
 */
record Provider(
        String name,
        Pattern links,
        OptionalDouble perSecond,
        Optional<String> api,
        List<Rule> apiAnswers,
        Optional<String> download,
        List<Rule> answers) {

    boolean owns(WebUrl url) {
        return links.matcher(url.host() + url.target()).find();
    }

    /** The API's URL for a link. */
    Optional<WebUrl> apiFor(WebUrl link) throws InvalidUrlException {
        if (api.isEmpty()) {
            return Optional.empty();
        }
        String encoded = URLEncoder.encode(link.text(), StandardCharsets.UTF_8);
        return Optional.of(WebUrl.parse(api.get().replace("{link}", encoded)));
    }

    /** The URL that a downloader needs. */
    Optional<WebUrl> downloadOf(WebUrl link) {
        if (download.isEmpty()) {
            return Optional.empty();
        }
        String parameter = download.get();
        String name = parameter.substring(0, parameter.indexOf('=') + 1);
        int query = link.target().indexOf('?');
        StringBuilder target = new StringBuilder(link.path()).append('?');
        if (query >= 0) {
            for (String pair : link.target().substring(query + 1).split("&", -1)) {
                if (!pair.startsWith(name) && !pair.isEmpty()) {
                    target.append(pair).append('&');
                }
            }
        }
        return Optional.of(new WebUrl(
                link.scheme(),
                link.host(),
                link.port(),
                target.append(parameter).toString()));
    }
}
