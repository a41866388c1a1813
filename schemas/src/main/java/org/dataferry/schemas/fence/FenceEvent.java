package org.dataferry.schemas.fence;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** What the {@code fences} topic holds: markers set by capture, the word of each task that passed one, and what was counted. */
public sealed interface FenceEvent {

    /** The id that whoever asked for the fence gave it; a heartbeat's is its count. */
    String fenceId();

    /**
     * Capture has read the marker, and everything it sent before is acknowledged.
     *
     * @param committedAt when the source committed the marker, in microseconds
     * @param changeOffsets per change topic, the end offset of each partition at that moment
     */
    record Reached(
            String fenceId, Kind kind, String source, Instant committedAt, Map<String, PartitionOffsets> changeOffsets)
            implements FenceEvent {
        public Reached {
            committedAt = committedAt.truncatedTo(ChronoUnit.MICROS);
            changeOffsets = Map.copyOf(changeOffsets);
        }
    }

    /**
     * One task of a later stage has done everything before the fence.
     *
     * @param offsets per topic that the stage writes, the end offset of the task's partition; empty where others ask Kafka
     * @param parkedRows per entity or relationship, the rows of the partition that wait for another row at that moment; none
     *     where none waits
     */
    record Passed(
            String fenceId,
            int rebuild,
            String stage,
            int partition,
            Map<String, Long> offsets,
            Map<String, Long> parkedRows)
            implements FenceEvent {
        public Passed {
            offsets = Map.copyOf(offsets);
            parkedRows = Map.copyOf(parkedRows);
        }
    }

    /**
     * A run has checked the sum at a fence that all stages have passed.
     *
     * @param sums per entity or relationship
     */
    record Checked(String fenceId, int rebuild, Map<String, Sum> sums) implements FenceEvent {
        public Checked {
            sums = Map.copyOf(sums);
        }
    }

    /**
     * The writes of an entity.
     *
     * @param announced by the time of the check
     * @param outcomes how many of them have which outcome, and how many none, by its name
     * @param missing those announced before the fence of which nobody will say anything any more: none, or something is lost
     * @param missingWrites the ids of some of these
     */
    record Sum(long announced, Map<String, Long> outcomes, long missing, List<String> missingWrites) {
        public Sum {
            outcomes = Map.copyOf(outcomes);
            missingWrites = List.copyOf(missingWrites);
        }
    }

    enum Kind {
        /** Asked for, by a command. */
        FENCE,
        /** Set by capture at a steady pace; measures lag where the source is idle. */
        HEARTBEAT
    }

    /** End offsets by partition: the offset that the next record will get. */
    record PartitionOffsets(Map<Integer, Long> byPartition) {
        public PartitionOffsets {
            byPartition = Map.copyOf(byPartition);
        }
    }
}
