package io.releasemedia.enrich;

import io.releasemedia.link.LinkHost;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/**
 * A partition of the due records. It says all that is needed to work on it, on whatever machine.
 *
 * @param links links or files
 * @param after first media id, exclusive
 * @param upTo last media id, inclusive
 * @param slice of the hosts of links, from 0 on: all links of a host are in one slice; see {@link #owns}
 * @param slices how many there are
 */
public record DueRange(boolean links, Urgency urgency, long after, long upTo, int slice, int slices) {

    private static final String LINKS = "links";
    private static final String URGENCY = "urgency";
    private static final String AFTER = "after";
    private static final String UP_TO = "upTo";
    private static final String SLICE = "slice";
    private static final String SLICES = "slices";

    /** Everything of a kind. */
    public static DueRange all(boolean links, Urgency urgency) {
        return new DueRange(links, urgency, 0, Long.MAX_VALUE, 0, 1);
    }

    /** What is kept in a step's context. */
    public static DueRange of(ExecutionContext context) {
        return new DueRange(
                Boolean.parseBoolean(context.getString(LINKS)),
                Urgency.valueOf(context.getString(URGENCY)),
                context.getLong(AFTER),
                context.getLong(UP_TO),
                context.getInt(SLICE),
                context.getInt(SLICES));
    }

    /** A context that keeps it. */
    public ExecutionContext context() {
        ExecutionContext context = new ExecutionContext();
        context.putString(LINKS, Boolean.toString(links));
        context.putString(URGENCY, urgency.name());
        context.putLong(AFTER, after);
        context.putLong(UP_TO, upTo);
        context.putInt(SLICE, slice);
        context.putInt(SLICES, slices);
        return context;
    }

    /** A name that no other range has. */
    public String name() {
        return (links ? "links-" + slice + "-of-" + slices : urgency == Urgency.FRESH ? "fresh" : "other") + "-" + after
                + "-" + upTo;
    }

    /** Whether a link is in the slice: all that a checker has to keep one limit for are in the same. */
    boolean owns(String url) {
        if (slices == 1) {
            return true;
        }
        CRC32 spread = new CRC32();
        spread.update(LinkHost.of(url).getBytes(StandardCharsets.UTF_8));
        return spread.getValue() % slices == slice;
    }

    /** The same of the records behind an id. */
    public DueRange from(long id) {
        return new DueRange(links, urgency, id, upTo, slice, slices);
    }

    /** The same of records of another urgency. */
    public DueRange with(Urgency other) {
        return new DueRange(links, other, after, upTo, slice, slices);
    }
}
