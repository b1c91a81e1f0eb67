package io.releasemedia.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ByteWindowTest {

    private static final int LENGTH = 1000;

    private final Counted source = new Counted();
    private final ByteWindow window = new ByteWindow(source);

    @Test
    void asksOnceForAFileThatIsShorterThanABlock() throws IOException {
        assertThat(window.peekBytes(4000)).hasSize(LENGTH);
        assertThat(window.has(2000)).isFalse();
        assertThat(window.seek(900).peekBytes(500)).hasSize(100).startsWith((byte) 900);
        assertThat(window.has(100)).isTrue();
        assertThat(window.has(101)).isFalse();
        assertThat(window.seek(LENGTH).has(1)).isFalse();
        assertThatThrownBy(() -> window.seek(998).i32be()).isInstanceOf(EOFException.class);
        assertThat(window.position()).isEqualTo(998);
        assertThat(window.u16be()).isEqualTo(0xe6e7);
        assertThat(source.cost().requests()).isEqualTo(1);
    }

    @Test
    void asksAgainForWhatItHasNotSeen() throws IOException {
        window.readAhead(100);

        assertThat(window.seek(500).u8()).isEqualTo(500 & 0xff);
        assertThat(window.seek(595).peekBytes(10)).hasSize(10);
        assertThat(window.seek(0).u8()).isZero();
        assertThat(window.seek(500).u8()).isEqualTo(500 & 0xff);
        assertThat(source.cost().requests()).isEqualTo(3);
    }

    @Test
    void refusesOffsetsAndLengthsThatNoFileHas() {
        assertThatThrownBy(() -> window.seek(-1)).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> window.seek(5).skip(Long.MAX_VALUE)).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> window.seek(0).bytes(ByteWindow.MAX_READ + 1)).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> window.bytes(-1)).isInstanceOf(EOFException.class);
    }

    /** A remote file whose bytes are their offsets. */
    private static final class Counted implements ByteSource {

        private final byte[] bytes = new byte[LENGTH];
        private int requests;

        Counted() {
            for (int i = 0; i < LENGTH; i++) {
                bytes[i] = (byte) i;
            }
        }

        @Override
        public String name() {
            return "counted";
        }

        @Override
        public OptionalLong length() {
            return OptionalLong.of(LENGTH);
        }

        @Override
        public ByteBuffer read(long offset, int length) {
            requests++;
            int from = (int) Math.min(offset, LENGTH);
            return ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, (int) Math.min(offset + length, LENGTH)));
        }

        @Override
        public boolean isRemote() {
            return true;
        }

        @Override
        public Cost cost() {
            return new Cost(0, requests);
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
