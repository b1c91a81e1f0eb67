package io.releasemedia.probe.child;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.FormatReader;
import io.releasemedia.probe.format.Formats;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The production child, with a FLAC reader in the table of formats that does what the file says: the word behind {@code
 * fLaC}. Everything around the reader is as it is in production.
 */
public final class PlantedChild {

    private static final int MEGABYTE = 1 << 20;

    /** Printed where answers go, if nobody prevents it. */
    private static final String NOISE = "noise ".repeat(1000);

    private PlantedChild() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        plant();
        ChildMain.main(arguments);
    }

    @SuppressWarnings("unchecked")
    private static void plant() throws ReflectiveOperationException {
        var table = Formats.class.getDeclaredField("LOADED");
        table.setAccessible(true);
        ((Map<String, FormatReader>) table.get(null)).put("audio/flac", new Planted());
    }

    /** How to start it. */
    static ChildProgram program() {
        return new ChildProgram(
                List.of("-cp", System.getProperty("java.class.path"), PlantedChild.class.getName()), 128);
    }

    /** The bytes of a file that makes the reader do something. */
    public static byte[] file(String word) {
        return ("fLaC" + word).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The Java processes that a process has started. */
    public static List<ProcessHandle> of(ProcessHandle parent) {
        return parent.children()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .toList();
    }

    /** The reader. */
    public static class Planted implements FormatReader {

        @Override
        public String name() {
            return "planted";
        }

        @Override
        public void read(ByteWindow in, Facts facts) throws IOException {
            in.skip(4);
            switch (in.ascii(4)) {
                case "SPIN" -> spin();
                case "ONCE" -> haltOnce();
                case "EATS" -> eat(8L << 30);
                case "LUMP" -> facts.channels(new byte[Integer.MAX_VALUE - 8].length);
                case "DEEP" -> descend(0);
                case "FAIL" -> throw new NoClassDefFoundError("planted");
                case "HALT" -> Runtime.getRuntime().halt(42);
                case "EXIT" -> System.exit(42);
                case "SEGV", "KILL" -> signal(in.seek(4).ascii(4));
                default -> System.out.println(NOISE);
            }
            facts.codec("planted");
        }

        private static void spin() throws IOException {
            Files.writeString(Path.of(System.getProperty("java.io.tmpdir"), "spinning"), "");
            while (!Thread.currentThread().getName().isEmpty()) {
                Thread.onSpinWait();
            }
        }

        private static void haltOnce() throws IOException {
            Path been = Path.of(System.getProperty("java.io.tmpdir"), "been");
            if (!Files.exists(been)) {
                Files.writeString(been, "");
                Runtime.getRuntime().halt(42);
            }
        }

        private static void eat(long bytes) {
            List<byte[]> eaten = new ArrayList<>();
            for (long left = bytes; left > 0; left -= MEGABYTE) {
                eaten.add(new byte[MEGABYTE]);
            }
            throw new IllegalStateException(eaten.size() + " MB are no trouble");
        }

        private static int descend(int depth) {
            return depth < 0 ? 0 : 1 + descend(depth + 1);
        }

        /** A signal to this process, as a crash in native code raises one. */
        private static void signal(String name) throws IOException {
            long self = ProcessHandle.current().pid();
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(self)).start();
            try {
                kill.waitFor();
                TimeUnit.SECONDS.sleep(60);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
