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
            new ExpectedLookup("ferry_order", "ferry_shipperid", "ferry_shipper", """
                    SELECT order_id::text, company_name FROM orders LEFT JOIN shippers ON shipper_id = ship_via"""),
            new ExpectedLookup("ferry_orderline", "ferry_orderid", "ferry_order", """
                    SELECT order_id || ' / ' || product_id, order_id::text FROM order_details"""),
            new ExpectedLookup("ferry_orderline", "ferry_productid", "ferry_product", """
                    SELECT order_id || ' / ' || product_id, product_id FROM order_details"""),
            new ExpectedLookup("ferry_product", "ferry_supplierid", "account", """
                    SELECT product_id, supplier_id::text FROM products"""),
            new ExpectedLookup("ferry_product", "ferry_categoryid", "ferry_category", """
                    SELECT product_id, category_name FROM products LEFT JOIN categories USING (category_id)"""),
            new ExpectedLookup("ferry_territory", "ferry_regionid", "ferry_region", """
                    SELECT territory_id, trim(region_description) FROM territories LEFT JOIN region USING (region_id)"""));
}
