package org.dataferry.schemas.control;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.dataferry.schemas.write.WriteId;

/**
 * What happens to a waiver: the decision that rows which were refused, or are parked, are accepted as not migrated. It is of the
 * writes that stood so when it was decided. A newer write of the same row has another id, so where that one is refused as well,
 * it is not waived.
 */
public sealed interface WaiverEvent extends ControlEvent {

    String waiverId();

    /** The rebuild whose writes it is of. */
    int rebuild();

    /**
     * Somebody waived writes. Those of a decision that no record of Kafka has room for come in several parts, one after the
     * other; it holds once the last one is there.
     *
     * @param entity whose rows, or the relationship of links
     * @param rows of all parts together
     * @param segment how they were chosen, in the words of the command
     * @param part which one this is, from 1
     * @param parts how many there are
     * @param writes of this part
     */
    record Waived(
            String waiverId,
            String entity,
            long rows,
            String segment,
            int part,
            int parts,
            List<WriteId> writes,
            int rebuild,
            String by,
            String why,
            Instant at)
            implements WaiverEvent {
        public Waived {
            if (part < 1 || part > parts) {
                throw new IllegalArgumentException("a waiver of " + parts + " parts has no part " + part);
            }
            writes = List.copyOf(writes);
            at = at.truncatedTo(ChronoUnit.MICROS);
        }

        /** Whether the decision holds from here on. */
        public boolean isLast() {
            return part == parts;
        }

        /** The decision alone, for whoever keeps many of them. */
        public Waived withoutWrites() {
            return new Waived(waiverId, entity, rows, segment, part, parts, List.of(), rebuild, by, why, at);
        }
    }

    /** What it waived is to be looked at again. */
    record Withdrawn(String waiverId, int rebuild, String by, String why, Instant at) implements WaiverEvent {
        public Withdrawn {
            at = at.truncatedTo(ChronoUnit.MICROS);
        }
    }
}
