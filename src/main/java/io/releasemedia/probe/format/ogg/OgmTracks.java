package io.releasemedia.probe.format.ogg;

import io.releasemedia.probe.format.codec.WaveFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Streams of OGM files, whose first packet is a DirectShow stream header: a kind ({@code video}, {@code audio}, {@code
 * text}), a code of 4 characters, a time unit of 100 ns and samples per unit (the field's {@code ogmstreams.h}).
 */
final class OgmTracks {

    private static final int LENGTH = 53;
    private static final double TIME_UNITS = 10_000_000;

    private OgmTracks() {}

    static OggTrack identify(byte[] packet) {
        if (packet.length < LENGTH) {
            return new OggTrack.Other();
        }
        ByteBuffer in = ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN);
        String code = new String(packet, 9, 4, StandardCharsets.ISO_8859_1).trim();
        long unit = in.getLong(17);
        double rate = unit > 0 && in.getLong(25) > 0 ? in.getLong(25) * TIME_UNITS / unit : 0;
        if (OggTracks.startsWith(packet, "\u0001video")) {
            return new OggTrack.Video(
                    videoCodec(code), in.getInt(45) & 0xffff_ffffL, in.getInt(49) & 0xffff_ffffL, rate, 0, 0);
        }
        if (OggTracks.startsWith(packet, "\u0001audio")) {
            return audio(in, code, rate);
        }
        return new OggTrack.Other();
    }

    private static OggTrack audio(ByteBuffer in, String code, double rate) {
        long bytesPerSecond = in.getInt(49) & 0xffff_ffffL;
        ByteBuffer format = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        format.putShort((short) hexadecimal(code)).putShort(in.getShort(45)).putInt((int) Math.round(rate));
        format.putInt((int) bytesPerSecond).putShort(in.getShort(47)).putShort(in.getShort(41));
        Optional<String> codec =
                WaveFormat.parse(format.array()).map(WaveFormat::codec).filter(name -> !name.isEmpty());
        return codec.isEmpty()
                ? new OggTrack.Other()
                : OggTracks.audio(
                        codec.get(), Math.round(rate), in.getShort(45) & 0xffff, bytesPerSecond * 8, "CBR", 0);
    }

    private static String videoCodec(String code) {
        String upper = code.toUpperCase(Locale.ROOT);
        return switch (upper) {
            case "XVID", "DIVX", "DX50", "FMP4", "MP4V", "MP4S" -> "mpeg4";
            case "DIV3", "MP43" -> "msmpeg4v3";
            case "H264", "X264", "AVC1" -> "h264";
            case "MPG2" -> "mpeg2video";
            default -> code.toLowerCase(Locale.ROOT);
        };
    }

    private static int hexadecimal(String code) {
        try {
            return Integer.parseInt(code, 16);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
