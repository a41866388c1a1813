package org.dataferry.sink.send;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.client.metadata.LookupRelationship;
import org.dataferry.sink.client.metadata.ManyToManyRelationship;
import org.dataferry.sink.client.metadata.TableDefinition;
import org.dataferry.sink.client.protocol.EntitySet;

/**
 * The target's tables as requests need them. Read once when the sink starts: what is made later is known after the next
 * start.
 *
 * @param entitySets of all tables of the target, by logical name: lookups name rows that this sink does not write
 * @param written the tables that this sink writes, by logical name
 * @param relationships the many-to-many relationships that it links rows in, by schema name
 */
public record TargetTables(
        Map<String, EntitySet> entitySets,
        Map<String, TableDefinition> written,
        Map<String, ManyToManyRelationship> relationships) {

    /** An owner is a user or a team, and both are bound through the one property that leads to owners. */
    private static final Set<String> OWNERS = Set.of("systemuser", "team");

    private static final String OWNER = "owner";

    public TargetTables {
        entitySets = Map.copyOf(entitySets);
        written = Map.copyOf(written);
        relationships = Map.copyOf(relationships);
    }

    EntitySet set(String entity) {
        EntitySet set = entitySets.get(entity);
        if (set == null) {
            throw new SinkException("a write names a row of '" + entity + "', a table that the target does not have");
        }
        return set;
    }

    public TableDefinition table(String entity) {
        TableDefinition table = written.get(entity);
        if (table == null) {
            throw new SinkException("writes of " + entity + " came, whose table was not asked for");
        }
        return table;
    }

    /** What a body binds to make a lookup name a row of a table; a polymorphic lookup has one for each. */
    String navigation(String entity, String column, String named) {
        TableDefinition table = table(entity);
        Optional<LookupRelationship> owner = OWNERS.contains(named) ? table.lookup(column, OWNER) : Optional.empty();
        return table.lookup(column, named)
                .or(() -> owner)
                .map(LookupRelationship::navigationProperty)
                .orElseThrow(() -> new SinkException("the column '" + column + "' of " + entity
                        + " is no lookup of the target that can name a row of '" + named
                        + "'; run prepare, or correct the mapping"));
    }

    /** What a body sets to null to empty a lookup: all of a polymorphic one's properties stand for the one column. */
    String navigation(String entity, String column) {
        return table(entity).lookups().stream()
                .filter(lookup -> lookup.column().equals(column))
                .findFirst()
                .map(LookupRelationship::navigationProperty)
                .orElseThrow(() -> new SinkException("the column '" + column + "' of " + entity
                        + " is no lookup of the target; run prepare, or correct the mapping"));
    }

    /**
     * The collection of a row that holds those it is linked to. Where both ends are of one table, the first of a link is
     * what the target calls the relationship's first entity.
     */
    String collection(String relationship, String from, String to) {
        ManyToManyRelationship links = relationships.get(relationship);
        if (links == null) {
            throw new SinkException("links of " + relationship + " came, a relationship that was not asked for");
        }
        if (links.first().table().equals(from) && links.second().table().equals(to)) {
            return links.first().navigationProperty();
        }
        if (links.second().table().equals(from) && links.first().table().equals(to)) {
            return links.second().navigationProperty();
        }
        throw new SinkException("the relationship " + relationship + " does not link rows of '" + from + "' and '" + to
                + "'; correct the mapping");
    }
}
