package io.releasemedia.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Small sound files of every format, to start mutations from and to probe through the front door. */
final class Seeds {

    private static final Path MEDIA = Path.of("src", "test", "resources", "media");

    private Seeds() {}

    /** Content by file name: the files made by ffmpeg, and what it cannot write composed here. */
    static Map<String, byte[]> all() {
        Map<String, byte[]> seeds = new TreeMap<>();
        try (Stream<Path> files = Files.list(MEDIA)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (!file.toString().endsWith(".md")) {
                    seeds.put(file.getFileName().toString(), Files.readAllBytes(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        seeds.put("tone.ape", ape());
        seeds.put("tone.mpc", musepack7());
        seeds.put("tone-sv8.mpc", musepack8());
        seeds.put("tone.tak", tak());
        seeds.put("tone.ofr", optimFrog());
        seeds.put("tone.dsf", dsf());
        seeds.put("tone.dff", dff());
        seeds.put("tone.amr", amr());
        seeds.put("still.psd", photoshop());
        seeds.put("still.ico", icon());
        seeds.put("still.jp2", jpeg2000());
        seeds.put("still.jxl", jpegXl());
        seeds.put("still.svg", svg());
        seeds.put("page.pdf", pdf(3));
        return seeds;
    }

    /** One of them. */
    static byte[] file(String name) {
        return Objects.requireNonNull(all().get(name), name);
    }

    /** Monkey's Audio 3.99: descriptor of 52 bytes, header of 24, 10 frames of 73,728 blocks and one of 100. */
    static byte[] ape() {
        ByteBuffer out = ByteBuffer.allocate(400).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("MAC "))
                .putShort((short) 3990)
                .putShort((short) 0)
                .putInt(52)
                .putInt(24)
                .putInt(44)
                .putInt(0);
        out.putInt(200).putInt(0).putInt(0).position(52);
        out.putShort((short) 2000)
                .putShort((short) 0)
                .putInt(73_728)
                .putInt(100)
                .putInt(11);
        out.putShort((short) 16).putShort((short) 2).putInt(44_100);
        return out.array();
    }

    /** Musepack stream version 7: 10 frames at 44.1 kHz. */
    static byte[] musepack7() {
        ByteBuffer out = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("MP+")).put((byte) 7).putInt(10).putInt(0x0900_0000);
        return out.array();
    }

    /** Musepack stream version 8: a header packet that says 44.1 kHz, two channels and 11,332 samples. */
    static byte[] musepack8() {
        ByteBuffer out = ByteBuffer.allocate(200);
        out.put(ascii("MPCK")).put(ascii("SH")).put((byte) 14).putInt(0).put((byte) 8);
        out.put(new byte[] {(byte) 0xd8, 0x44, 0, 0x05, 0x19});
        return out.array();
    }

    /** TAK: a stream info block of 16 bits, two channels, 44.1 kHz, 44,100 samples. */
    static byte[] tak() {
        long rate = 44_100 - 6_000;
        ByteBuffer out = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("tBaK")).put((byte) 1).putShort((short) 13).put((byte) 0);
        out.putLong(rate << 52 | 44_100L << 14 | 0x2482).putShort((short) (rate >> 12 | (16 - 8) << 6 | (2 - 1) << 11));
        return out.array();
    }

    /** OptimFROG: 16 bits, two channels, 44.1 kHz, a second. */
    static byte[] optimFrog() {
        ByteBuffer out = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("OFR ")).putInt(15).putInt(88_200).putShort((short) 0);
        out.put((byte) 2).put((byte) 1).putInt(44_100);
        return out.array();
    }

