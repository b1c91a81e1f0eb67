package io.releasemedia.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.net.WebUrl;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProvidersTest {

    private static final Providers PROVIDERS = Providers.load();

    @ParameterizedTest
    @CsvSource({
        "https://wetransfer.com/downloads/a/b, WeTransfer",
        "https://label.wetransfer.com/downloads/a/b, WeTransfer",
        "https://we.tl/t-abc, WeTransfer",
        "https://wetransfer.com/, ''",
        "https://evilwetransfer.com/downloads/a, ''",
        "https://wetransfer.com.evil.example/downloads/a, ''",
        "https://evil.example/wetransfer.com/downloads/a, ''",
        "https://drive.google.com/file/d/1/view?usp=sharing, Google Drive",
        "https://drive.google.com/open?id=1, Google Drive",
        "https://docs.google.com/uc?id=1, Google Drive",
        "https://www.dropbox.com/s/1/a.wav?dl=0, Dropbox",
        "https://www.dropbox.com/scl/fi/1/a.wav?rlkey=k, Dropbox",
        "https://www.dropbox.com/plans, ''",
        "https://1drv.ms/u/s!A, OneDrive",
        "https://label.sharepoint.com/:u:/s/x, OneDrive",
        "https://app.box.com/s/1, Box",
        "https://label.app.box.com/s/1, Box",
        "https://dropbox.com.evil.example/s/1, ''",
        "https://soundcloud.com/artist/track, SoundCloud",
        "https://soundcloud.com/artist/sets/album, SoundCloud",
        "https://soundcloud.com/artist, ''",
        "https://soundcloud.com/discover/sets/x, ''",
        "https://www.youtube.com/watch?v=1, YouTube",
        "https://music.youtube.com/watch?v=1, YouTube",
        "https://youtu.be/1, YouTube",
        "https://www.youtube.com/@artist, ''",
        "https://www.youtube.com/channel/1, ''",
        "https://vimeo.com/1, Vimeo",
        "https://player.vimeo.com/video/1, Vimeo",
        "https://vimeo.com/artist, ''",
        "https://open.spotify.com/track/1, Spotify",
        "https://open.spotify.com/intl-de/album/1, Spotify",
        "https://open.spotify.com/search, ''",
    })
    void knowsItsLinks(String url, String provider) throws Exception {
        assertThat(PROVIDERS.of(WebUrl.parse(url)).map(Provider::name).orElse(""))
                .isEqualTo(provider);
    }

    @ParameterizedTest
    @CsvSource({
        "https://www.dropbox.com/s/1/a.wav, https://www.dropbox.com/s/1/a.wav?dl=1",
        "https://www.dropbox.com/s/1/a.wav?dl=0, https://www.dropbox.com/s/1/a.wav?dl=1",
        "https://www.dropbox.com/s/1/a.wav?dl=0&rlkey=k&st=x, https://www.dropbox.com/s/1/a.wav?rlkey=k&st=x&dl=1",
    })
    void asksForDownloads(String link, String download) throws Exception {
        WebUrl url = WebUrl.parse(link);
        assertThat(PROVIDERS.of(url).orElseThrow().downloadOf(url).orElseThrow().text())
                .isEqualTo(download);
    }

    @Test
    void asksApisAboutTheWholeLink() throws Exception {
        WebUrl url = WebUrl.parse("https://www.youtube.com/watch?v=a&t=1");
        assertThat(PROVIDERS.of(url).orElseThrow().apiFor(url).orElseThrow().text())
                .isEqualTo("https://www.youtube.com/oembed?format=json"
                        + "&url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Da%26t%3D1");
    }

    @Test
    void readsRows() {
        Rule rule = Providers.parse("general: [{status: 404, title: x, retryAfter: PT1H, verdict: dead, reason: gone}]")
                .general()
                .get(0);
        assertThat(rule.status()).containsExactly(404);
        assertThat(rule.retryAfter()).contains(Duration.ofHours(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "general: [{verdict: dead}]",
                "general: [{verdict: nonsense, reason: x}]",
                "general: [{verdict: dead, reason: x, colour: red}]",
                "providers: [{name: x}]",
                "providers: [x]",
            })
    void namesRowsThatAreWrong(String yaml) {
        assertThatThrownBy(() -> Providers.parse(yaml)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Patterns run over what strangers send: none may take long over it. */
    @ParameterizedTest
    @ValueSource(
            strings = {"a", "<", "<title", "not found ", "link ", "link expired", "&", " ", "<h1>", "<meta content='"})
    void isQuickWithAnyText(String text) {
        String body = "<title>" + text.repeat((64 << 10) / text.length());
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        Page page = Page.of(body);
        page.refresh();
        page.presentsMedia();
        for (Rule rule : PROVIDERS.general()) {
            rule.title().ifPresent(pattern -> page.headlines()
                    .forEach(line -> pattern.matcher(line).find()));
        }
        long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        assertThat(Duration.ofNanos(end - start)).isLessThan(Duration.ofSeconds(1));
    }
}
