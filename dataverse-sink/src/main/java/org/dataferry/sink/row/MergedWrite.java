package org.dataferry.sink.row;

import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.write.EntityWrite;

/**
 * A write whose turn it is, standing for older ones of its row as well.
 *
 * @param write the newest version; its changed columns are those of all, relative to what the oldest was based on
 * @param newest where the newest stands
 * @param superseded the older ones, whose place it takes
 * @param inDoubt whether any write of the row may have been sent before
 */
public record MergedWrite(EntityWrite write, QueuedWrite newest, List<QueuedWrite> superseded, boolean inDoubt) {

    public MergedWrite {
        superseded = List.copyOf(superseded);
    }

    /** The partition of all of them: a row's writes stand in one. */
    public TopicPartition partition() {
        return newest.partition();
    }

    public Tries tries() {
        return newest.tries();
    }

    /** Back into the queue, standing for all of them: the older ones have their outcome. */
    public QueuedWrite queued(boolean doubted, Tries tries) {
        return new QueuedWrite(write, newest.partition(), newest.offset(), inDoubt || doubted, tries);
    }
}
