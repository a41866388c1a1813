package org.dataferry.acceptance.read;

import java.util.List;

/**
 * What a mapping means, said a second time and in another language: a query of the source whose result is what the target should hold.
 *
 * @param key the column that tells the rows apart
 * @param columns that the query gives and the target has
 * @param query with the columns in their order
 */
public record ExpectedEntity(
        String entity, String entitySet, String table, String key, List<String> columns, String query) {

    /** What {@code examples/northwind} says. */
    public static final List<ExpectedEntity> NORTHWIND = List.of(
            of(
                    "account",
                    "accounts",
                    "customers",
                    "accountnumber",
                    List.of(
                            "accountnumber = customer_id",
                            "name = company_name",
                            "telephone1 = phone",
                            "fax = fax",
                            "address1_line1 = address",
                            "address1_city = city",
                            "address1_stateorprovince = region",
                            "address1_postalcode = postal_code",
                            "address1_country = country",
                            "description = 'Contact: ' || contact_name || coalesce(', ' || contact_title, '')")),
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
                    List.of("ferry_code = territory_id", "ferry_name = trim(territory_description)")));

    public ExpectedEntity {
        columns = List.copyOf(columns);
    }

    private static ExpectedEntity of(String entity, String entitySet, String table, String key, List<String> columns) {
        List<String[]> parts =
                columns.stream().map(column -> column.split(" = ", 2)).toList();
        String query = "SELECT "
                + String.join(", ", parts.stream().map(part -> part[1]).toList()) + " FROM " + table;
        return new ExpectedEntity(
                entity,
                entitySet,
                table,
                key,
                parts.stream().map(part -> part[0]).toList(),
                query);
    }
}
