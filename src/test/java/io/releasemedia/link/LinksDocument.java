package io.releasemedia.link;

import io.releasemedia.net.WebRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Writes {@code src/docs/LINKS.md} from the cases that the tests check; the argument is the file to write. */
final class LinksDocument {

    private LinksDocument() {}

    public static void main(String[] args) throws IOException {
        Files.writeString(Path.of(args[0]), render());
    }

    static String render() {
        StringBuilder page = new StringBuilder(introduction());
        String group = "";
        for (Judgements.Case scene : Judgements.load()) {
            if (!scene.group().equals(group)) {
                group = scene.group();
                page.append("\n## ").append(group).append("\n\n");
                page.append("| case | link | answers | verdict | because |\n| --- | --- | --- | --- | --- |\n");
            }
            page.append("| ").append(scene.name());
            page.append(" | `").append(scene.url()).append("` | ");
            page.append(String.join(
                    "<br>",
                    scene.replies().stream().map(Judgements.Reply::described).toList()));
            page.append(" | **").append(scene.verdict().key()).append("** | ");
            page.append(scene.reason()).append(" |\n");
        }
        return page.toString();
    }

    private static String introduction() {
        LinkSettings defaults = LinkSettings.DEFAULT;
        StringBuilder rates = new StringBuilder();
        List<Provider> providers = Providers.load().providers();
        providers.forEach(provider -> rates.append(rates.isEmpty() ? "" : ", ")
                .append(provider.name())
                .append(' ')
                .append(String.format(
                        Locale.ROOT,
                        "%.0f",
                        provider.perSecond().orElse(defaults.pace().perHostPerSecond()))));
        return String.format(
                Locale.ROOT,
                """
            # Links

            What servers answer, and what it means for a link. Generated from `src/test/resources/io/releasemedia/link/judgements.yaml`,
            which `JudgementTableTest` checks against servers that answer so; not edited:

            ```sh
            ./mvnw -q test-compile org.codehaus.mojo:exec-maven-plugin:3.5.1:java -Dexec.classpathScope=test \\
              -Dexec.mainClass=io.releasemedia.link.LinksDocument -Dexec.args=src/docs/LINKS.md
            ```

            | verdict | `linkValidated` | |
            | --- | --- | --- |
            | `ok` | true | it leads to something |
            | `gated` | false | a login, a password or a permission is asked for |
            | `expired` | false | it was valid for a time that is over |
            | `dead` | false | a definite answer (404, 410, the provider's word), or failures on 3 checks, each at least 24 hours after the one before |
            | `unreachable` | keeps its value | could not be judged now |
            | `blocked` | false | the policy on addresses refuses it |
            | `unsupported` | false | nothing that could be asked for |

            `HEAD` comes first; `GET` of 4 KiB follows where `HEAD` is refused or says too little, `GET` of up to 64 KiB for pages.
            At most %d redirects are followed, `Refresh` included, each judged like the link itself. A failure that may pass is tried
            %d times in all, with a growing pause in between. `Retry-After` is honoured: up to %d s it is waited for, and the whole
            host is left alone meanwhile; beyond that its links are `unreachable` at once. A 401, 403 or 429, a page that wants to see
            a person, and a pause asked for never count towards `dead`.

            Certificates are verified as the JVM verifies them (`javax.net.ssl.trustStore` and its like hold). Links whose certificate
            is not trusted, not valid now, or another host's are `unreachable`, each with a reason of its own.

            One host gets %d requests at once and %.0f a second, evenly spread; all hosts of a provider together, a second: %s.
            A new host gets one request at a time until it has answered, and so does one that fails; after 6 failures in a row, or
            a minute lost with them, it is not asked for 2 minutes. A 429 halves its rate, which comes back with good answers. The same URL is asked for
            once in a run, as long as it is among the last %,d different ones.

            Providers' rows are data: `src/main/resources/io/releasemedia/link/providers.yaml`. Where none fits, the general rows and
            then the status decide, so a provider that changes its pages is judged as any other site.
            """,
                WebRequest.MAX_REDIRECTS,
                defaults.patience().attempts(),
                defaults.patience().longestPause().toSeconds(),
                defaults.pace().perHost(),
                defaults.pace().perHostPerSecond(),
                rates,
                defaults.remembered());
    }
}
