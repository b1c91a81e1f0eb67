package io.releasemedia.probe.format.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Microsoft's description of an audio stream: {@code WAVEFORMAT}, {@code PCMWAVEFORMAT}, {@code WAVEFORMATEX} and
 * {@code WAVEFORMATEXTENSIBLE} (mmreg.h). It is the {@code fmt } chunk of RIFF WAVE and the audio format of AVI, ASF
 * and Matroska's {@code A_MS/ACM}. All numbers are as declared; 0 where the structure is silent.
 *
 * @param formatTag the registered format tag; for an extensible format that of its sub-format, 0 where the sub-format
 *     is a GUID without a tag
 * @param codec ffprobe's name, empty where the format is not known
 * @param channels channels
 * @param sampleRate Hz
 * @param averageBytesPerSecond nominal byte rate
 * @param blockAlign bytes of one block: one sample of every channel for PCM, one packet for ADPCM
 * @param containerBits bits that one PCM sample takes
 * @param bitsPerSample bits of one sample that carry sound
 * @param samplesPerBlock samples a channel in one block of a format with fixed blocks
 */
public record WaveFormat(
        int formatTag,
        String codec,
        int channels,
        long sampleRate,
        long averageBytesPerSecond,
        int blockAlign,
        int containerBits,
        int bitsPerSample,
        int samplesPerBlock) {

    private static final int WAVEFORMAT_SIZE = 14;
    private static final int EXTENSIBLE_SIZE = 40;
    private static final int EXTENSIBLE = 0xfffe;

    /** Little-endian, as everywhere but in RIFX; empty where there are fewer bytes than the oldest structure has. */
    public static Optional<WaveFormat> parse(byte[] format) {
        return parse(format, ByteOrder.LITTLE_ENDIAN);
    }

    /** In the given byte order, which is that of the PCM samples as well. */
    public static Optional<WaveFormat> parse(byte[] format, ByteOrder order) {
        if (format.length < WAVEFORMAT_SIZE) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(format).order(order);
        int tag = in.getShort(0) & 0xffff;
        int channels = in.getShort(2) & 0xffff;
        int blockAlign = in.getShort(12) & 0xffff;
        // The structure of Windows 1 has no sample size; all it ever described was 8-bit sound.
        int declaredBits = format.length >= 16 ? in.getShort(14) & 0xffff : 8;
        int validBits = declaredBits;
        String codec = "";
        if (tag == EXTENSIBLE && format.length >= EXTENSIBLE_SIZE) {
            WaveSubFormat sub = WaveSubFormat.parse(in, 24);
            tag = sub.formatTag();
            codec = sub.codec();
            int valid = in.getShort(18) & 0xffff;
            validBits = valid > 0 && valid <= declaredBits ? valid : declaredBits;
        }
        int containerBits = containerBits(declaredBits, channels, blockAlign);
        if (codec.isEmpty()) {
            codec = WaveCodecs.name(tag, containerBits, order);
        }
        if (tag == WaveCodecs.MPEG && format.length >= 20 && in.getShort(18) == 1) {
            codec = "mp1";
        }
        return Optional.of(new WaveFormat(
                tag,
                codec,
                channels,
                in.getInt(4) & 0xffff_ffffL,
                in.getInt(8) & 0xffff_ffffL,
                blockAlign,
                containerBits,
                validBits,
                samplesPerBlock(tag, channels, blockAlign, declaredSamples(in, tag))));
    }

    /** Whether a block is one uncompressed sample of every channel (linear, floating point, A-law or µ-law). */
    public boolean isPcm() {
        return codec.startsWith("pcm");
    }

    /** Whether nothing was lost against the recorded samples. */
    public boolean isLossless() {
        return switch (codec) {
            case "flac", "alac", "wavpack", "wmalossless" -> true;
            case "pcm_alaw", "pcm_mulaw" -> false;
            default -> isPcm();
        };
    }

    /** Padded samples (24 bits in 32), and sizes that are not declared, show only in the block size. */
    private static int containerBits(int declared, int channels, int blockAlign) {
        int rounded = (declared + 7) / 8 * 8;
        if (channels == 0 || blockAlign % channels != 0) {
            return rounded;
        }
        int aligned = blockAlign / channels * 8;
        return aligned > rounded && aligned <= 64 && declared != 8 ? aligned : rounded;
    }

    private static int declaredSamples(ByteBuffer in, int tag) {
        boolean declares =
                switch (tag) {
                    case WaveCodecs.MS_ADPCM, WaveCodecs.IMA_ADPCM, WaveCodecs.XBOX_ADPCM, WaveCodecs.GSM -> true;
                    default -> false;
                };
        return declares && in.limit() >= 20 ? in.getShort(18) & 0xffff : 0;
    }

    /** A declared count is taken as long as a block has room for it. */
    private static int samplesPerBlock(int tag, int channels, int blockAlign, int declared) {
        if (channels == 0) {
            return 0;
        }
        int room =
                switch (tag) {
                    case WaveCodecs.MS_ADPCM -> (blockAlign - 7 * channels) * 2 / channels + 2;
                    case WaveCodecs.IMA_ADPCM, WaveCodecs.XBOX_ADPCM -> (blockAlign - 4 * channels) * 2 / channels + 1;
                    case WaveCodecs.GSM -> blockAlign / 65 * 320;
                    default -> 0;
                };
        return declared > 0 && declared <= room ? declared : Math.max(0, room);
    }
}
