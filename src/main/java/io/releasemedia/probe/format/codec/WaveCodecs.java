package io.releasemedia.probe.format.codec;

import java.nio.ByteOrder;

/** ffprobe's names of the format tags that mmreg.h registers, and of those that are in use without registration. */
final class WaveCodecs {

    static final int PCM = 0x0001;
    static final int MS_ADPCM = 0x0002;
    static final int IEEE_FLOAT = 0x0003;
    static final int IMA_ADPCM = 0x0011;
    static final int GSM = 0x0031;
    static final int MPEG = 0x0050;
    static final int XBOX_ADPCM = 0x0069;

    /** Where the sample size is nonsense, the format is still known. */
    private static final String PCM_OF_SOME_SIZE = "pcm";

    private WaveCodecs() {}

    static String name(int tag, int containerBits, ByteOrder order) {
        return switch (tag) {
            case PCM -> linear(containerBits, order);
            case IEEE_FLOAT -> floating(containerBits, order);
            case 0x0006 -> "pcm_alaw";
            case 0x0007, 0x6c75 -> "pcm_mulaw";
            case MS_ADPCM, IMA_ADPCM, XBOX_ADPCM, 0x0010, 0x0014, 0x0017, 0x0020, 0x0040, 0x0045 -> adpcm(tag);
            case 0x0061, 0x0062, 0x0064, 0x0065, 0x0085, 0x0200, 0x028f, 0x5346 -> adpcm(tag);
            case MPEG -> "mp2";
            case 0x0055 -> "mp3";
            case 0x00ff, 0x0180, 0x1600, 0x1601, 0x1610, 0x4143, 0x706d, 0xa106 -> "aac";
            case 0x1602 -> "aac_latm";
            case 0x000a, 0x0160, 0x0161, 0x0162, 0x0163 -> windowsMedia(tag);
            case 0x0092, 0x2000 -> "ac3";
            case 0x0008, 0x2001 -> "dts";
            case 0x566f, 0x674f, 0x6750, 0x6751, 0x676f, 0x6770, 0x6771 -> "vorbis";
            case 0x704f -> "opus";
            case 0xf1ac -> "flac";
            case 0x5756 -> "wavpack";
            default -> rare(tag);
        };
    }

    private static String linear(int bits, ByteOrder order) {
        return switch (bits) {
            case 8 -> "pcm_u8";
            case 16, 24, 32, 64 -> "pcm_s" + bits + suffix(order);
            default -> PCM_OF_SOME_SIZE;
        };
    }

    private static String floating(int bits, ByteOrder order) {
        return switch (bits) {
            case 16, 24, 32, 64 -> "pcm_f" + bits + suffix(order);
            default -> PCM_OF_SOME_SIZE;
        };
    }

    private static String suffix(ByteOrder order) {
        return order == ByteOrder.BIG_ENDIAN ? "be" : "le";
    }

    private static String adpcm(int tag) {
        return switch (tag) {
            case MS_ADPCM -> "adpcm_ms";
            case IMA_ADPCM, XBOX_ADPCM -> "adpcm_ima_wav";
            case 0x0010, 0x0017 -> "adpcm_ima_oki";
            case 0x0014, 0x0040, 0x0045, 0x0064, 0x0085 -> "adpcm_g726";
            case 0x0020 -> "adpcm_yamaha";
            case 0x0061 -> "adpcm_ima_dk4";
            case 0x0062 -> "adpcm_ima_dk3";
            case 0x0065, 0x028f -> "adpcm_g722";
            case 0x0200 -> "adpcm_ct";
            case 0x5346 -> "adpcm_swf";
            default -> "";
        };
    }

    private static String windowsMedia(int tag) {
        return switch (tag) {
            case 0x000a -> "wmavoice";
            case 0x0160 -> "wmav1";
            case 0x0161 -> "wmav2";
            case 0x0162 -> "wmapro";
            case 0x0163 -> "wmalossless";
            default -> "";
        };
    }

    private static String rare(int tag) {
        return switch (tag) {
            case 0x0022, 0x1501 -> "truespeech";
            case GSM, 0x0032, 0x1500 -> "gsm_ms";
            case 0x0038, 0x0057, 0x7361 -> "amr_nb";
            case 0x0058, 0x7362 -> "amr_wb";
            case 0x0042, 0x0111, 0xa100 -> "g723_1";
            case 0x0083, 0x729a -> "g729";
            case 0x0075 -> "metasound";
            case 0x0130 -> "sipr";
            case 0x0135, 0x0270 -> "atrac3";
            case 0x0165 -> "xma1";
            case 0x0166 -> "xma2";
            case 0x0401 -> "imc";
            case 0x0402 -> "iac";
            case 0x0500, 0x0501 -> "on2avc";
            case 0xa109 -> "speex";
            default -> "";
        };
    }
}
