package org.dataferry.emulator.metadata;

import java.util.UUID;

/**
 * A one-to-many relationship: the referencing table has a lookup column to the referenced one.
 *
 * @param navigation the name by which a body binds the lookup; case-sensitive
 */
public record Relationship(
        UUID metadataId,
        String schemaName,
        String referencingTable,
        String referencingColumn,
        String referencedTable,
        String navigation,
        String collectionNavigation,
        OnDelete onDelete,
        boolean custom) {

    public Relationship with(OnDelete other) {
        return new Relationship(
                metadataId,
                schemaName,
                referencingTable,
                referencingColumn,
                referencedTable,
                navigation,
                collectionNavigation,
                other,
                custom);
    }

    /** What a delete of the referenced row does to the rows that name it. */
    public enum OnDelete {
        RemoveLink,
        Restrict,
        Cascade,
        NoCascade
    }
}
