package io.releasemedia.net;

import java.time.Duration;

/** One request that waits for its host in {@link HostTurns}; one of its methods runs at a time. */
public interface Turn {

    /** Sends the request and reads what is wanted of the answer; runs while it counts as in flight. */
    Reaction take();

    /** Goes on with what came; runs after {@link #take()}, when it does not count as in flight any more. */
    void proceed();

    /** It will not get its turn: the host is not asked for so long. */
    void refuse(Refusal why, Duration wait);

    /** Why a turn is refused. */
    enum Refusal {
        /** The host did not answer several times in a row. */
        NO_ANSWERS,
        /** The host asked for a longer pause than is waited for. */
        TOO_MANY,
        /** Nothing runs any more. */
        STOPPED
    }

    /**
     * What became of the request, as far as its host is concerned.
     *
     * @param pause for {@link Kind#TOO_MANY}: the pause that the host asks for, zero if it names none
     */
    record Reaction(Kind kind, Duration pause) {

        /** Says nothing about the host. */
        public static final Reaction NONE = new Reaction(Kind.NONE, Duration.ZERO);

        /** The host answered. */
        public static final Reaction ANSWERED = new Reaction(Kind.ANSWERED, Duration.ZERO);

        /** The host did not answer. */
        public static final Reaction FAILED = new Reaction(Kind.FAILED, Duration.ZERO);

        /** The host wants to be left alone. */
        public static Reaction tooMany(Duration pause) {
            return new Reaction(Kind.TOO_MANY, pause);
        }

        /** The kinds of reaction. */
        public enum Kind {
            NONE,
            ANSWERED,
            FAILED,
            TOO_MANY
        }
    }
}
