package io.releasemedia.probe.format.mp4;

import io.releasemedia.probe.format.codec.AudioSpecificConfig;
import io.releasemedia.probe.format.codec.FlacStreamInfo;
import io.releasemedia.probe.format.codec.MpegAudioHeader;
import io.releasemedia.probe.format.codec.OpusHead;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/**
 * A sound sample entry (ISO/IEC 14496-12 section 12.2.3; versions 1 and 2: QuickTime File Format, sound sample
 * descriptions). What the codec's own configuration says wins over the entry's fields, which writers often leave at
 * 2 channels and 16 bits.
 */
final class SoundEntry {

    private static final int MAX_DEPTH = 4;
    private static final int LPCM_FLOAT = 1;
    private static final int LPCM_BIG_ENDIAN = 2;
    private static final int LPCM_SIGNED = 4;

    private String format;
    private String codec = "";
    private int channels;
    private double sampleRate;
    private int bits;
    private long declaredBitrate;
    private double packetBitrate;
    private int lpcmFlags = LPCM_BIG_ENDIAN | LPCM_SIGNED;
    private boolean littleEndian;

    private SoundEntry(String format) {
        this.format = format;
    }

    /**
     * Reads the entry whose box is {@code entry}.
     *
     * @param quickTime whether version 1 means QuickTime's layout; in ISO's it has the same fields as version 0
     */
    static SoundEntry read(ByteWindow in, Box entry, boolean quickTime) throws IOException {
        SoundEntry result = new SoundEntry(entry.type());
        in.seek(entry.body() + 8);
        int version = in.u16be();
        in.skip(6);
        result.channels = in.u16be();
        result.bits = in.u16be();
        in.skip(4);
        result.sampleRate = in.u32be() / 65536.0;
        if (version == 1 && quickTime) {
            result.readVersion1(in);
        } else if (version == 2 && quickTime) {
            result.readVersion2(in);
        }
        result.readChildren(in, entry.end(), 0);
        result.settle();
        return result;
    }

    /** Whether the codec's frames, not the entry, say how many channels there are: many writers put 2 here. */
    boolean isMpegAudio() {
        return codec.equals("mp3") || codec.equals("mp2") || codec.equals("mp1");
    }

    /** Takes over what the first frame says. */
    void take(MpegAudioHeader header) {
        codec = header.codec();
        channels = header.channels();
        sampleRate = header.sampleRate();
    }

    /** ffprobe's codec name; empty where the type is not known. */
    String codec() {
        return codec;
    }

    /** 0 where not known. */
    int channels() {
        return channels;
    }

    /** Hz; 0 where not known. */
    double sampleRate() {
        return sampleRate;
    }

    /** Bits of a lossless sample; 0 for lossy codecs. */
    int bitsPerSample() {
        return Mp4Codecs.isLossless(codec) && !codec.equals("mp4als") ? bits : 0;
    }

    /** Average bit/s that a descriptor declares; 0 where none does. */
    long declaredBitrate() {
        return declaredBitrate;
    }

    /** Bit/s that follow from a constant packet size; 0 where the size may vary. */
    double exactBitrate() {
        return codec.startsWith("pcm_") ? bits * channels * sampleRate : packetBitrate;
    }

    private void readVersion1(ByteWindow in) throws IOException {
        long samplesPerPacket = in.u32be();
        in.skip(4);
        long bytesPerFrame = in.u32be();
        long bytesPerSample = in.u32be();
        boolean raw = format.equals("raw ") || format.equals("twos") || format.equals("sowt");
        if (raw && bytesPerSample >= 1 && bytesPerSample <= 8) {
            bits = (int) bytesPerSample * 8;
        }
        if (samplesPerPacket > 1 && bytesPerFrame > 1 && format.equals("ima4")) {
            packetBitrate = bytesPerFrame * 8.0 * sampleRate / samplesPerPacket;
        }
    }

    private void readVersion2(ByteWindow in) throws IOException {
        in.skip(4);
        sampleRate = Double.longBitsToDouble(in.i64be());
        channels = (int) Math.min(in.u32be(), 0xffff);
        in.skip(4);
        bits = (int) Math.min(in.u32be(), 64);
        lpcmFlags = in.i32be();
        in.skip(8);
    }

    private void readChildren(ByteWindow in, long end, int depth) throws IOException {
        for (Optional<Box> next = Box.child(in, end); next.isPresent(); next = Box.child(in, end)) {
            Box box = next.get();
            switch (box.type()) {
                case "wave", "sinf" -> {
                    if (depth < MAX_DEPTH) {
                        readChildren(in, box.end(), depth + 1);
                    }
                }
                case "frma" -> format = box.length() >= 4 ? in.ascii(4) : format;
                case "esds" -> ElementaryStream.read(in, box.end()).ifPresent(this::take);
                case "alac" -> readAlac(in, box);
                case "dfLa" -> readFlac(in, box);
                case "dOps" -> OpusHead.parseBox(body(in, box)).ifPresent(this::take);
                case "dac3" -> take(DolbyConfig.ac3(body(in, box)));
                case "dec3" -> take(DolbyConfig.eac3(body(in, box)));
                case "ddts" -> readDts(in, box);
                case "btrt" -> readBitrate(in, box);
                case "pcmC" -> readPcm(in, box);
                case "enda" -> littleEndian = box.length() >= 2 && in.u16be() == 1;
                case "srat" -> sampleRate = box.length() >= 8 ? in.skip(4).u32be() : sampleRate;
                default -> {
                    // Not about the codec.
                }
            }
            in.seek(box.end());
        }
    }

