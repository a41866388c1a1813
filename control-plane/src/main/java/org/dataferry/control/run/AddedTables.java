package org.dataferry.control.run;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.SourceEvent;
import org.dataferry.schemas.control.SourceEvent.ResnapshotAsked;
import org.dataferry.schemas.control.SourceEvent.Resnapshotted;
import org.dataferry.schemas.key.SourceTable;

/** The tables that came to the migration after the others had been read, and whose rows are not read yet. */
final class AddedTables {

    private AddedTables() {}

    /** @param decisions in any order */
    static Set<SourceTable> of(Collection<ControlEvent> decisions) {
        Map<String, SourceTable> open = new HashMap<>();
        decisions.forEach(event -> {
            if (event instanceof ResnapshotAsked asked && asked.by().equals(SourceEvent.CAPTURE)) {
                open.put(asked.resnapshotId(), asked.table());
            }
        });
        decisions.forEach(event -> {
            if (event instanceof Resnapshotted went && went.step().isLast()) {
                open.remove(went.resnapshotId());
            }
        });
        return new HashSet<>(open.values());
    }
}
