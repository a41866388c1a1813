package org.dataferry.sink.loop;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.dataferry.schemas.key.RowId;
import org.dataferry.sink.row.MergedWrite;

/** Writes whose turn it is and that are not sent yet: until results are recorded, or their entity is resumed. */
final class AsideWrites {

    private final List<MergedWrite> unrecorded = new ArrayList<>();
    private final List<MergedWrite> paused = new ArrayList<>();
    private final List<MergedWrite> ready = new ArrayList<>();

    /** It waits until all results so far are recorded. */
    void untilRecorded(MergedWrite write) {
        unrecorded.add(write);
    }

    /** It waits until something is resumed. */
    void untilResumed(MergedWrite write) {
        paused.add(write);
    }

    void recorded() {
        ready.addAll(unrecorded);
        unrecorded.clear();
    }

    void resumed() {
        ready.addAll(paused);
        paused.clear();
    }

    /** These have waited long enough. */
    void ready(Collection<MergedWrite> writes) {
        ready.addAll(writes);
    }

    /** Takes out all that need wait no longer. */
    List<MergedWrite> takeReady() {
        List<MergedWrite> waited = List.copyOf(ready);
        ready.clear();
        return waited;
    }

    void forget(Set<RowId> rows) {
        for (List<MergedWrite> waiting : List.of(unrecorded, paused, ready)) {
            waiting.removeIf(merged -> rows.contains(merged.write().row()));
        }
    }
}
