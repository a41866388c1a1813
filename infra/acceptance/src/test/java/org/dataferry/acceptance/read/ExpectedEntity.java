package org.dataferry.acceptance.read;

import java.util.List;

/**
 * What a mapping means, said a second time and in another language: a query of the source whose result is what the target should hold.
 *
 * @param tables of the source whose rows its rows are
 * @param key the column that tells the rows apart
 * @param columns that the query gives and the target has
 * @param query with the columns in their order
 */
public record ExpectedEntity(
        String entity, String entitySet, List<String> tables, String key, List<String> columns, String query) {

    /** What {@code examples/northwind} says. */
    public static final List<ExpectedEntity> NORTHWIND = List.of(
            both(
                    company("customers", "customer_id", "3", "NULL"),
                    company("suppliers", "supplier_id::text", "10", "homepage")),
            of(
                    "contact",
                    "contacts",
                    "employees",
                    "employeeid",
                    List.of(
                            "employeeid = employee_id::text",
                            "lastname = last_name",
                            "firstname = first_name",
                            "jobtitle = title",
                            "salutation = title_of_courtesy",
                            "ferry_fullname = concat_ws(' ', title_of_courtesy, first_name, last_name)",
                            "ferry_courtesy = CASE title_of_courtesy WHEN 'Mr.' THEN 100000000"
                                    + " WHEN 'Mrs.' THEN 100000001 WHEN 'Ms.' THEN 100000002"
                                    + " WHEN 'Dr.' THEN 100000003 END",
                            "ferry_extension = extension",
                            "birthdate = birth_date::text",
                            "anniversary = hire_date::text",
                            "address1_line1 = address",
                            "address1_city = city",
                            "address1_stateorprovince = region",
                            "address1_postalcode = postal_code",
                            "address1_country = country",
                            "telephone1 = home_phone",
                            "description = notes")),
            of(
                    "ferry_order",
                    "ferry_orders",
                    "orders",
                    "ferry_name",
                    List.of(
                            "ferry_name = order_id::text",
                            "ferry_orderdate = order_date::text",
                            "ferry_requireddate = required_date::text",
                            "ferry_shippeddate = shipped_date::text",
                            "ferry_shipvia = ship_via",
                            "ferry_freight = round(freight::text::numeric, 4)",
                            "ferry_shipname = ship_name",
                            "ferry_shipaddress = ship_address",
                            "ferry_shipcity = ship_city",
                            "ferry_shipregion = ship_region",
                            "ferry_shippostalcode = ship_postal_code",
                            "ferry_shipcountry = ship_country")),
            of(
                    "ferry_region",
                    "ferry_regions",
                    "region",
                    "ferry_name",
                    List.of("ferry_name = trim(region_description)")),
            of(
                    "ferry_territory",
                    "ferry_territories",
                    "territories",
                    "ferry_code",
                    List.of("ferry_code = territory_id", "ferry_name = trim(territory_description)")),
            of(
                    "ferry_shipper",
                    "ferry_shippers",
                    "shippers",
                    "ferry_name",
                    List.of("ferry_name = company_name", "ferry_phone = phone")),
            of(
                    "ferry_category",
                    "ferry_categories",
                    "categories",
                    "ferry_name",
                    List.of("ferry_name = category_name", "ferry_description = description")),
            of(
                    "ferry_product",
                    "ferry_products",
                    "products",
                    "ferry_number",
                    List.of(
                            "ferry_number = product_id",
                            "ferry_name = product_name",
                            "ferry_quantityperunit = quantity_per_unit",
                            "ferry_unitprice = unit_price::text::numeric",
                            "ferry_unitsinstock = units_in_stock",
                            "ferry_unitsonorder = units_on_order",
                            "ferry_reorderlevel = reorder_level",
                            "ferry_discontinued = discontinued <> 0")),
            of(
                    "ferry_orderline",
                    "ferry_orderlines",
                    "order_details",
                    "ferry_name",
                    List.of(
                            "ferry_name = order_id || ' / ' || product_id",
                            "ferry_unitprice = unit_price::text::numeric",
                            "ferry_quantity = quantity",
                            "ferry_discount = discount::text::numeric",
                            "ferry_linetotal = round(unit_price::text::numeric * quantity"
                                    + " * (1 - discount::text::numeric), 2)")));

    public ExpectedEntity {
        tables = List.copyOf(tables);
        columns = List.copyOf(columns);
    }

    /** Customers and suppliers are accounts alike. */
    private static ExpectedEntity company(String table, String key, String type, String homepage) {
        return of(
                "account",
                "accounts",
                table,
                "accountnumber",
                List.of(
                        "accountnumber = " + key,
                        "name = company_name",
                        "customertypecode = " + type,
                        "telephone1 = phone",
                        "fax = fax",
                        "address1_line1 = address",
                        "address1_city = city",
                        "address1_stateorprovince = region",
                        "address1_postalcode = postal_code",
                        "address1_country = country",
                        "ferry_homepage = " + homepage,
                        "description = 'Contact: ' || contact_name || coalesce(', ' || contact_title, '')"));
    }

    private static ExpectedEntity both(ExpectedEntity first, ExpectedEntity second) {
        return new ExpectedEntity(
                first.entity(),
                first.entitySet(),
                List.of(first.tables().getFirst(), second.tables().getFirst()),
                first.key(),
                first.columns(),
                first.query() + " UNION ALL " + second.query());
    }

    private static ExpectedEntity of(String entity, String entitySet, String table, String key, List<String> columns) {
        List<String[]> parts =
                columns.stream().map(column -> column.split(" = ", 2)).toList();
        String query = "SELECT "
                + String.join(", ", parts.stream().map(part -> part[1]).toList()) + " FROM " + table;
        return new ExpectedEntity(
                entity,
                entitySet,
                List.of(table),
                key,
                parts.stream().map(part -> part[0]).toList(),
                query);
    }
}
