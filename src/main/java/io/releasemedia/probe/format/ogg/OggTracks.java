package io.releasemedia.probe.format.ogg;

import io.releasemedia.probe.format.codec.FlacStreamInfo;
import io.releasemedia.probe.format.codec.OpusHead;
import io.releasemedia.probe.format.codec.SpeexHeader;
import io.releasemedia.probe.format.codec.VorbisHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Tells by the first packet what a stream holds: Vorbis I §4.2.2, RFC 7845 (Opus), RFC 9639 §10.1 (FLAC), the Speex
 * manual, Theora §6.2, the VP8 mapping ({@code OVP80}), CELT; {@link OgmTracks} knows OGM's stream headers.
 */
final class OggTracks {

    /** A first packet is not read any further. */
    static final int MAX_PACKET = 512;

    private static final int FLAC_MAPPING = 17;
    private static final int FLAC_OLD_MAPPING = 8;
    private static final int OPUS_MAX_PACKET = 5760;
    private static final long NO_FRAMES = 0;

    private OggTracks() {}

    static OggTrack identify(byte[] packet) {
        if (startsWith(packet, "\u0001vorbis")) {
            return VorbisHeader.parse(packet).map(OggTracks::vorbis).orElseGet(OggTrack.Other::new);
        }
        if (startsWith(packet, "OpusHead")) {
            return OpusHead.parse(packet).map(OggTracks::opus).orElseGet(OggTrack.Other::new);
        }
        if (startsWith(packet, "\u007fFLAC") && packet.length > FLAC_MAPPING) {
            return flac(Arrays.copyOfRange(packet, FLAC_MAPPING, packet.length));
        }
        if (startsWith(packet, "fLaC") && packet.length > FLAC_OLD_MAPPING) {
            return flac(Arrays.copyOfRange(packet, FLAC_OLD_MAPPING, packet.length));
        }
        if (startsWith(packet, "Speex   ")) {
            return SpeexHeader.parse(packet).map(OggTracks::speex).orElseGet(OggTrack.Other::new);
        }
        if (startsWith(packet, "CELT    ") && packet.length >= 48) {
            ByteBuffer in = ByteBuffer.wrap(packet);
            int rate = Integer.reverseBytes(in.getInt(36));
            return audio("celt", rate, Integer.reverseBytes(in.getInt(40)), 0, "CBR", 0);
        }
        return startsWith(packet, "\u0080theora") ? theora(packet) : otherVideo(packet);
    }

    /** FLAC by the body of its stream info block. */
    static OggTrack flac(byte[] streamInfo) {
        return FlacStreamInfo.parse(streamInfo)
                .<OggTrack>map(info -> new OggTrack.Audio(
                        "flac",
                        info.sampleRate(),
                        info.channels(),
                        info.bitsPerSample(),
                        0,
                        "VBR",
                        info.sampleRate(),
                        0,
                        info.maxBlockSize(),
                        info.totalSamples()))
                .orElseGet(OggTrack.Other::new);
    }

    static OggTrack.Audio audio(
            String codec, long sampleRate, int channels, long bitrate, String mode, long unitsPerPacket) {
        return new OggTrack.Audio(
                codec, sampleRate, channels, 0, bitrate, mode, Math.max(0, sampleRate), 0, unitsPerPacket, 0);
    }

    private static OggTrack vorbis(VorbisHeader header) {
        String mode = header.isConstant() ? "CBR" : "VBR";
        return audio(
                "vorbis",
                header.sampleRate(),
                header.channels(),
                header.nominalBitrate(),
                mode,
                header.longBlock() / 2);
    }

    private static OggTrack opus(OpusHead head) {
        return new OggTrack.Audio(
                "opus",
                head.sampleRate(),
                head.channels(),
                0,
                0,
                "VBR",
                OpusHead.GRANULE_RATE,
                head.preSkip(),
                OPUS_MAX_PACKET,
                0);
    }

    private static OggTrack speex(SpeexHeader header) {
        long packet = (long) Math.max(0, header.frameSize()) * Math.max(0, header.framesPerPacket());
        String mode = header.variable() ? "VBR" : "CBR";
        return audio("speex", header.sampleRate(), header.channels(), header.bitrate(), mode, packet);
    }

    private static OggTrack theora(byte[] packet) {
        if (packet.length < 42) {
            return new OggTrack.Other();
        }
        ByteBuffer in = ByteBuffer.wrap(packet);
        int shift = in.getShort(40) >>> 5 & 31;
        return new OggTrack.Video(
                "theora",
                in.getInt(13) & 0xff_ffff,
                in.getInt(16) & 0xff_ffff,
                ratio(in.getInt(22) & 0xffff_ffffL, in.getInt(26) & 0xffff_ffffL),
                shift,
                (1L << shift) - 1);
    }

    private static OggTrack otherVideo(byte[] packet) {
        if (startsWith(packet, "OVP80\u0001") && packet.length >= 26) {
            ByteBuffer in = ByteBuffer.wrap(packet);
            double rate = ratio(in.getInt(18) & 0xffff_ffffL, in.getInt(22) & 0xffff_ffffL);
            return new OggTrack.Video("vp8", in.getShort(8) & 0xffff, in.getShort(10) & 0xffff, rate, 32, NO_FRAMES);
        }
        if (startsWith(packet, "BBCD")) {
            return new OggTrack.Video("dirac", 0, 0, 0, 0, NO_FRAMES);
        }
        return OgmTracks.identify(packet);
    }

    static double ratio(long numerator, long denominator) {
        return denominator == 0 ? 0 : (double) numerator / denominator;
    }

    static boolean startsWith(byte[] packet, String latin1) {
        byte[] magic = latin1.getBytes(StandardCharsets.ISO_8859_1);
        return packet.length >= magic.length && Arrays.equals(packet, 0, magic.length, magic, 0, magic.length);
    }
}
