package io.releasemedia.source;

import io.releasemedia.net.BlockedAddressException;
import io.releasemedia.net.DeadlineExceededException;
import io.releasemedia.net.InvalidUrlException;
import io.releasemedia.net.RedirectException;
import io.releasemedia.net.SilentServerException;
import io.releasemedia.net.WebResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;

/** What a failed read of a remote source means: whether to ask again, and what to tell the caller. */
final class RemoteFailure {

    /** The most of an error's body that is read for its code. */
    private static final int MAX_ERROR_BODY = 1 << 10;

    private static final int MAX_SHOWN = 64;

    private RemoteFailure() {}

    /** Whether the same request may succeed now: a connection broke, nothing was answered for good. */
    static boolean mayPass(IOException e) {
        return !(isFinal(e)
                || e instanceof UnusableAnswerException
                || e instanceof BlockedAddressException
                || e instanceof InvalidUrlException
                || e instanceof RedirectException
                || e instanceof DeadlineExceededException
                || e instanceof SilentServerException
                || e instanceof UnknownHostException
                || e instanceof ConnectException
                || e instanceof SSLException);
    }

    /** The failure in this package's terms, naming the source. */
    static IOException translated(IOException e, String name, Budget budget) {
        if (isFinal(e)) {
            return e;
        }
        if (e instanceof BlockedAddressException) {
            return new BlockedSourceException(name + ": " + e.getMessage(), e);
        }
        if (e instanceof DeadlineExceededException) {
            return BudgetExceededException.time(name, budget);
        }
        if (e instanceof SilentServerException silent) {
            return BudgetExceededException.time(name, new Budget(budget.bytes(), budget.requests(), silent.waited()));
        }
        String reason = e instanceof UnknownHostException ? "unknown host " + e.getMessage() : e.getMessage();
        return new IOException(name + ": " + reason, e);
    }

    private static boolean isFinal(IOException e) {
        return e instanceof BudgetExceededException
                || e instanceof ChangedMediaException
                || e instanceof HttpStatusException;
    }

    /** What a storage service names the error in its answer; empty for any other answer. */
    static String errorCode(WebResponse response, InputStream body) {
        if (response.status() == 301 && response.header("x-amz-bucket-region").isPresent()) {
            return "the bucket is in the region "
                    + shown(response.header("x-amz-bucket-region").get());
        }
        if (!response.header("Content-Type").orElse("").contains("xml")) {
            return "";
        }
        String text;
        try {
            text = new String(body.readNBytes(MAX_ERROR_BODY), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
        int start = text.indexOf("<Code>");
        int end = text.indexOf("</Code>", start + 1);
        return start < 0 || end < 0 ? "" : shown(text.substring(start + "<Code>".length(), end));
    }

    /** A server's words, short and printable. */
    static String shown(String text) {
        String kept = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
        StringBuilder shown = new StringBuilder(kept.length());
        kept.chars().map(c -> Character.isISOControl(c) ? ' ' : c).forEach(c -> shown.append((char) c));
        return shown.toString();
    }
}
