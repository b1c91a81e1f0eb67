package io.releasemedia.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebUrlTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        https://Example.COM                        | https://example.com/
        HTTP://example.com:80/a?b=c#d              | http://example.com/a?b=c
        https://example.com:443/                   | https://example.com/
        http://example.com:8080/x                  | http://example.com:8080/x
        https://example.com./a                     | https://example.com/a
        https://user:secret@example.com/a          | https://example.com/a
        https://example.com@127.0.0.1/             | https://127.0.0.1/
        https://evil.example\\@127.0.0.1/           | https://evil.example/@127.0.0.1/
        https:example.com/a                        | https://example.com/a
        https:/\\example.com/a                      | https://example.com/a
        https://example.com/a b.mp3                | https://example.com/a%20b.mp3
        https://example.com/ä?q=ä                  | https://example.com/%C3%A4?q=%C3%A4
        https://example.com/a%2Fb%20c?sig=x%2By/=  | https://example.com/a%2Fb%20c?sig=x%2By/=
        https://example.com//a//b?X-Amz-Date=1     | https://example.com//a//b?X-Amz-Date=1
        https://example.com/a/../b/./c/%2e%2E/d    | https://example.com/b/d
        https://example.com/../../a                | https://example.com/a
        https://example.com/a/..                   | https://example.com/
        https://example.com?q                      | https://example.com/?q
        https://bücher.example/                    | https://xn--bcher-kva.example/
        http://127.1/                              | http://127.0.0.1/
        http://2130706433/                         | http://127.0.0.1/
        http://0x7f000001/                         | http://127.0.0.1/
        http://0x7f.1/                             | http://127.0.0.1/
        http://0177.0.0.1/                         | http://127.0.0.1/
        http://127.0.0.1./                         | http://127.0.0.1/
        http://017700000001/                       | http://127.0.0.1/
        http://10.0.258/                           | http://10.0.1.2/
        http://１２７．０．０．１/                   | http://127.0.0.1/
        http://①②⑦.0.0.1/                          | http://127.0.0.1/
        http://127。0。0。1/                        | http://127.0.0.1/
        http://%31%32%37.0.0.1/                    | http://127.0.0.1/
        http://%EF%BC%91.0.0.1/                    | http://1.0.0.1/
        http://[::1]/                              | http://[::1]/
        http://[0:0:0:0:0:0:0:1]:81/               | http://[::1]:81/
        http://[::ffff:127.0.0.1]/                 | http://127.0.0.1/
        http://[::FFFF:7f00:1]/                    | http://127.0.0.1/
        http://[2001:DB8::A]/                      | http://[2001:db8::a]/
        """)
    void readsWhatBrowsersRead(String text, String expected) throws Exception {
        assertThat(WebUrl.parse(text).text()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com",
                "//example.com/",
                "ftp://example.com/",
                "javascript:alert(1)",
                "file:///etc/passwd",
                "http://",
                "http:///",
                "http://:80/",
                "http://a..b/",
                "http://exa mple.com/",
                "http://exa<mple.com/",
                "http://example.com:99999/",
                "http://example.com:0/",
                "http://example.com:8o/",
                "http://256.1.1.1/",
                "http://1.2.3.4.5/",
                "http://1.2.3.08/",
                "http://4294967296/",
                "http://9223372036854775809/",
                "http://0x7f.0xzz.1.0x/",
                "http://[::1/",
                "http://[::1%25eth0]/",
                "http://[::g]/",
                "http://[1.2.3.4]/",
                "http://::1/",
                "http://%zz.example/",
                "http://%ff.example/",
                "http://127.0.0.1\u0000.example/",
                "http://%00example/",
            })
    void refusesWhatIsNoWebUrl(String text) {
        assertThatThrownBy(() -> WebUrl.parse(text)).isInstanceOf(InvalidUrlException.class);
    }

    @Test
    void dropsControlCharactersAsBrowsersDo() throws Exception {
        assertThat(WebUrl.parse(" \u0001ht\ntp://127.0\t.0.1/a\r\nb\u0007 ").text())
                .isEqualTo("http://127.0.0.1/ab");
        assertThat(WebUrl.parse("http://example.com/a\u0000b").text()).isEqualTo("http://example.com/a%00b");
    }

    @ParameterizedTest
    @CsvSource({
        "b, https://h/x/b",
        "/b, https://h/b",
        "?q=2, https://h/x/a?q=2",
        "#f, https://h/x/a?q=1",
        "../b, https://h/b",
        "//other/b, https://other/b",
        "\\\\other\\b, https://other/b",
        "http://127.1/, http://127.0.0.1/",
    })
    void resolvesReferences(String reference, String expected) throws Exception {
        assertThat(WebUrl.parse("https://h/x/a?q=1").resolve(reference).text()).isEqualTo(expected);
    }

    @Test
    void showsNeitherQueryNorPassword() throws Exception {
        assertThat(WebUrl.parse("https://u:p@h.example/a?token=secret#t")).hasToString("https://h.example/a");
    }

    @ParameterizedTest
    @CsvSource({
        "https://u:p@h/a?token=x, https://h/a",
        "https://u:p@h, https://h",
        "https://h/a@b?x, https://h/a@b",
        "ftp://u:p@ss@h/x#y, ftp://h/x",
        "not a url ?x, 'not a url '",
    })
    void redactsTextsThatMayBeBroken(String text, String expected) {
        assertThat(WebUrl.redacted(text)).isEqualTo(expected);
    }
}
