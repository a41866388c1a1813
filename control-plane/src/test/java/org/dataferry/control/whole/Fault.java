package org.dataferry.control.whole;

import java.util.List;
import java.util.OptionalLong;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.sink.send.Action;
import org.dataferry.sink.send.Batch;
import org.dataferry.sink.send.RowSender;
import org.dataferry.sink.send.RowTask;

/** A fault that is put into a stage on purpose: a check that never fails proves nothing. */
enum Fault {
    NONE,
    /** Sends what changed since some version to a row that has another one. */
    SINK_IGNORES_WHAT_A_CHANGE_IS_BASED_ON,
    /** Takes a row whose write may still be under way for one that it may write. */
    SINK_DOES_NOT_HOLD,
    /** Does not learn of some rows that they are there. */
    TRANSFORM_OVERLOOKS_IDENTITIES;

    /** One row in so many. */
    private static final int OVERLOOKED_ONE_IN = 8;

    RowSender before(RowSender sender) {
        return this == SINK_IGNORES_WHAT_A_CHANGE_IS_BASED_ON
                ? batch -> sender.send(batch.action() == Action.UPDATE ? ignoringBase(batch) : batch)
                : sender;
    }

    boolean overlooks(String row) {
        return this == TRANSFORM_OVERLOOKS_IDENTITIES && Math.floorMod(row.hashCode(), OVERLOOKED_ONE_IN) == 0;
    }

    private static Batch ignoringBase(Batch batch) {
        List<RowTask> rows = batch.rows().stream()
                .map(task -> new RowTask(task.merged(), task.guid(), base(task)))
                .toList();
        return new Batch(batch.entity(), batch.action(), rows);
    }

    private static long base(RowTask task) {
        OptionalLong basedOn =
                task.write() instanceof EntityWrite.UpsertRow upsert ? upsert.basedOn() : OptionalLong.empty();
        return basedOn.orElse(task.targetVersion());
    }
}
