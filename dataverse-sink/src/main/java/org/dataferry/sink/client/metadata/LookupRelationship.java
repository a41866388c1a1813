package org.dataferry.sink.client.metadata;

/**
 * The many-to-one relationship behind a lookup; a polymorphic lookup has one per target.
 *
 * @param column the lookup column's logical name
 * @param navigationProperty what a body binds: {@code mig_AccountId@odata.bind}; its case is not the column's
 * @param deleteBehavior what happens to this table's rows when the referenced row is deleted: {@code Cascade}, {@code
 *     RemoveLink}, {@code Restrict}, {@code NoCascade}; empty when the server did not say
 */
public record LookupRelationship(
        String schemaName,
        String column,
        String navigationProperty,
        String referencedTable,
        String referencedColumn,
        String deleteBehavior) {}
