package io.releasemedia.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkHostTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        https://Files.Example/a.mp3?x=1          | files.example
        http://files.example:80/                 | files.example
        https://files.example:443/b              | files.example
        HTTPS://user:secret@files.example./#x    | files.example
        https://FILES。example/                  | files.example
        https://%66iles.example/                 | files.example
        https://files.example:8443/              | files.example:8443
        https://bücher.example/                  | xn--bcher-kva.example
        http://2130706433/                       | 127.0.0.1
        http://0x7f.1:8080/                      | 127.0.0.1:8080
        http://[::FFFF:7f00:1]/                  | 127.0.0.1
        http://[2001:DB8::A]:81/                 | [2001:db8::a]:81
        https://we.tl/t-abc                      | provider WeTransfer
        https://label.wetransfer.com/downloads/x | provider WeTransfer
        https://wetransfer.com/                  | wetransfer.com
        https://evilwetransfer.com/downloads/x   | evilwetransfer.com
        https://docs.google.com/uc?id=1          | provider Google Drive
        https://drive.usercontent.google.com/x   | provider Google Drive
        https://youtu.be/1                       | provider YouTube
        https://music.youtube.com/watch?v=1      | provider YouTube
        """)
    void isTheOneThatLimitsAreKeptFor(String url, String host) {
        assertThat(LinkHost.of(url)).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "  ", "no link", "ftp://files.example/", "http://", "http://a..b/", "http://256.1.1.1/"})
    void isNobodyWhereThereIsNone(String url) {
        assertThat(LinkHost.of(url)).isEmpty();
    }
}
