package org.dataferry.sink.row;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.write.EntityWrite;

/**
 * The newest of the writes that wait for one row, standing for all of them.
 *
 * @param write the newest version; its changed columns are those of all, relative to what the oldest was based on
 * @param newest where the newest stands
 * @param superseded the older ones, whose place it takes
 * @param inDoubt whether any of them may have been sent before
 */
public record MergedWrite(EntityWrite write, QueuedWrite newest, List<QueuedWrite> superseded, boolean inDoubt) {

    public MergedWrite {
        superseded = List.copyOf(superseded);
    }

    /** @param writes of one row, oldest first, at least one */
    static MergedWrite of(List<QueuedWrite> writes) {
        QueuedWrite newest = writes.getLast();
        boolean inDoubt = writes.stream().anyMatch(QueuedWrite::inDoubt);
        return new MergedWrite(merged(writes), newest, writes.subList(0, writes.size() - 1), inDoubt);
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

    /**
     * Each write is based on the one before it; so as long as that chain holds, the union of what changed is relative
     * to what the first was based on. Where it is broken only the whole image may be sent.
     */
    private static EntityWrite merged(List<QueuedWrite> writes) {
        EntityWrite newest = writes.getLast().write();
        if (writes.size() == 1 || !(newest instanceof EntityWrite.UpsertRow upsert)) {
            return newest;
        }
        Set<String> changed = new HashSet<>(upsert.changed());
        OptionalLong basedOn = upsert.basedOn();
        for (int i = writes.size() - 2; i >= 0; i--) {
            boolean chained = writes.get(i).write() instanceof EntityWrite.UpsertRow older
                    && basedOn.isPresent()
                    && basedOn.getAsLong() == older.version();
            if (!chained) {
                return upsert.basedOn().isEmpty() ? upsert : based(upsert, OptionalLong.empty(), changed);
            }
            EntityWrite.UpsertRow older = (EntityWrite.UpsertRow) writes.get(i).write();
            changed.addAll(older.changed());
            basedOn = older.basedOn();
        }
        return based(upsert, basedOn, changed);
    }

    private static EntityWrite.UpsertRow based(
            EntityWrite.UpsertRow upsert, OptionalLong basedOn, Set<String> changed) {
        return new EntityWrite.UpsertRow(
                upsert.id(),
                upsert.version(),
                basedOn,
                upsert.columns(),
                upsert.lookups(),
                changed,
                upsert.mappingVersion());
    }
}
