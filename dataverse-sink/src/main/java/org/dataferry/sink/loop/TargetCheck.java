package org.dataferry.sink.loop;

import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.metadata.ManyToManyRelationship;
import org.dataferry.sink.client.metadata.TableDefinition;
import org.dataferry.sink.send.TargetTables;

/** Whether the target has what a sink writes, asked before the first row is sent. */
final class TargetCheck {

    private final Lane lane;
    private final URI target;

    /** @param lane of a user that is let in */
    TargetCheck(Lane lane, URI target) {
        this.lane = lane;
        this.target = target;
    }

    /**
     * The tables that a sink writes, and the entity sets of all.
     *
     * @param entities the logical names of the tables whose rows it writes
     * @param relationships the schema names of the many-to-many relationships that it links rows in
     * @throws SinkException if the target has not all of them as standard tables
     */
    TargetTables tables(Set<String> entities, Set<String> relationships) throws InterruptedException {
        Map<String, TableDefinition> written = new HashMap<>();
        for (String entity : entities) {
            TableDefinition table = lane.metadata()
                    .table(entity)
                    .orElseThrow(() -> new SinkException(
                            "the target " + target + " has no table '" + entity + "'; run prepare first"));
            requireStandard(target, table);
            written.put(entity, table);
        }
        return new TargetTables(lane.metadata().entitySets(), written, links(entities, relationships));
    }

    /**
     * What the sink concludes from answers, and its key, hold for tables in Dataverse's own database only.
     *
     * @throws SinkException if the table is kept elsewhere
     */
    static void requireStandard(URI target, TableDefinition table) {
        String kind = table.tableType();
        if (kind.equals("Elastic") || kind.equals("Virtual")) {
            throw new SinkException("the table '" + table.logicalName() + "' of the target " + target + " is "
                    + kind.toLowerCase(Locale.ROOT) + ", and Ferry writes standard tables only: it has no alternate key"
                    + " for Ferry, so a row whose answer is lost could be made twice. Map another table");
        }
    }

    /** A relationship is found at either of its tables; Dataverse takes schema names of any case for the same. */
    private Map<String, ManyToManyRelationship> links(Set<String> entities, Set<String> relationships)
            throws InterruptedException {
        Map<String, ManyToManyRelationship> found = new HashMap<>();
        for (String entity : relationships.isEmpty() ? Set.<String>of() : entities) {
            for (ManyToManyRelationship known : lane.metadata().manyToManyRelationships(entity)) {
                relationships.stream()
                        .filter(known.schemaName()::equalsIgnoreCase)
                        .forEach(asked -> found.put(asked, known));
            }
        }
        for (String asked : relationships) {
            if (!found.containsKey(asked)) {
                throw new SinkException("the target " + target + " has no many-to-many relationship '" + asked
                        + "' at any of the tables " + entities.stream().sorted().toList() + "; run prepare first");
            }
        }
        return found;
    }
}
