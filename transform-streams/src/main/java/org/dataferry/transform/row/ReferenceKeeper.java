package org.dataferry.transform.row;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.dataferry.schemas.key.RowId;
import org.dataferry.transform.row.References.Mark;
import org.dataferry.transform.state.BoundLookup;
import org.dataferry.transform.state.RowState;
import org.dataferry.transform.state.Waiting;

/** Keeps the references in step with the states of the rows that refer. */
final class ReferenceKeeper {

    private final References references;

    ReferenceKeeper(References references) {
        this.references = references;
    }

    void update(RowId row, RowState before, RowState after) {
        Map<RowId, Mark> old = marks(before);
        Map<RowId, Mark> now = marks(after);
        old.keySet().stream().filter(named -> !now.containsKey(named)).forEach(named -> references.remove(named, row));
        now.forEach((named, mark) -> {
            if (!mark.equals(old.get(named))) {
                references.put(named, row, mark);
            }
        });
    }

    /** That a row is waited for outweighs that the row's image of before names it. */
    private static Map<RowId, Mark> marks(RowState state) {
        if (state.waiting().isEmpty()
                && state.patches().isEmpty()
                && state.image().map(image -> image.lookups().isEmpty()).orElse(true)) {
            return Map.of();
        }
        Map<RowId, Mark> marks = new HashMap<>();
        state.image().ifPresent(image -> image.lookups().values().forEach(lookup -> add(lookup, marks)));
        state.patches().values().forEach(patch -> marks.put(patch.row(), Mark.WAITING));
        state.waiting().ifPresent(waiting -> {
            switch (waiting) {
                case Waiting.ForRow parked -> marks.put(parked.waitingFor(), Mark.WAITING);
                case Waiting.ToRemove ignored -> {}
                case Waiting.ToPatch ignored -> {}
            }
        });
        return marks;
    }

    private static void add(BoundLookup lookup, Map<RowId, Mark> marks) {
        lookup.named()
                .ifPresent(named -> marks.put(
                        named, lookup.guid().map(ReferenceKeeper::mark).orElse(Mark.BY_KEY)));
    }

    static Mark mark(UUID guid) {
        return new Mark(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(guid.getMostSignificantBits())
                .putLong(guid.getLeastSignificantBits())
                .array());
    }
}
