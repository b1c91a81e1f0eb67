package io.releasemedia.probe.format.flv;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The numbers in an {@code onMetaData} tag (AMF 0; FLV specification section E.4.4). */
final class ScriptData {

    private static final int MAX_NAMES = 256;
    private static final int NUMBER = 0;
    private static final int BOOLEAN = 1;
    private static final int STRING = 2;
    private static final int OBJECT = 3;
    private static final int ARRAY = 8;
    private static final int DATE = 11;

    private final Map<String, Double> numbers = new HashMap<>();

    /** The value of a name; 0 where there is none. */
    double number(String name) {
        return numbers.getOrDefault(name, 0.0);
    }

    /** Reads the name {@code onMetaData} and the pairs behind it, up to the first value of another kind. */
    void read(ByteWindow in, long end) throws IOException {
        if (end - in.position() < 16 || in.u8() != STRING) {
            return;
        }
        in.skip(in.u16be());
        int kind = in.u8();
        if (kind != ARRAY && kind != OBJECT) {
            return;
        }
        in.skip(kind == ARRAY ? 4 : 0);
        for (int i = 0; i < MAX_NAMES && end - in.position() > 3; i++) {
            int length = in.u16be();
            if (length == 0 || length > end - in.position()) {
                return;
            }
            String name = in.ascii(length);
            switch (in.u8()) {
                case NUMBER -> numbers.put(name, Double.longBitsToDouble(in.i64be()));
                case BOOLEAN -> in.skip(1);
                case STRING -> in.skip(in.u16be());
                case DATE -> in.skip(10);
                default -> {
                    return;
                }
            }
        }
    }
}
