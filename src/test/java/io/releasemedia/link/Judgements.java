package io.releasemedia.link;

import static io.releasemedia.net.RawServer.write;

import io.releasemedia.net.FakeWeb;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The cases of {@code judgements.yaml}: what servers answer, and what it means. */
final class Judgements {

    /** An answer to the requests that {@code to} names. */
    record Reply(String to, Map<?, ?> data) {

        boolean isFor(String call) {
            String method = call.substring(0, call.indexOf(' '));
            String target = call.substring(call.indexOf("://") + 3);
            String place = to.replaceFirst("^(HEAD|GET) ?", "");
            boolean isMethod = place.equals(to) || to.startsWith(method);
            return isMethod && target.startsWith(place);
        }

        Optional<String> fails() {
            return Optional.ofNullable(data.get("fails")).map(String::valueOf);
        }

        int status() {
            return (Integer) data.get("status");
        }

        boolean isOnce() {
            return Boolean.TRUE.equals(data.get("once"));
        }

        String text(String key) {
            Object value = data.get(key);
            return value == null ? "" : String.valueOf(value);
        }

        String body() {
            int repeat = data.get("repeat") instanceof Integer times ? times : 1;
            return text("body").repeat(repeat);
        }

        /** For people: {@code GET 302 → https://…}. */
        String described() {
            StringBuilder words = new StringBuilder(to.isEmpty() ? "" : "`" + to + "` ");
            words.append(fails().orElseGet(() -> String.valueOf(status())));
            if (!text("location").isEmpty()) {
                words.append(" → `").append(text("location")).append('`');
            } else if (!text("body").isEmpty()) {
                words.append(" `")
                        .append(text("body").strip().replaceAll("\\s+", " "))
                        .append('`');
            } else if (!text("type").isEmpty()) {
                words.append(' ').append(text("type"));
            }
            if (data.get("headers") instanceof Map<?, ?> headers) {
                headers.forEach((name, value) -> words.append(" `")
                        .append(name)
                        .append(": ")
                        .append(value)
                        .append('`'));
            }
            return words.append(isOnce() ? ", once" : "").toString().replace("|", "\\|");
        }
    }

    record Case(String group, String name, String url, List<Reply> replies, Map<?, ?> data) {

        LinkStatus verdict() {
            return LinkStatus.valueOf(String.valueOf(data.get("verdict")).toUpperCase(Locale.ROOT));
        }

        String reason() {
            return String.valueOf(data.get("reason"));
        }

        Optional<Object> expected(String key) {
            return Optional.ofNullable(data.get(key));
        }

        @Override
        public String toString() {
            return group + ": " + name;
        }
    }

    private Judgements() {}

    static List<Case> load() {
        try (InputStream in = Judgements.class.getResourceAsStream("judgements.yaml")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<Case> cases = new ArrayList<>();
            for (Object group : (List<?>) new Yaml(new SafeConstructor(new LoaderOptions())).load(text)) {
                Map<?, ?> named = (Map<?, ?>) group;
                for (Object row : (List<?>) named.get("cases")) {
                    cases.add(read(String.valueOf(named.get("group")), (Map<?, ?>) row));
                }
            }
            return cases;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Case read(String group, Map<?, ?> row) {
        List<Reply> replies = new ArrayList<>();
        for (Object reply : (List<?>) row.get("answers")) {
            Map<?, ?> data = (Map<?, ?>) reply;
            Object to = data.get("to");
            replies.add(new Reply(to == null ? "" : String.valueOf(to), data));
        }
        return new Case(group, String.valueOf(row.get("case")), String.valueOf(row.get("url")), replies, row);
    }

    /** A web that answers as one case says, and notes what it has no answer for. */
    static final class Scripted implements FakeWeb.Site {

        private final List<Reply> replies;
        private final Set<Reply> used = ConcurrentHashMap.newKeySet();
        private final Set<String> unexpected = ConcurrentHashMap.newKeySet();

        Scripted(Case scene) {
            this.replies = scene.replies();
        }

        Set<String> unexpected() {
            return new HashSet<>(unexpected);
        }

        @Override
        public boolean answer(FakeWeb.Call call, OutputStream out) throws Exception {
            String asked = call.method() + " " + call.url();
            for (Reply reply : replies) {
                if (reply.isFor(asked) && (!reply.isOnce() || used.add(reply))) {
                    return give(reply, call.method().equals("HEAD"), out);
                }
            }
            unexpected.add(asked);
            write(out, "HTTP/1.1 500 Unexpected\r\nContent-Length: 0\r\n\r\n");
            return true;
        }

        private static boolean give(Reply reply, boolean isHead, OutputStream out) throws Exception {
            switch (reply.fails().orElse("")) {
                case "silent" -> Thread.sleep(10_000);
                case "garbage" -> write(out, "SSH-2.0-OpenSSH_9.6\r\n".repeat(2000));
                case "closed" -> {
                    return false;
                }
                default -> {
                    answer(reply, isHead, out);
                    return isHead || reply.text("length").isEmpty();
                }
            }
            return false;
        }

        private static void answer(Reply reply, boolean isHead, OutputStream out) throws IOException {
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " Said\r\n");
            boolean isGiven = reply.data().containsKey("type");
            String type = isGiven ? reply.text("type") : body.length > 0 ? "text/html; charset=utf-8" : "";
            line(head, "Content-Type", type);
            line(head, "Location", reply.text("location"));
            line(head, "Content-Range", reply.text("range"));
            if (!reply.text("length").isEmpty()) {
                line(head, "Content-Length", reply.text("length"));
            } else if (!isHead) {
                line(head, "Content-Length", String.valueOf(body.length));
            }
            if (reply.data().get("headers") instanceof Map<?, ?> headers) {
                headers.forEach((name, value) -> line(head, String.valueOf(name), String.valueOf(value)));
            }
            write(out, head.append("\r\n").toString());
            if (!isHead) {
                out.write(body);
                out.flush();
            }
        }

        private static void line(StringBuilder head, String name, String value) {
            if (!value.isEmpty()) {
                head.append(name).append(": ").append(value).append("\r\n");
            }
        }
    }
}
