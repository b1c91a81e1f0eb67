package io.releasemedia.link;

import io.releasemedia.net.Turn;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Work that waits for a host as a request does. */
final class OtherWork<T> implements Turn {

    private final Supplier<T> work;
    private final CompletableFuture<Optional<T>> result = new CompletableFuture<>();
    private @Nullable T done;
    private @Nullable RuntimeException failure;

    OtherWork(Supplier<T> work) {
        this.work = work;
    }

    /** Ends with nothing if there was no turn, and fails as the work failed. */
    CompletableFuture<Optional<T>> result() {
        return result;
    }

    @Override
    public Reaction take() {
        try {
            done = work.get();
        } catch (RuntimeException e) {
            failure = e;
        }
        return Reaction.NONE;
    }

    @Override
    public void proceed() {
        if (failure == null) {
            result.complete(Optional.ofNullable(done));
        } else {
            result.completeExceptionally(failure);
        }
    }

    @Override
    public void refuse(Refusal why, Duration wait) {
        result.complete(Optional.empty());
    }
}
