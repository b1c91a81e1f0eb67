package io.releasemedia.source;

import io.releasemedia.net.ContentEncoding;
import io.releasemedia.net.Deadline;
import io.releasemedia.net.WebClient;
import io.releasemedia.net.WebRequest;
import io.releasemedia.net.WebResponse;
import io.releasemedia.net.WebUrl;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file on a web server, read by byte ranges (RFC 9110, section 14) and never as a whole.
 *
 * <p>Only {@code GET} is used, because a signed URL is signed for it. Where a server ignores ranges or compresses, the
 * body is read forward as a stream and cut when enough is known; what lies further behind than the budget allows is
 * not fetched. Two answers of different revisions end in {@link ChangedMediaException}. An answer that breaks off is
 * asked for once more.
 */
final class HttpFile implements ByteSource {

    /** Adds what authorizes a request, if anything does. */
    @FunctionalInterface
    interface Signer {

        /** For what is public or signed in its URL. */
        Signer NONE = url -> Map.of();

        /** Headers to send to this URL. */
        Map<String, String> headers(WebUrl url);
    }

    private final WebClient client;
    private final WebUrl origin;
    private final String name;
    private final Signer signer;
    private final Budget budget;
    private final Meter meter;
    private final Deadline deadline;

    private WebUrl current;
    private Revision revision = Revision.UNKNOWN;
    private OptionalLong length = OptionalLong.empty();
    private boolean answered;
    private boolean ranges;
    private boolean compressed;
    private Optional<ForwardBody> whole = Optional.empty();

