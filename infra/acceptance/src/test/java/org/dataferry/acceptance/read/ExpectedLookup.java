package org.dataferry.acceptance.read;

import java.util.List;

/**
 * What a lookup means, said a second time. Rows are told apart as {@link ExpectedEntity#key()} says.
 *
 * @param entity whose rows have the lookup
 * @param column the lookup's logical name
 * @param names the entity of the named rows
 * @param query gives the key of each row of the entity and that of the row it names, or null
 */
public record ExpectedLookup(String entity, String column, String names, String query) {

    /** What {@code examples/northwind} says. */
    public static final List<ExpectedLookup> NORTHWIND = List.of(
            new ExpectedLookup("contact", "ferry_reportsto", "contact", """
                    SELECT employee_id::text, reports_to::text FROM employees"""),
            new ExpectedLookup("ferry_order", "ferry_customerid", "account", """
                    SELECT order_id::text, customer_id FROM orders"""),
            new ExpectedLookup("ferry_order", "ferry_employeeid", "contact", """
                    SELECT order_id::text, employee_id::text FROM orders"""),
            new ExpectedLookup("ferry_territory", "ferry_regionid", "ferry_region", """
                    SELECT territory_id, trim(region_description) FROM territories LEFT JOIN region USING (region_id)"""));
}