    /** DSD Stream File: 2.8 MHz, two channels, one block each. */
    static byte[] dsf() {
        ByteBuffer out = ByteBuffer.allocate(92 + 8192).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("DSD ")).putLong(28).putLong(92 + 8192).putLong(0);
        out.put(ascii("fmt "))
                .putLong(52)
                .putInt(1)
                .putInt(0)
                .putInt(2)
                .putInt(2)
                .putInt(2_822_400)
                .putInt(1);
        out.putLong(32_768).putInt(4096).putInt(0);
        out.put(ascii("data")).putLong(12 + 8192);
        return out.array();
    }

    /** DSDIFF: 2.8 MHz, two channels, 4,096 bytes of sound. */
    static byte[] dff() {
        ByteBuffer prop = ByteBuffer.allocate(200);
        prop.put(ascii("SND "));
        prop.put(ascii("FS  ")).putLong(4).putInt(2_822_400);
        prop.put(ascii("CHNL")).putLong(10).putShort((short) 2).put(ascii("SLFTSRGT"));
        prop.put(ascii("CMPR"))
                .putLong(20)
                .put(ascii("DSD "))
                .put((byte) 14)
                .put(ascii("not compressed"))
                .put((byte) 0);
        ByteBuffer out = ByteBuffer.allocate(4096 + 200);
        out.put(ascii("FRM8")).putLong(0).put(ascii("DSD "));
        out.put(ascii("FVER")).putLong(4).putInt(0x0105_0000);
        out.put(ascii("PROP")).putLong(prop.position()).put(prop.array(), 0, prop.position());
        out.put(ascii("DSD ")).putLong(4096).position(out.position() + 4096);
        out.putLong(4, out.position() - 12);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** Adaptive Multi-Rate, narrow band: 10 frames of 12.2 kbit/s. */
    static byte[] amr() {
        ByteBuffer out = ByteBuffer.allocate(6 + 320);
        out.put(ascii("#!AMR\n"));
        for (int i = 0; i < 10; i++) {
            out.put(6 + i * 32, (byte) 0x3c);
        }
        return out.array();
    }

    /** Photoshop: 64 × 48 pixels, 3 channels of 8 bits, RGB. */
    static byte[] photoshop() {
        ByteBuffer out = ByteBuffer.allocate(64);
        out.put(ascii("8BPS")).putShort((short) 1).putShort((short) 0).putInt(0);
        out.putShort((short) 3).putInt(48).putInt(64).putShort((short) 8).putShort((short) 3);
        return out.array();
    }

    /** An icon of 16 × 16 pixels. */
    static byte[] icon() {
        ByteBuffer out = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort((short) 0).putShort((short) 1).putShort((short) 1);
        out.put((byte) 16)
                .put((byte) 16)
                .putShort((short) 0)
                .putShort((short) 1)
                .putShort((short) 32);
        out.putInt(78).putInt(22);
        return out.array();
    }

    /** JPEG 2000: an image header of 64 × 48 pixels of 3 channels, sRGB, and a codestream of as many. */
    static byte[] jpeg2000() {
        ByteBuffer out = ByteBuffer.allocate(200);
        out.putInt(12).put(ascii("jP  ")).putInt(0x0d0a_870a);
        out.putInt(20).put(ascii("ftypjp2 ")).putInt(0).put(ascii("jp2 "));
        out.putInt(45).put(ascii("jp2h"));
        out.putInt(22).put(ascii("ihdr")).putInt(48).putInt(64).putShort((short) 3);
        out.put((byte) 7).put((byte) 7).putShort((short) 0);
        out.putInt(15).put(ascii("colr")).put((byte) 1).putShort((short) 0).putInt(16);
        out.putInt(0)
                .put(ascii("jp2c"))
                .putInt(0xff4f_ff51)
                .putShort((short) 47)
                .putShort((short) 0);
        out.putInt(64).putInt(48).putLong(0).putInt(64).putInt(48).putLong(0).putShort((short) 3);
        out.put(new byte[] {7, 1, 1, 7, 1, 1, 7, 1, 1});
        return out.array();
    }

    /** JPEG XL: boxes around a codestream of 64 × 48 pixels (both in eighths, ratio 4:3), the standard's 8 bits. */
    static byte[] jpegXl() {
        ByteBuffer out = ByteBuffer.allocate(100);
        out.putInt(12).put(ascii("JXL ")).putInt(0x0d0a_870a);
        out.putInt(20).put(ascii("ftypjxl ")).putInt(0).put(ascii("jxl "));
        out.putInt(0).put(ascii("jxlc")).putShort((short) 0xff0a);
        // From the lowest bit: 1, then 5 bits of height / 8 - 1, 3 bits of the ratio, 1.
        out.put((byte) (1 | 5 << 1 | 3 << 6)).put((byte) (3 >> 2 | 1 << 1));
        return out.array();
    }

    static byte[] svg() {
        return ascii(
                "<?xml version='1.0'?><!-- > --><svg xmlns='http://www.w3.org/2000/svg' width='64px' viewBox='0 0 4 3'>"
                        + "<rect width='9' height='9'/></svg>");
    }

    /** A document of empty pages. */
    static byte[] pdf(int pages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringBuilder offsets = new StringBuilder();
        StringBuilder kids = new StringBuilder();
        for (int i = 0; i < pages; i++) {
            kids.append(3 + i).append(" 0 R ");
        }
        out.writeBytes(ascii("%PDF-1.4\n"));
        add(out, offsets, 1, "<</Type/Catalog/Pages 2 0 R>>");
        add(out, offsets, 2, "<</Type/Pages/Count " + pages + "/Kids[" + kids + "]>>");
        for (int i = 0; i < pages; i++) {
            add(out, offsets, 3 + i, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>");
        }
        int table = out.size();
        out.writeBytes(ascii("xref\n0 " + (3 + pages) + "\n0000000000 65535 f \n" + offsets + "trailer\n<</Size "
                + (3 + pages) + "/Root 1 0 R>>\nstartxref\n" + table + "\n%%EOF\n"));
        return out.toByteArray();
    }

    private static void add(ByteArrayOutputStream out, StringBuilder offsets, int number, String body) {
        offsets.append(String.format("%010d 00000 n \n", out.size()));
        out.writeBytes(ascii(number + " 0 obj\n" + body + "\nendobj\n"));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