    /** Asks for nothing yet. */
    HttpFile(WebClient client, WebUrl url, String name, Signer signer, Budget budget) {
        this.client = client;
        this.origin = url;
        this.current = url;
        this.name = name;
        this.signer = signer;
        this.budget = budget;
        this.meter = new Meter(name, budget);
        this.deadline = Deadline.after(budget.time());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public OptionalLong length() {
        return length;
    }

    /** What the other side says to tell this state of the file from another; all of it empty before the first read. */
    Revision revision() {
        return revision;
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public Cost cost() {
        return meter.cost();
    }

    @Override
    public void close() {
        whole.ifPresent(ForwardBody::close);
        whole = Optional.empty();
    }

    @Override
    public ByteBuffer read(long offset, int count) throws IOException {
        // No file is so large that the range's end would overflow.
        long end = length.orElse(Long.MAX_VALUE - Math.max(0, count));
        if (offset < 0 || count <= 0 || offset >= end) {
            return ByteBuffer.allocate(0);
        }
        int wanted = (int) Math.min(count, length.orElse(Long.MAX_VALUE) - offset);
        ByteBuffer target = ByteBuffer.allocate(wanted);
        boolean retried = false;
        while (target.hasRemaining()) {
            try {
                if (!fill(offset + target.position(), target)) {
                    break;
                }
            } catch (IOException e) {
                close();
                if (deadline.isOver()) {
                    throw BudgetExceededException.time(name, budget);
                }
                if (retried || meter.noRequestIsLeft() || !RemoteFailure.mayPass(e)) {
                    throw RemoteFailure.translated(e, name, budget);
                }
                retried = true;
            }
        }
        return target.flip();
    }

    /** Reads some of what is wanted; false if the file ends at {@code offset}. */
    private boolean fill(long offset, ByteBuffer target) throws IOException {
        if (length.isPresent() && offset >= length.getAsLong()) {
            return false;
        }
        if (whole.filter(body -> body.position() <= offset).isPresent()) {
            return fillFromWhole(whole.get(), offset, target);
        }
        close();
        try (Answer answer = ask(offset, target.remaining())) {
            return accept(answer.response(), offset, target);
        }
    }

    private boolean accept(WebResponse response, long offset, ByteBuffer target) throws IOException {
        int status = response.status();
        boolean encoded =
                !ContentEncoding.isIdentity(response.header("Content-Encoding").orElse(""));
        if (status == 206 && encoded && !compressed) {
            // A range of the compressed bytes cannot be decoded: take it from the start.
            compressed = true;
            return true;
        }
        return switch (status) {
            case 206 -> acceptPart(response, offset, target);
            case 200 -> acceptWhole(response, offset, target, encoded);
            case 416 -> acceptNone(response, offset);
            default ->
                throw new HttpStatusException(
                        name, status, RemoteFailure.errorCode(response, meter.counted(response.body())));
        };
    }

    private boolean acceptPart(WebResponse response, long offset, ByteBuffer target) throws IOException {
        String header = response.header("Content-Range")
                .orElseThrow(() -> new UnusableAnswerException("answered a range without Content-Range"));
        ContentRange range = ContentRange.parse(header)
                .filter(r -> r.first() == offset)
                .orElseThrow(() -> new UnusableAnswerException("answered with a Content-Range ("
                        + RemoteFailure.shown(header) + ") other than the one asked for, from byte " + offset));
        note(response, range.size());
        ranges = true;
        int count = (int) Math.min(range.last() - range.first() + 1, target.remaining());
        InputStream body = meter.counted(response.body());
        int end = target.position() + count;
        while (target.position() < end) {
            int got = body.read(target.array(), target.arrayOffset() + target.position(), end - target.position());
            if (got < 0) {
                throw new IOException("the answer ends before the range it promises");
            }
            target.position(target.position() + got);
        }
        return true;
    }

    private boolean acceptWhole(WebResponse response, long offset, ByteBuffer target, boolean encoded)
            throws IOException {
        if (ranges && !revision.isProvenBy(Revision.of(response))) {
            // The answer to If-Range when the file is another one.
            throw new ChangedMediaException(name);
        }
        note(response, encoded ? OptionalLong.empty() : response.contentLength());
        ForwardBody body = new ForwardBody(response, meter.counted(response.body()));
        whole = Optional.of(body);
        return fillFromWhole(body, offset, target);
    }

    private boolean fillFromWhole(ForwardBody body, long offset, ByteBuffer target) throws IOException {
        long ahead = offset - body.position() + target.remaining();
        if ((length.isPresent() && ahead > meter.bytesLeft()) || offset > budget.bytes()) {
            throw BudgetExceededException.bytes(name, budget);
        }
        body.skipTo(offset);
        int before = target.position();
        body.fill(target);
        if (body.atEnd()) {
            length = OptionalLong.of(body.position());
        }
        return target.position() > before;
    }

    private boolean acceptNone(WebResponse response, long offset) throws IOException {
        OptionalLong total = response.header("Content-Range")
                .flatMap(ContentRange::parse)
                .map(ContentRange::size)
                .orElse(OptionalLong.empty());
        if (total.isPresent() && total.getAsLong() > offset) {
            throw new UnusableAnswerException("refuses the range from byte " + offset + " of " + total.getAsLong());
        }
        note(response, total);
        return false;
    }

    /** Remembers what an answer says about the file, which must not contradict the answers before. */
    private void note(WebResponse response, OptionalLong total) throws IOException {
        Revision seen = Revision.of(response);
        boolean otherLength = total.isPresent() && length.isPresent() && total.getAsLong() != length.getAsLong();
        if (answered && (otherLength || (response.status() != 416 && revision.differs(seen)))) {
            throw new ChangedMediaException(name);
        }
        if (!answered && response.status() != 416) {
            revision = seen;
            answered = true;
        }
        if (total.isPresent()) {
            length = total;
        }
        current = response.url();
    }

    private Answer ask(long offset, int count) throws IOException {
        if (count > meter.bytesLeft()) {
            throw BudgetExceededException.bytes(name, budget);
        }
        WebResponse response = client.send(request(current, offset, count));
        if (!current.equals(origin) && response.status() >= 400 && response.status() != 416) {
            // What a redirect led to may be valid for a moment only; the redirect itself lives on.
            response.close();
            current = origin;
            response = client.send(request(origin, offset, count));
        }
        return new Answer(response);
    }

    private WebRequest request(WebUrl url, long offset, int count) {
        Map<String, String> headers = new HashMap<>(signer.headers(url));
        headers.put("Accept-Encoding", compressed ? "gzip" : "identity");
        if (!compressed) {
            headers.put("Range", "bytes=" + offset + "-" + (offset + count - 1));
            if (ranges && !revision.condition().isEmpty()) {
                headers.put("If-Range", revision.condition());
            }
        }
        // A signature holds for one host only.
        int redirects = signer == Signer.NONE ? WebRequest.MAX_REDIRECTS : 0;
        return new WebRequest("GET", url, headers, redirects, deadline, asked -> meter.countRequest());
    }

    /** Closes the response unless its body is kept to be read on. */
    private final class Answer implements AutoCloseable {

        private final WebResponse response;

        Answer(WebResponse response) {
            this.response = response;
        }

        WebResponse response() {
            return response;
        }

        @Override
        public void close() {
            if (whole.isEmpty()) {
                response.close();
            }
        }
    }
}
