package org.dataferry.control.replay;

import java.util.Set;
import org.dataferry.schemas.key.SourceTable;

/**
 * What somebody wants to send again of one entity, as far as the changes alone can tell it.
 *
 * @param entity whose rows; or the relationship of links
 * @param tables that the entity is made of
 * @param keys as they were written; none for all
 */
public record ReplayChoice(String entity, Set<SourceTable> tables, Set<String> keys) {

    public ReplayChoice {
        tables = Set.copyOf(tables);
        keys = Set.copyOf(keys);
    }
}
