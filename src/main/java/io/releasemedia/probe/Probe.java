package io.releasemedia.probe;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.Formats;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.library.LibraryEngine;
import io.releasemedia.source.ByteSource;
import io.releasemedia.source.ByteWindow;
import io.releasemedia.source.ChangedMediaException;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One probing of one open source: detect, read, judge. Used once, by one thread. */
final class Probe {

    /** Runs a library on a thread that can be abandoned. */
    @FunctionalInterface
    interface Handover {
        /**
         * Reads with the library.
         *
         * @throws TimeoutException it did not come back in time
         * @throws IOException what the library threw
         */
        void read(LibraryEngine engine, ByteSource source, String mimeType, Facts facts)
                throws IOException, TimeoutException;
    }

    private static final String TIKA = "tika";

    private final ByteSource source;
    private final Expectation expectation;
    private final Handover handover;
    private final Answer answer = new Answer();
    private @Nullable Failure failure;

    Probe(ByteSource source, Expectation expectation, Handover handover) {
        this.source = source;
        this.expectation = expectation;
        this.handover = handover;
    }

    /**
     * Probes the source.
     *
     * @throws ChangedMediaException the file changed while it was read, so that nothing holds
     */
    ProbeResult run() throws ChangedMediaException {
        String engine = "detector";
        try {
            ByteWindow in = new ByteWindow(source);
            if (!in.has(1)) {
                return finish(new Failure(ProbeStatus.MALFORMED, "empty file"));
            }
            Detection detection = MimeDetector.detect(in);
            Optional<FormatReader> reader = Formats.reader(detection.mimeType());
            if (reader.isPresent()) {
                engine = reader.get().name();
                read(reader.get(), in.seek(detection.start()), detection.mimeType());
            } else {
                readWithLibrary(detection.mimeType());
            }
        } catch (ChangedMediaException e) {
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            failure = Failure.of(e, engine, source.name());
        }
        return judge();
    }

    private void read(FormatReader reader, ByteWindow in, String mimeType) throws IOException {
        Facts facts = new Facts();
        if (!in.has(1)) {
            answer.put(Field.MIME_TYPE, mimeType, reader.name());
            throw MalformedMediaException.at(in, "audio expected behind the tag, the file ends before");
        }
        try {
            reader.read(in, facts);
        } catch (EOFException e) {
            if (!isEnough(facts)) {
                answer.put(Field.MIME_TYPE, mimeType, reader.name());
                throw e;
            }
            facts.truncated();
        } catch (IOException | RuntimeException | Error e) {
            answer.put(Field.MIME_TYPE, mimeType, reader.name());
            throw e;
        }
        answer.put(facts, reader.name()).put(Field.MIME_TYPE, mimeType, reader.name());
    }

    /** Whether these facts say something about a file that ends too early. */
    private static boolean isEnough(Facts facts) {
        return facts.has(Field.CODEC) || facts.has(Field.SAMPLE_RATE) || facts.has(Field.WIDTH);
    }

    private void readWithLibrary(String mimeType) throws IOException {
        if (!mimeType.equals(MimeDetector.UNKNOWN)) {
            answer.put(Field.MIME_TYPE, mimeType, TIKA);
        }
        Optional<LibraryEngine> engine = Libraries.engine(mimeType, source);
        if (engine.isEmpty()) {
            return;
        }
        Facts facts = new Facts();
        try {
            handover.read(engine.get(), source, mimeType, facts);
            answer.put(facts, engine.get().name());
        } catch (TimeoutException e) {
            failure =
                    new Failure(ProbeStatus.TIMEOUT, "the " + engine.get().name() + " library did not answer in time");
        } catch (ChangedMediaException e) {
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            failure = Failure.of(e, engine.get().name(), source.name());
        }
    }

    private ProbeResult judge() {
        String type = answer.mimeType();
        MediaKind kind = MediaKind.of(type);
        Failure found = failure;
        boolean settled = found == null || found.status() == ProbeStatus.MALFORMED;
        if (settled && contradicts(kind, found)) {
            return finish(new Failure(ProbeStatus.MISMATCH, "expected " + expectation.word() + ", found " + type));
        }
        if (found != null) {
            return finish(found);
        }
        return switch (kind) {
            case AUDIO, VIDEO, IMAGE ->
                answer.hasMediaFacts()
                        ? finish(null)
                        : finish(new Failure(ProbeStatus.UNSUPPORTED, "no reader for " + type));
            case DOCUMENT -> finish(null);
            case UNKNOWN -> finish(unknown());
            default -> finish(new Failure(ProbeStatus.UNSUPPORTED, type + " is no media"));
        };
    }

    /** A container for both audio and video is not accused of being the other one when it could not be read. */
    private boolean contradicts(MediaKind kind, @Nullable Failure found) {
        if (!expectation.isContradictedBy(kind)) {
            return false;
        }
        boolean eitherKind = kind == MediaKind.AUDIO || kind == MediaKind.VIDEO;
        return found == null
                || !eitherKind
                || !(expectation.kinds().contains(MediaKind.AUDIO)
                        || expectation.kinds().contains(MediaKind.VIDEO));
    }

    private Failure unknown() {
        return expectation.expectsMedia()
                ? new Failure(ProbeStatus.MALFORMED, "no known " + expectation.word() + " format")
                : new Failure(ProbeStatus.UNSUPPORTED, "no known format");
    }

    private ProbeResult finish(@Nullable Failure end) {
        try {
            source.length()
                    .ifPresent(length -> answer.put(Field.FILE_SIZE, length, source.isRemote() ? "http" : "file"));
        } catch (IOException e) {
            // The size is one fact among others; what ended the probe says more.
        }
        return answer.result(
                end == null ? ProbeStatus.OK : end.status(),
                Optional.ofNullable(end).map(Failure::sentence),
                source.cost());
    }
}
