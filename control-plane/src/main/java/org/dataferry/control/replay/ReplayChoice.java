package org.dataferry.control.replay;

import java.util.Set;
import java.util.TreeSet;
import org.dataferry.schemas.key.SourceTable;

/**
 * What somebody wants to send again.
 *
 * @param entity whose rows; or the relationship of links
 * @param tables that the entity is made of
 * @param keys as they were written; none for all
 * @param rejectedOnly only rows of which the last write of some part was rejected
 */
public record ReplayChoice(String entity, Set<SourceTable> tables, Set<String> keys, boolean rejectedOnly) {

    public ReplayChoice {
        tables = Set.copyOf(tables);
        keys = Set.copyOf(keys);
    }

    /** In the words of the command, so that it can be given again. */
    public String words() {
        StringBuilder words = new StringBuilder("--entity ").append(entity);
        new TreeSet<>(keys).forEach(key -> words.append(" --key ").append(key));
        return rejectedOnly ? words + " --rejected" : words.toString();
    }
}
