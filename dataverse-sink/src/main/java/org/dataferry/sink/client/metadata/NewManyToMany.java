package org.dataferry.sink.client.metadata;

/**
 * A many-to-many relationship to be made, with the intersect table that keeps its links.
 *
 * @param schemaName with the publisher's prefix: {@code mig_order_product}
 * @param intersectTable name of the table that the server makes for the links
 * @param firstNavigation on the first table, leading to rows of the second; the two names differ where both tables are the
 *     same, since nothing else tells the directions
 */
public record NewManyToMany(
        String schemaName,
        String intersectTable,
        String firstTable,
        String firstNavigation,
        String secondTable,
        String secondNavigation) {

    public NewManyToMany {
        if (firstTable.equals(secondTable) && firstNavigation.equals(secondNavigation)) {
            throw new IllegalArgumentException(
                    "Relationship %s links table %s with itself, so its two navigation properties should differ: %s"
                            .formatted(schemaName, firstTable, firstNavigation));
        }
    }
}
