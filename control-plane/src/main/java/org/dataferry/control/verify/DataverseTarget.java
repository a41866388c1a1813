package org.dataferry.control.verify;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.dataferry.schemas.key.RowId;

/**
 * An environment, read by the Web API.
 *
 * @param tables by entity or relationship
 */
record DataverseTarget(Map<String, TargetTable> tables) implements TargetSide {

    DataverseTarget {
        tables = Map.copyOf(tables);
    }

    @Override
    public void all(String entity, Set<String> fields, Consumer<HeldRow> rows) throws InterruptedException {
        table(entity).all(fields, rows);
    }

    @Override
    public List<HeldRow> some(String entity, Set<RowId> rows, Set<String> fields) throws InterruptedException {
        return table(entity).some(rows, fields);
    }

    @Override
    public List<HeldRow> byId(String entity, Collection<UUID> ids, Set<String> fields) throws InterruptedException {
        return table(entity).byId(ids, fields);
    }

    private TargetTable table(String entity) {
        return Optional.ofNullable(tables.get(entity)).orElseThrow();
    }
}
