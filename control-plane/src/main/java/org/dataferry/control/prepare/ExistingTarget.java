package org.dataferry.control.prepare;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.sink.client.metadata.ManyToManyRelationship;
import org.dataferry.sink.client.metadata.TableDefinition;

/**
 * What the target has by now.
 *
 * @param tables those that mappings write, by logical name
 * @param relationships the many-to-many relationships of the tables at the first ends of links
 */
record ExistingTarget(Map<String, TableDefinition> tables, List<ManyToManyRelationship> relationships) {

    ExistingTarget {
        tables = Map.copyOf(tables);
        relationships = List.copyOf(relationships);
    }

    /** Dataverse tells two names of relationships apart by more than capitals only. */
    Optional<ManyToManyRelationship> relationship(String name) {
        return relationships.stream()
                .filter(known -> known.schemaName().equalsIgnoreCase(name))
                .findFirst();
    }
}
