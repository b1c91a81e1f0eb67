package io.releasemedia.probe.format.caf;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.codec.AudioSpecificConfig;
import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The magic cookie ({@code kuki}): an MPEG-4 elementary stream descriptor for AAC (ISO/IEC 14496-1 section 7.2.6.5), an
 * {@code ALACSpecificConfig} for ALAC, bare or wrapped in MP4 boxes.
 */
final class CafCookie {

    private static final int MAX = 4 << 10;
    private static final int ES_DESCRIPTOR = 3;
    private static final int DECODER_CONFIG = 4;
    private static final int DECODER_SPECIFIC = 5;

    private CafCookie() {}

    static void read(ByteWindow in, long size, CafDescription description, Facts facts) throws IOException {
        byte[] cookie = in.bytes((int) Math.max(0, Math.min(size, MAX)));
        switch (description.codec()) {
            case "aac" ->
                audioSpecificConfig(cookie).flatMap(AudioSpecificConfig::parse).ifPresent(it -> facts.channels(
                                it.channels() > 0 ? it.channels() : description.channels())
                        .sampleRate(it.sampleRate()));
            case "alac" -> {
                int at = cookie.length >= 48 && cookie[4] == 'f' && cookie[5] == 'r' ? 24 : 0;
                if (cookie.length >= at + 24) {
                    facts.bitsPerSample(cookie[at + 5]).channels(cookie[at + 9]);
                }
            }
            default -> {
                // Nothing that the description does not say.
            }
        }
    }

    private static Optional<byte[]> audioSpecificConfig(byte[] cookie) {
        int at = 0;
        while (at + 2 <= cookie.length) {
            int tag = cookie[at++];
            int length = 0;
            int next = 0x80;
            for (int i = 0; i < 4 && (next & 0x80) != 0 && at < cookie.length; i++) {
                next = cookie[at++];
                length = length << 7 | next & 0x7f;
            }
            switch (tag) {
                case ES_DESCRIPTOR -> at += 3 + (at + 2 < cookie.length ? optionalBytes(cookie, at + 2) : 0);
                case DECODER_CONFIG -> at += 13;
                case DECODER_SPECIFIC -> {
                    int end = Math.min(cookie.length, at + length);
                    return at < end ? Optional.of(Arrays.copyOfRange(cookie, at, end)) : Optional.empty();
                }
                default -> at += length;
            }
        }
        return Optional.empty();
    }

    /** Bytes of the fields that the flags announce: a dependency, a URL, a clock reference. */
    private static int optionalBytes(byte[] cookie, int flagsAt) {
        int flags = cookie[flagsAt];
        int bytes = (flags & 0x80) != 0 ? 2 : 0;
        int url = flagsAt + 1 + bytes;
        if ((flags & 0x40) != 0 && url < cookie.length) {
            bytes += 1 + (cookie[url] & 0xff);
        }
        return bytes + ((flags & 0x20) != 0 ? 2 : 0);
    }
}
