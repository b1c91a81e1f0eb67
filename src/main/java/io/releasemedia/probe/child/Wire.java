package io.releasemedia.probe.child;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How values are written between parent and child; what is read is equal to what was written. */
final class Wire {

    private static final int LONGEST = 1 << 20;

    private Wire() {}

    static void text(String text, DataOutputStream out) throws IOException {
        bytes(text.getBytes(StandardCharsets.UTF_8), out);
    }

    static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    static void texts(List<String> texts, DataOutputStream out) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            text(text, out);
        }
    }

    static List<String> texts(DataInputStream in) throws IOException {
        int count = count(in);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(text(in));
        }
        return List.copyOf(texts);
    }

    static void duration(Duration duration, DataOutputStream out) throws IOException {
        out.writeLong(duration.getSeconds());
        out.writeInt(duration.getNano());
    }

    static Duration duration(DataInputStream in) throws IOException {
        return Duration.ofSeconds(in.readLong(), in.readInt());
    }

    /** Keys and values of the types that {@link #value} knows, in their order. */
    static void map(Map<String, ?> map, DataOutputStream out) throws IOException {
        out.writeInt(map.size());
        for (Map.Entry<String, ?> entry : map.entrySet()) {
            text(entry.getKey(), out);
            value(entry.getValue(), out);
        }
    }

    static <T> Map<String, T> map(Class<T> type, DataInputStream in) throws IOException {
        int count = count(in);
        Map<String, T> map = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String key = text(in);
            Object value = value(in);
            if (!type.isInstance(value)) {
                throw garbled();
            }
            map.put(key, type.cast(value));
        }
        return Collections.unmodifiableMap(map);
    }

    private static void value(Object value, DataOutputStream out) throws IOException {
        if (value instanceof String text) {
            out.writeByte('S');
            text(text, out);
        } else if (value instanceof Long number) {
            out.writeByte('L');
            out.writeLong(number);
        } else if (value instanceof Integer number) {
            out.writeByte('I');
            out.writeInt(number);
        } else if (value instanceof Double number) {
            out.writeByte('D');
            out.writeDouble(number);
        } else if (value instanceof Boolean flag) {
            out.writeByte('B');
            out.writeBoolean(flag);
        } else if (value instanceof BigDecimal number) {
            out.writeByte('N');
            bytes(number.unscaledValue().toByteArray(), out);
            out.writeInt(number.scale());
        } else {
            throw new IllegalArgumentException(
                    "no fact is a " + value.getClass().getName());
        }
    }

    private static Object value(DataInputStream in) throws IOException {
        return switch (in.readByte()) {
            case 'S' -> text(in);
            case 'L' -> in.readLong();
            case 'I' -> in.readInt();
            case 'D' -> in.readDouble();
            case 'B' -> in.readBoolean();
            case 'N' -> new BigDecimal(new BigInteger(bytes(in)), in.readInt());
            default -> throw garbled();
        };
    }

    static void constant(Enum<?> constant, DataOutputStream out) throws IOException {
        text(constant.name(), out);
    }

    static <E extends Enum<E>> E constant(Class<E> type, DataInputStream in) throws IOException {
        String name = text(in);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        throw garbled();
    }

    static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > LONGEST) {
            throw garbled();
        }
        return count;
    }

    static IOException garbled() {
        return new IOException("what the other process says is garbled");
    }

    private static void bytes(byte[] bytes, DataOutputStream out) throws IOException {
        if (bytes.length > LONGEST) {
            throw new IOException("too long for a message: " + bytes.length + " bytes");
        }
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        byte[] bytes = new byte[count(in)];
        in.readFully(bytes);
        return bytes;
    }
}
