package io.releasemedia.probe;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.Formats;
import io.releasemedia.probe.library.JaudiotaggerEngine;
import io.releasemedia.probe.library.LibraryEngine;
import io.releasemedia.probe.library.PdfEngine;
import io.releasemedia.probe.library.TikaEngine;
import io.releasemedia.source.ByteSource;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Asks every engine that knows a file's type and sets their answers side by side. */
final class Explainer {

    /** An engine of any sort that reads a source. */
    private static final class Own implements LibraryEngine {
        private final FormatReader reader;
        private final long start;

        Own(FormatReader reader, long start) {
            this.reader = reader;
            this.start = start;
        }

        @Override
        public String name() {
            return reader.name();
        }

        @Override
        public boolean reads(String mimeType, ByteSource source) {
            return true;
        }

        @Override
        public void read(ByteSource source, String mimeType, Facts facts) throws IOException {
            reader.read(new ByteWindow(source).seek(start), facts);
        }
    }

    private final Probe.Handover handover;
    private final List<Explanation.Engine> engines = new ArrayList<>();
    private final Map<String, Facts> said = new LinkedHashMap<>();
    private String detection = "the type was not detected";

    Explainer(Probe.Handover handover) {
        this.handover = handover;
    }

    Explanation explain(Prober.Opener opener, ProbeResult result) {
        try (ByteSource source = opener.open()) {
            ByteWindow in = new ByteWindow(source);
            Detection found = MimeDetector.detect(in);
            byte[] head = in.seek(0).peekBytes(MimeDetector.HEAD);
            detection = found.mimeType() + " by "
                    + (found.byRegistry() ? "Tika's registry" : "signature at offset " + found.start())
                    + "; Tika's registry says " + MimeRegistry.detect(head);
            ask(source, found);
        } catch (IOException | RuntimeException | Error e) {
            detection += ": " + Failure.of(e, "detector", "").sentence();
        }
        return new Explanation(result, detection, List.copyOf(engines), rows(result));
    }

    private void ask(ByteSource source, Detection found) {
        List<LibraryEngine> all = new ArrayList<>();
        Formats.reader(found.mimeType()).ifPresent(reader -> all.add(new Own(reader, found.start())));
        all.add(new JaudiotaggerEngine());
        all.add(new TikaEngine());
        all.add(new PdfEngine());
        for (LibraryEngine engine : all) {
            if (engine.reads(found.mimeType(), source)) {
                engines.add(new Explanation.Engine(engine.name(), ask(engine, source, found.mimeType())));
            }
        }
    }

    private String ask(LibraryEngine engine, ByteSource source, String mimeType) {
        Facts facts = new Facts();
        String outcome = "ok";
        try {
            handover.read(engine, source, mimeType, facts);
        } catch (TimeoutException e) {
            outcome = "no answer in time";
        } catch (IOException | RuntimeException | Error e) {
            outcome = Failure.of(e, engine.name(), source.name()).sentence();
        }
        said.put(engine.name(), facts);
        return outcome;
    }

    private List<Explanation.Row> rows(ProbeResult result) {
        List<Explanation.Row> rows = new ArrayList<>();
        for (Field field : Field.values()) {
            Map<String, Object> values = new LinkedHashMap<>();
            said.forEach((name, facts) -> facts.get(field).ifPresent(value -> values.put(name, value)));
            Optional<Object> taken = Optional.ofNullable(result.metadata().get(field.key()));
            if (!values.isEmpty() || taken.isPresent()) {
                rows.add(new Explanation.Row(field, values, taken, why(result, field, values)));
            }
        }
        return List.copyOf(rows);
    }

    private static String why(ProbeResult result, Field field, Map<String, Object> values) {
        String engine = result.engine().get(field.key());
        if (engine == null) {
            return values.isEmpty() ? "" : "not taken: the reader of this format does not confirm it";
        }
        if (engine.equals("file") || engine.equals("http")) {
            return "the size the source states";
        }
        if (engine.equals("tika") && field == Field.MIME_TYPE) {
            return "Tika's registry, by content";
        }
        if (!values.containsKey(engine)) {
            return "detected by content";
        }
        return values.size() == 1 ? "the only engine that says it" : "the reader of this format goes first";
    }
}
