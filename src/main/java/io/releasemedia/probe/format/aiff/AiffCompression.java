package io.releasemedia.probe.format.aiff;

/**
 * What an AIFF-C compression type stands for (AIFF-C draft of 1991, QuickTime's sound formats).
 *
 * @param codec ffprobe's name, empty where the type is not known
 * @param packetBytes bytes of one packet of one channel, 0 where that is not fixed
 * @param packetSamples samples in such a packet
 */
record AiffCompression(String codec, int packetBytes, int packetSamples) {

    /** @param bits bits of a sample as declared, which set the name where the type leaves them open */
    static AiffCompression of(String type, int bits) {
        int bytes = (bits + 7) / 8;
        return switch (type) {
            case "NONE", "twos" -> linear(bytes, "be");
            case "sowt" -> linear(bytes, "le");
            case "raw " -> new AiffCompression("pcm_u8", 1, 1);
            case "in24" -> linear(3, "be");
            case "in32" -> linear(4, "be");
            case "42ni" -> linear(3, "le");
            case "23ni" -> linear(4, "le");
            case "fl32", "FL32" -> new AiffCompression("pcm_f32be", 4, 1);
            case "fl64", "FL64" -> new AiffCompression("pcm_f64be", 8, 1);
            case "alaw", "ALAW" -> new AiffCompression("pcm_alaw", 1, 1);
            case "ulaw", "ULAW" -> new AiffCompression("pcm_mulaw", 1, 1);
            case "ima4" -> new AiffCompression("adpcm_ima_qt", 34, 64);
            case "MAC3" -> new AiffCompression("mace3", 2, 6);
            case "MAC6" -> new AiffCompression("mace6", 1, 6);
            case "GSM ", "agsm" -> new AiffCompression("gsm", 33, 160);
            case "G722" -> new AiffCompression("adpcm_g722", 1, 2);
            case "SDX2" -> new AiffCompression("sdx2_dpcm", 1, 1);
            case "QDM2" -> new AiffCompression("qdm2", 0, 0);
            case "QDMC" -> new AiffCompression("qdmc", 0, 0);
            case "Qclp", "QCLP" -> new AiffCompression("qcelp", 35, 160);
            default -> new AiffCompression("", 0, 0);
        };
    }

    boolean isLinear() {
        return codec.startsWith("pcm") && !codec.endsWith("law");
    }

    private static AiffCompression linear(int bytes, String order) {
        return switch (bytes) {
            case 0 -> new AiffCompression("pcm", 0, 0);
            case 1 -> new AiffCompression("pcm_s8", 1, 1);
            case 2, 3, 4, 8 -> new AiffCompression("pcm_s" + bytes * 8 + order, bytes, 1);
            default -> new AiffCompression("", bytes, 1);
        };
    }
}
