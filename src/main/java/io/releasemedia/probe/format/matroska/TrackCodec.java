package io.releasemedia.probe.format.matroska;

import io.releasemedia.probe.format.codec.AudioSpecificConfig;
import io.releasemedia.probe.format.codec.FlacStreamInfo;
import io.releasemedia.probe.format.codec.OpusHead;
import io.releasemedia.probe.format.codec.VideoFourCc;
import io.releasemedia.probe.format.codec.VorbisHeader;
import io.releasemedia.probe.format.codec.WaveFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * What a track's codec identifier and private data say (the Matroska codec specifications): ffprobe's name of the
 * codec, and for sound what the codec knows better than the track's {@code Audio} element.
 */
final class TrackCodec {

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("V_MPEG4/ISO/AVC", "h264"),
            Map.entry("V_MPEGH/ISO/HEVC", "hevc"),
            Map.entry("V_MPEGI/ISO/VVC", "vvc"),
            Map.entry("V_MPEG4/MS/V3", "msmpeg4v3"),
            Map.entry("V_MPEG1", "mpeg1video"),
            Map.entry("V_MPEG2", "mpeg2video"),
            Map.entry("V_AV1", "av1"),
            Map.entry("V_VP8", "vp8"),
            Map.entry("V_VP9", "vp9"),
            Map.entry("V_THEORA", "theora"),
            Map.entry("V_MJPEG", "mjpeg"),
            Map.entry("V_PRORES", "prores"),
            Map.entry("V_FFV1", "ffv1"),
            Map.entry("V_DIRAC", "dirac"),
            Map.entry("V_SNOW", "snow"),
            Map.entry("V_UNCOMPRESSED", "rawvideo"),
            Map.entry("V_REAL/RV10", "rv10"),
            Map.entry("V_REAL/RV20", "rv20"),
            Map.entry("V_REAL/RV30", "rv30"),
            Map.entry("V_REAL/RV40", "rv40"),
            Map.entry("A_AC3", "ac3"),
            Map.entry("A_EAC3", "eac3"),
            Map.entry("A_DTS", "dts"),
            Map.entry("A_FLAC", "flac"),
            Map.entry("A_OPUS", "opus"),
            Map.entry("A_VORBIS", "vorbis"),
            Map.entry("A_ALAC", "alac"),
            Map.entry("A_TRUEHD", "truehd"),
            Map.entry("A_MLP", "mlp"),
            Map.entry("A_TTA1", "tta"),
            Map.entry("A_WAVPACK4", "wavpack"),
            Map.entry("A_MPEG/L1", "mp1"),
            Map.entry("A_MPEG/L2", "mp2"),
            Map.entry("A_MPEG/L3", "mp3"),
            Map.entry("A_REAL/14_4", "ra_144"),
            Map.entry("A_REAL/28_8", "ra_288"),
            Map.entry("A_REAL/COOK", "cook"),
            Map.entry("A_REAL/SIPR", "sipr"),
            Map.entry("A_REAL/RALF", "ralf"),
            Map.entry("A_REAL/ATRC", "atrac3"),
            Map.entry("A_ATRAC/AT1", "atrac1"),
            Map.entry("A_QUICKTIME/QDM2", "qdm2"),
            Map.entry("A_QUICKTIME/QDMC", "qdmc"));

    /** Prefixes of identifiers that go on with a profile. */
    private static final Map<String, String> FAMILIES = Map.of(
            "A_AAC", "aac",
            "A_AC3/", "ac3",
            "A_DTS/", "dts",
            "A_OPUS/", "opus",
            "V_MPEG4/ISO/", "mpeg4");

    private final MatroskaTrack track;
    private String name = "";
    private double sampleRate;
    private long channels;
    private long bits;
    private double nominalBitrate;

    private TrackCodec(MatroskaTrack track) {
        this.track = track;
        this.sampleRate = track.outputRate > 0 ? track.outputRate : track.sampleRate;
        this.channels = track.channels;
        this.bits = track.bitDepth;
    }

    static TrackCodec of(MatroskaTrack track) {
        TrackCodec codec = new TrackCodec(track);
        codec.settle();
        return codec;
    }

    /** ffprobe's name; empty where the identifier is not known. */
    String name() {
        return name;
    }

    /** Hz; 0 where not known. */
    double sampleRate() {
        return sampleRate;
    }

    /** 0 where not known. */
    long channels() {
        return channels;
    }

    /** Bits of a lossless sample; 0 for lossy codecs. */
    long bitsPerSample() {
        return isLossless() ? bits : 0;
    }

    /** Bit/s that the codec's headers promise; 0 where they do not. */
    double nominalBitrate() {
        return isPcm() ? sampleRate * channels * bits : nominalBitrate;
    }

    boolean isPcm() {
        return name.startsWith("pcm_");
    }

    boolean isLossless() {
        return switch (name) {
            case "flac", "alac", "tta", "wavpack", "truehd", "mlp", "ralf" -> true;
            case "pcm_alaw", "pcm_mulaw" -> false;
            default -> isPcm();
        };
    }

    private void settle() {
        name = Optional.ofNullable(NAMES.get(track.codecId)).orElseGet(this::family);
        byte[] data = track.codecPrivate;
        switch (track.codecId) {
            case "A_PCM/INT/LIT" -> name = bits == 8 ? "pcm_u8" : "pcm_s" + bits + "le";
            case "A_PCM/INT/BIG" -> name = bits == 8 ? "pcm_u8" : "pcm_s" + bits + "be";
            case "A_PCM/FLOAT/IEEE" -> name = "pcm_f" + bits + "le";
            case "A_MS/ACM" -> WaveFormat.parse(data).ifPresent(this::take);
            case "A_FLAC" -> streamInfo(data).ifPresent(this::take);
            case "A_OPUS" -> takeOpus(data);
            case "A_VORBIS" -> VorbisHeader.parse(firstLaced(data)).ifPresent(this::take);
            case "A_ALAC" -> takeAlac(data);
            case "V_MS/VFW/FOURCC" ->
                name = data.length >= 20 ? VideoFourCc.codec(ascii(data, 16)).orElse("") : "";
            case "V_QUICKTIME" ->
                name = data.length >= 8 ? VideoFourCc.codec(ascii(data, 4)).orElse("") : "";
            default -> {
                if (name.equals("aac")) {
                    AudioSpecificConfig.parse(data).ifPresent(this::take);
                }
            }
        }
    }

    private String family() {
        for (Map.Entry<String, String> family : FAMILIES.entrySet()) {
            if (track.codecId.startsWith(family.getKey())) {
                return family.getValue();
            }
        }
        return "";
    }

    private void take(WaveFormat format) {
        name = format.codec();
        channels = format.channels();
        sampleRate = format.sampleRate();
        bits = format.bitsPerSample();
        nominalBitrate = format.averageBytesPerSecond() * 8.0;
    }

    private void take(FlacStreamInfo info) {
        sampleRate = info.sampleRate();
        channels = info.channels();
        bits = info.bitsPerSample();
    }

    private void take(VorbisHeader header) {
        sampleRate = header.sampleRate();
        channels = header.channels();
        nominalBitrate = Math.max(0, header.nominalBitrate());
    }

    private void take(AudioSpecificConfig config) {
        name = config.codec();
        sampleRate = config.sampleRate();
        channels = config.channels() > 0 ? config.channels() : channels;
    }

    private void takeOpus(byte[] data) {
        sampleRate = OpusHead.GRANULE_RATE;
        OpusHead.parse(data).ifPresent(head -> channels = head.channels());
    }

    /** ALACSpecificConfig: depth at 5, channels at 9, rate at 20. */
    private void takeAlac(byte[] data) {
        if (data.length >= 24) {
            bits = data[5] & 0xff;
            channels = data[9] > 0 ? data[9] : channels;
        }
    }

    /** The private data starts as a native FLAC file does. */
    private static Optional<FlacStreamInfo> streamInfo(byte[] data) {
        int body = 8;
        return data.length >= body + FlacStreamInfo.LENGTH && ascii(data, 0).equals("fLaC")
                ? FlacStreamInfo.parse(Arrays.copyOfRange(data, body, body + FlacStreamInfo.LENGTH))
                : Optional.empty();
    }

    /** The first of three packets: number of packets less one, sizes of all but the last in Xiph lacing. */
    private static byte[] firstLaced(byte[] data) {
        int at = 1;
        int size = 0;
        for (int packet = 0; data.length > 0 && packet < data[0]; packet++) {
            int length = 0;
            while (at < data.length && data[at] == -1) {
                length += 255;
                at++;
            }
            length += at < data.length ? data[at] & 0xff : 0;
            at++;
            size = packet == 0 ? length : size;
        }
        return at + size <= data.length ? Arrays.copyOfRange(data, at, at + size) : new byte[0];
    }

    private static String ascii(byte[] data, int offset) {
        return new String(data, offset, 4, StandardCharsets.ISO_8859_1);
    }
}
