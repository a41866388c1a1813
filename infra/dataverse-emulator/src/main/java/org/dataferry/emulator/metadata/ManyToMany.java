package org.dataferry.emulator.metadata;

import java.util.UUID;

/**
 * A many-to-many relationship: pairs of rows, kept as rows of an intersect table that only this relationship has.
 *
 * <p>Source: Microsoft's reference of ManyToManyRelationshipMetadata.
 *
 * @param intersectTable logical name
 */
public record ManyToMany(UUID metadataId, String schemaName, String intersectTable, End one, End two) {

    /**
     * One of the two ends; they differ in column and navigation also where both are the same table.
     *
     * @param table logical name
     * @param column of the intersect table, which holds the id of this end's row
     * @param navigation the collection of this table that leads to the rows of the other end; case-sensitive
     */
    public record End(String table, String column, String navigation) {}

    /** The relationship as seen from a row of one end. */
    public record Side(ManyToMany relationship, End from, End to) {}

    Side fromOne() {
        return new Side(this, one, two);
    }

    Side fromTwo() {
        return new Side(this, two, one);
    }
}
