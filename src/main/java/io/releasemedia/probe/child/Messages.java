package io.releasemedia.probe.child;

import io.releasemedia.probe.Expectation;
import io.releasemedia.probe.MediaKind;
import io.releasemedia.probe.ProbeResult;
import io.releasemedia.probe.ProbeStatus;
import io.releasemedia.source.Cost;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What parent and child say to each other: the parent one {@link Hello} and then requests, the child one {@link #READY}
 * and then a result for each request, in their order. The child ends when its input does.
 */
final class Messages {

    /** The child's first word; no text that somebody else prints begins like it. */
    static final int READY = 0x00ca57ed;

    private static final int REQUEST = 1;

    /**
     * What a child is told first.
     *
     * @param parent process id of the parent
     * @param properties system properties to set
     */
    record Hello(long parent, Map<String, String> properties, ProbeSettings settings) {}

    private Messages() {}

    static void write(Hello hello, DataOutputStream out) throws IOException {
        out.writeLong(hello.parent());
        Wire.map(hello.properties(), out);
        ProbeSettings settings = hello.settings();
        Wire.texts(settings.allowed(), out);
        Wire.map(settings.storage(), out);
        Wire.texts(settings.roots().stream().map(Path::toString).toList(), out);
        Wire.duration(settings.timeLimit(), out);
    }

    static Hello readHello(DataInputStream in) throws IOException {
        long parent = in.readLong();
        Map<String, String> properties = Wire.map(String.class, in);
        List<String> allowed = Wire.texts(in);
        Map<String, String> storage = Wire.map(String.class, in);
        List<Path> roots = Wire.texts(in).stream().map(Path::of).toList();
        return new Hello(parent, properties, new ProbeSettings(allowed, storage, roots, Wire.duration(in)));
    }

    static void write(ProbeRequest request, DataOutputStream out) throws IOException {
        out.writeByte(REQUEST);
        Wire.text(request.url(), out);
        Wire.text(request.expectation().word(), out);
        Set<MediaKind> kinds = request.expectation().kinds();
        out.writeInt(kinds.size());
        for (MediaKind kind : kinds) {
            Wire.constant(kind, out);
        }
    }

    /** The next request; empty where the input ends. */
    static Optional<ProbeRequest> readRequest(DataInputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        if (first != REQUEST) {
            throw Wire.garbled();
        }
        String url = Wire.text(in);
        String word = Wire.text(in);
        Set<MediaKind> kinds = EnumSet.noneOf(MediaKind.class);
        for (int left = Wire.count(in); left > 0; left--) {
            kinds.add(Wire.constant(MediaKind.class, in));
        }
        return Optional.of(new ProbeRequest(url, new Expectation(word, kinds)));
    }

    static void write(ProbeResult result, DataOutputStream out) throws IOException {
        Wire.constant(result.status(), out);
        Wire.map(result.metadata(), out);
        Wire.map(result.engine(), out);
        out.writeBoolean(result.error().isPresent());
        if (result.error().isPresent()) {
            Wire.text(result.error().get(), out);
        }
        out.writeLong(result.cost().bytesRead());
        out.writeInt(result.cost().requests());
    }

    /**
     * The next result.
     *
     * @throws EOFException the child has ended
     */
    static ProbeResult readResult(DataInputStream in) throws IOException {
        ProbeStatus status = Wire.constant(ProbeStatus.class, in);
        Map<String, Object> metadata = Wire.map(Object.class, in);
        Map<String, String> engine = Wire.map(String.class, in);
        Optional<String> error = in.readBoolean() ? Optional.of(Wire.text(in)) : Optional.empty();
        return new ProbeResult(status, metadata, engine, error, new Cost(in.readLong(), in.readInt()));
    }
}
