package io.releasemedia.probe.format.matroska;

/** Identifiers of the elements that are read (RFC 9559 section 5.1, RFC 8794 section 11.2). */
final class Ids {

    static final int EBML = 0x1a45dfa3;
    static final int DOC_TYPE = 0x4282;
    static final int SEGMENT = 0x18538067;

    static final int SEEK_HEAD = 0x114d9b74;
    static final int SEEK = 0x4dbb;
    static final int SEEK_ID = 0x53ab;
    static final int SEEK_POSITION = 0x53ac;

    static final int INFO = 0x1549a966;
    static final int TIMESTAMP_SCALE = 0x2ad7b1;
    static final int DURATION = 0x4489;

    static final int TRACKS = 0x1654ae6b;
    static final int TRACK_ENTRY = 0xae;
    static final int TRACK_NUMBER = 0xd7;
    static final int TRACK_UID = 0x73c5;
    static final int TRACK_TYPE = 0x83;
    static final int CODEC_ID = 0x86;
    static final int CODEC_PRIVATE = 0x63a2;
    static final int DEFAULT_DURATION = 0x23e383;
    static final int VIDEO = 0xe0;
    static final int PIXEL_WIDTH = 0xb0;
    static final int PIXEL_HEIGHT = 0xba;
    static final int AUDIO = 0xe1;
    static final int SAMPLING_FREQUENCY = 0xb5;
    static final int OUTPUT_SAMPLING_FREQUENCY = 0x78b5;
    static final int CHANNELS = 0x9f;
    static final int BIT_DEPTH = 0x6264;
    static final int CONTENT_ENCODINGS = 0x6d80;
    static final int CONTENT_ENCODING = 0x6240;
    static final int CONTENT_COMPRESSION = 0x5034;
    static final int CONTENT_ALGORITHM = 0x4254;
    static final int CONTENT_SETTINGS = 0x4255;

    static final int CLUSTER = 0x1f43b675;
    static final int TIMESTAMP = 0xe7;
    static final int SIMPLE_BLOCK = 0xa3;
    static final int BLOCK_GROUP = 0xa0;
    static final int BLOCK = 0xa1;
    static final int BLOCK_DURATION = 0x9b;

    static final int CUES = 0x1c53bb6b;
    static final int CHAPTERS = 0x1043a770;
    static final int ATTACHMENTS = 0x1941a469;
    static final int TAGS = 0x1254c367;
    static final int TAG = 0x7373;
    static final int TARGETS = 0x63c0;
    static final int TAG_TRACK_UID = 0x63c5;
    static final int SIMPLE_TAG = 0x67c8;
    static final int TAG_NAME = 0x45a3;
    static final int TAG_STRING = 0x4487;

    private Ids() {}

    /** Whether an element stands directly in the segment, and so ends a cluster of unknown size. */
    static boolean isTop(int id) {
        return switch (id) {
            case CLUSTER, CUES, TAGS, SEEK_HEAD, INFO, TRACKS, CHAPTERS, ATTACHMENTS, SEGMENT, EBML -> true;
            default -> false;
        };
    }
}
