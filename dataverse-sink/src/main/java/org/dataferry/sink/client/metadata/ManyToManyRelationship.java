package org.dataferry.sink.client.metadata;

import java.util.Optional;
import org.dataferry.sink.client.protocol.EntitySet;

/**
 * A many-to-many relationship: pairs of rows, which the server keeps in an intersect table that clients may only read.
 *
 * @param intersectTable logical name
 * @param intersectSet where its links can be read; empty when the server gives the table no entity set
 * @param first what the server calls Entity1
 */
public record ManyToManyRelationship(
        String schemaName, String intersectTable, Optional<EntitySet> intersectSet, End first, End second) {

    /**
     * One of the two ends. Where both are the same table, column and navigation property tell which is meant.
     *
     * @param table logical name
     * @param intersectColumn the column of the intersect table that holds the id of this end's row
     * @param navigationProperty on this table, leading to the rows of the other end; case-sensitive
     */
    public record End(String table, String intersectColumn, String navigationProperty) {}
}
