package org.dataferry.emulator.query.fetch;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A FetchXML query as it is written.
 *
 * @param count rows of a page
 * @param top rows in all, without pages; null for none
 * @param page from 1
 * @param after the id of the last row of the page before, if the paging cookie names it
 * @param totals whether the number of all rows is asked for
 * @param entity the table that is asked about
 */
record Fetch(
        boolean aggregate,
        boolean distinct,
        int count,
        @Nullable Integer top,
        int page,
        @Nullable UUID after,
        boolean totals,
        Entity entity) {

    /** A table in the query, with what is wanted of it. @param all whether all columns are */
    record Entity(
            String table,
            boolean all,
            List<Attribute> attributes,
            List<Order> orders,
            @Nullable Condition condition,
            List<Link> links) {}

    /** @param alias the name in the answer, or null for its own */
    record Attribute(
            String name,
            @Nullable String alias,
            @Nullable String aggregate,
            boolean groupBy,
            @Nullable String dateGrouping,
            boolean distinct) {}

    /** By a column, or in an aggregate by an alias. */
    record Order(@Nullable String attribute, @Nullable String alias, boolean descending) {}

    /**
     * @param from the column of the linked table
     * @param to the column of the table that it hangs on
     * @param outer whether rows without a partner stay
     */
    record Link(Entity entity, String from, String to, boolean outer, String alias) {}

    /** What rows must fulfil. */
    sealed interface Condition {
        record All(List<Condition> of) implements Condition {}

        record Any(List<Condition> of) implements Condition {}

        /** @param alias the link whose row is meant, or null for the table in which the condition stands */
        record Test(@Nullable String alias, String attribute, String operator, List<String> values)
                implements Condition {}
    }
}
