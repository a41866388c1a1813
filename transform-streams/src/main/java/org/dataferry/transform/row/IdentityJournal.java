package org.dataferry.transform.row;

import java.util.ArrayList;
import java.util.List;
import org.dataferry.schemas.key.RowId;

/**
 * Which rows came, came back, were lost or will not come, in the order in which that was learnt. One thread writes it, each
 * task reads it from a cursor of its own.
 *
 * <ol>
 *   <li>What is told here stands in the {@link Identities} already: who looks there after reading it here sees it. The other
 *       order loses rows that begin to wait in between.
 *   <li>It is bounded. A reader that fell behind is told so, and looks through all of its references instead.
 * </ol>
 */
public final class IdentityJournal {

    /** Two batches of every lane and then some: a task reads it every few milliseconds. */
    public static final int CAPACITY = 1 << 16;

    private final Event[] ring;
    private long end;

    /** What is to be known of a row's identity. */
    public enum Kind {
        /** It is there, and nothing was known of it before: only who waits for it can care. */
        ARRIVED,
        /** It is there again, or as another row. */
        RETURNED,
        /** The target does not have it any more, and Ferry did not remove it. */
        LOST,
        /** It is removed: who waits for it may wait in vain. */
        REMOVED,
        /** It is there, and was said to be held up: the last word in the topic is wrong. */
        CONTRADICTED
    }

    /** @param version that the row had */
    public record Event(Kind kind, RowId row, long version) {}

    /** What a reader missed, or what it finds. */
    public sealed interface Read {
        record Events(List<Event> events, long cursor) implements Read {}

        record FellBehind() implements Read {}
    }

    public IdentityJournal(int capacity) {
        this.ring = new Event[capacity];
    }

    public synchronized void append(Event event) {
        ring[(int) (end % ring.length)] = event;
        end++;
    }

    /** Where the next event will stand. */
    public synchronized long end() {
        return end;
    }

    public synchronized Read read(long cursor, int most) {
        if (end - cursor > ring.length) {
            return new Read.FellBehind();
        }
        List<Event> events = new ArrayList<>();
        long at = cursor;
        while (at < end && events.size() < most) {
            events.add(ring[(int) (at++ % ring.length)]);
        }
        return new Read.Events(events, at);
    }
}
