package io.releasemedia.probe.format.frames;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.Optional;

/** How a codec's frames are told from other bytes. An instance belongs to one file and may remember what it learned. */
public interface FrameSyntax {

    /** The frame whose header stands at the window's position; empty where none does. The position may move. */
    Optional<Frame> at(ByteWindow in) throws IOException;

    /** Whether a header can start with these two bytes (0 to 255): a quick test while searching. */
    boolean mayStart(int first, int second);

    /** How many frames of one stream in a row leave no doubt that they are frames. */
    int confirmations();

    /** Whether what stands in the frame at the window's position alone leaves no doubt. The position may move. */
    default boolean isUnmistakable(ByteWindow in) throws IOException {
        return false;
    }

    /** The stream's first frame is found: what was learned by now is all that there is to learn. */
    default void settle() {}
}
