package org.dataferry.control.replay;

import java.util.HashMap;
import java.util.Map;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;

/** What millions of steps have in common, kept in memory once: there are few entities and tables. */
public final class StepParts {

    private final Map<String, String> entities = new HashMap<>();
    private final Map<SourceTable, SourceTable> tables = new HashMap<>();

    public ReplayStep step(String entity, SourceTable table, SourceKey key) {
        return new ReplayStep(
                entities.computeIfAbsent(entity, same -> same),
                new ReplayRow(tables.computeIfAbsent(table, same -> same), key));
    }
}