    private static byte[] body(ByteWindow in, Box box) throws IOException {
        return in.bytes((int) Math.min(box.length(), 256));
    }

    private void take(ElementaryStream stream) {
        if (format.equals("mp4a")
                || format.equals("mp4s")
                || Mp4Codecs.sound(format).isEmpty()) {
            codec = Mp4Codecs.objectType(stream.objectType()).orElse(codec);
        }
        declaredBitrate = stream.averageBitrate() > 0 ? stream.averageBitrate() : declaredBitrate;
        if (codec.equals("aac") || codec.isEmpty()) {
            AudioSpecificConfig.parse(stream.config()).ifPresent(this::take);
        }
    }

    private void take(AudioSpecificConfig config) {
        codec = config.codec();
        sampleRate = config.sampleRate();
        channels = config.channels() > 0 ? config.channels() : channels;
    }

    /** The sample rate is that of the decoder, as in the entry: dOps has the one of the input. */
    private void take(OpusHead head) {
        codec = "opus";
        sampleRate = OpusHead.GRANULE_RATE;
        channels = head.channels() > 0 ? head.channels() : channels;
    }

    private void take(Optional<DolbyConfig> config) {
        config.ifPresent(dolby -> {
            codec = dolby.codec();
            channels = dolby.channels();
            declaredBitrate = dolby.kbps() > 0 ? dolby.kbps() * 1000L : declaredBitrate;
            sampleRate = dolby.sampleRate() > 0 ? dolby.sampleRate() : sampleRate;
        });
    }

    /** ALACSpecificConfig, behind version and flags. */
    private void readAlac(ByteWindow in, Box box) throws IOException {
        if (box.length() >= 28) {
            in.skip(4 + 5);
            int depth = in.u8();
            in.skip(3);
            int count = in.u8();
            in.skip(6);
            long average = in.u32be();
            long rate = in.u32be();
            // An entry of zeros is no configuration: the fields of the sample entry stay.
            if (rate > 0) {
                bits = depth;
                channels = count > 0 ? count : channels;
                declaredBitrate = average;
                sampleRate = rate;
            }
        }
    }

    /** FLACSpecificBox (Encapsulation of FLAC in ISO Base Media File Format): metadata blocks, STREAMINFO first. */
    private void readFlac(ByteWindow in, Box box) throws IOException {
        if (box.length() >= 8 + FlacStreamInfo.LENGTH && (in.skip(4).u8() & 0x7f) == 0) {
            in.skip(3);
            FlacStreamInfo.parse(in.bytes(FlacStreamInfo.LENGTH)).ifPresent(info -> {
                sampleRate = info.sampleRate();
                channels = info.channels();
                bits = info.bitsPerSample();
            });
        }
    }

    /** DTSSpecificBox (ETSI TS 102 114 annex E). */
    private void readDts(ByteWindow in, Box box) throws IOException {
        if (box.length() >= 12) {
            sampleRate = in.u32be();
            in.skip(4);
            declaredBitrate = in.u32be();
        }
    }

    private void readBitrate(ByteWindow in, Box box) throws IOException {
        if (box.length() >= 12 && declaredBitrate == 0) {
            in.skip(8);
            declaredBitrate = in.u32be();
        }
    }

    /** PCMConfig (ISO/IEC 23003-5). */
    private void readPcm(ByteWindow in, Box box) throws IOException {
        if (box.length() >= 6) {
            in.skip(4);
            littleEndian = (in.u8() & 1) != 0;
            bits = in.u8();
        }
    }

    /** Names the codec once all boxes are read. */
    private void settle() {
        int pcmBits = pcmBits();
        if (codec.isEmpty() && pcmBits > 0) {
            bits = pcmBits;
            codec = pcmCodec();
        } else if (codec.isEmpty()) {
            codec = Mp4Codecs.sound(format).orElse("");
        }
        switch (codec) {
            case "amr_nb" -> {
                channels = 1;
                sampleRate = 8000;
            }
            case "amr_wb" -> {
                channels = 1;
                sampleRate = 16_000;
            }
            case "pcm_mulaw", "pcm_alaw" -> bits = 8;
            default -> bits = Math.min(bits, 64);
        }
    }

    /** Bits of a sample; 0 where the format is no linear PCM. */
    private int pcmBits() {
        return switch (format) {
            case "raw " -> bits == 0 ? 8 : bits;
            case "NONE", "twos", "sowt", "lpcm", "ipcm", "fpcm" -> bits == 0 ? 16 : bits;
            case "in24" -> 24;
            case "in32", "fl32" -> 32;
            case "fl64" -> 64;
            default -> 0;
        };
    }

    private String pcmCodec() {
        return switch (format) {
            case "raw " -> Mp4Codecs.pcm(false, bits > 8, bits, true);
            case "twos", "NONE" -> Mp4Codecs.pcm(false, true, bits, true);
            case "sowt" -> Mp4Codecs.pcm(false, true, bits, false);
            case "lpcm" ->
                Mp4Codecs.pcm(
                        (lpcmFlags & LPCM_FLOAT) != 0,
                        (lpcmFlags & LPCM_SIGNED) != 0,
                        bits,
                        (lpcmFlags & LPCM_BIG_ENDIAN) != 0);
            default -> Mp4Codecs.pcm(format.startsWith("f"), true, bits, !littleEndian);
        };
    }
}
