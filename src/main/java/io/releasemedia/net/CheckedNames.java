package io.releasemedia.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * The only look-up of a name: what it answers has been judged, and is what the connection goes to.
 *
 * <p>A look-up cannot be interrupted, so it runs in a thread of its own and is waited for no longer than the exchange
 * that asks has time left.
 */
final class CheckedNames implements DnsResolver {

    private static final int LOOKUP_THREADS = 256;

    /** All addresses are judged; of many, no more are tried, each costing up to a connect timeout. */
    private static final int TRIED_ADDRESSES = 3;

    private final AddressPolicy policy;
    private final NameLookup names;
    private final ExecutorService lookups;
    private final ThreadLocal<Deadline> deadline =
            ThreadLocal.withInitial(() -> Deadline.after(Duration.ofSeconds(10)));

    CheckedNames(AddressPolicy policy, NameLookup names) {
        this.policy = policy;
        this.names = names;
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                LOOKUP_THREADS, LOOKUP_THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        pool.allowCoreThreadTimeOut(true);
        pool.setThreadFactory(task -> WebClient.daemon(task, "name-lookup"));
        this.lookups = pool;
    }

    /** The time that look-ups of the calling thread have from now on, and what is done with their answers. */
    void within(Deadline deadline) {
        this.deadline.set(deadline);
    }

    /** What of that is left. */
    Duration left() {
        return deadline.get().remaining();
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        InetAddress[] addresses = lookup(host);
        try {
            policy.check(host, port, addresses);
        } catch (BlockedAddressException e) {
            throw new RefusedLookupException(e);
        }
        return Arrays.stream(addresses)
                .limit(TRIED_ADDRESSES)
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        // A look-up without a port could not be judged.
        throw new UnknownHostException(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    private InetAddress[] lookup(String host) throws UnknownHostException {
        Future<InetAddress[]> answer = lookups.submit(() -> names.lookup(host));
        try {
            InetAddress[] addresses = answer.get(left().toNanos(), TimeUnit.NANOSECONDS);
            if (addresses.length == 0) {
                throw new UnknownHostException(host);
            }
            return addresses;
        } catch (ExecutionException | TimeoutException e) {
            answer.cancel(true);
            UnknownHostException unknown = new UnknownHostException(host);
            unknown.initCause(e);
            throw unknown;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host);
        }
    }

    void close() {
        lookups.shutdownNow();
    }

    /** Carries a refusal through the HTTP client, which lets a look-up fail in this way only. */
    static final class RefusedLookupException extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        RefusedLookupException(BlockedAddressException refusal) {
            super(refusal.getMessage());
            initCause(refusal);
        }
    }
}
