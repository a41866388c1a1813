package org.dataferry.transform.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.transform.mapping.MappingBench.row;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.DeclaredTarget.DeclaredColumn;
import org.dataferry.transform.mapping.language.MappingFile;
import org.dataferry.transform.mapping.language.MappingFiles;
import org.dataferry.transform.mapping.option.OptionTable;
import org.dataferry.transform.mapping.option.OptionTables;
import org.dataferry.transform.mapping.type.SourceSchema;
import org.dataferry.transform.mapping.type.SourceSchemas;
import org.dataferry.transform.mapping.type.TargetColumnType;
import org.dataferry.transform.mapping.type.TargetSchemas;
import org.junit.jupiter.api.Test;

/** The mappings that the example ships, with rows of its database. */
class NorthwindExampleTest {

    private final List<MappingFile> files = MappingFiles.read(Path.of("../examples/northwind/mappings"));
    private final OptionTable options = OptionTables.read(Path.of("../examples/northwind/reference"));
    private final Mappings mappings = MappingCompiler.compile(files, options, Northwind.SOURCES, Northwind.TARGETS);

    @Test
    void mapsACustomerToAnAccount() {
        MappingResult result = of("customers")
                .map(row(
                        "customer_id", Value.text("ALFKI"),
                        "company_name", Value.text("Alfreds Futterkiste"),
                        "contact_name", Value.text("Maria Anders"),
                        "contact_title", Value.text("Sales Representative"),
                        "address", Value.text("Obere Str. 57"),
                        "city", Value.text("Berlin"),
                        "region", Value.NULL,
                        "postal_code", Value.text("12209"),
                        "country", Value.text("Germany"),
                        "phone", Value.text("030-0074321"),
                        "fax", Value.text("030-0076545")));

        assertThat(result)
                .isEqualTo(new MappingResult.Mapped(row(
                                "name", Value.text("Alfreds Futterkiste"),
                                "accountnumber", Value.text("ALFKI"),
                                "customertypecode", Value.whole(3),
                                "telephone1", Value.text("030-0074321"),
                                "fax", Value.text("030-0076545"),
                                "address1_line1", Value.text("Obere Str. 57"),
                                "address1_city", Value.text("Berlin"),
                                "address1_stateorprovince", Value.NULL,
                                "address1_postalcode", Value.text("12209"),
                                "address1_country", Value.text("Germany"),
                                "description", Value.text("Contact: Maria Anders, Sales Representative"))
                        .columns()));
    }

    @Test
    void mapsASupplierToAnAccountOfAnotherType() {
        assertThat(columns(of("suppliers"), row("supplier_id", Value.whole(1), "company_name", Value.text("Exotic"))))
                .containsEntry("name", Value.text("Exotic"))
                .containsEntry("accountnumber", Value.text("1"))
                .containsEntry("customertypecode", Value.whole(10));
    }

    @Test
    void calculatesTheTotalOfALineInDecimal() {
        SourceRow line = row(
                "order_id", Value.whole(10250),
                "product_id", Value.whole(51),
                "unit_price", new Value.Floating(42.4),
                "quantity", Value.whole(35),
                "discount", new Value.Floating(0.15));

        assertThat(columns(of("order_details"), line))
                .isEqualTo(row(
                                "ferry_name", Value.text("10250 / 51"),
                                "ferry_unitprice", Value.decimal("42.4000"),
                                "ferry_quantity", Value.whole(35),
                                "ferry_discount", Value.decimal("0.1500"),
                                "ferry_linetotal", Value.decimal("1261.40"))
                        .columns());
        assertThat(lookups(of("order_details"), line))
                .isEqualTo(Map.of(
                        "ferry_orderid", Optional.of(id("ferry_order", "orders", Value.whole(10250))),
                        "ferry_productid", Optional.of(id("ferry_product", "products", Value.whole(51)))));
    }

    @Test
    void namesTheSupplierOfAProductAmongAllAccounts() {
        SourceRow product = row(
                "product_id", Value.whole(11),
                "product_name", Value.text("Queso Cabrales"),
                "supplier_id", Value.whole(5),
                "category_id", Value.whole(4),
                "discontinued", Value.whole(1));

        assertThat(columns(of("products"), product)).containsEntry("ferry_discontinued", new Value.Bool(true));
        assertThat(lookups(of("products"), product))
                .isEqualTo(Map.of(
                        "ferry_supplierid", Optional.of(id("account", "suppliers", Value.whole(5))),
                        "ferry_categoryid", Optional.of(id("ferry_category", "categories", Value.whole(4)))));
    }

    @Test
    void readsAllOfItsTablesButPhotos() {
        assertThat(ColumnsRead.of(files, Northwind.SOURCES))
                .hasSize(11)
                .allSatisfy((table, columns) -> assertThat(Northwind.SOURCES
                                .find(table.qualified())
                                .orElseThrow()
                                .columns()
                                .keySet())
                        .as("columns of %s", table)
                        .filteredOn(column -> !columns.contains(column))
                        .isSubsetOf("photo", "photo_path", "picture"));
    }

    @Test
    void mapsAnOrderToATableOfOurOwn() {
        MappingResult result = of("orders")
                .map(row(
                        "order_id", Value.whole(10248),
                        "customer_id", Value.text("VINET"),
                        "employee_id", Value.whole(5),
                        "order_date", new Value.Day(LocalDate.of(1996, 7, 4)),
                        "required_date", new Value.Day(LocalDate.of(1996, 8, 1)),
                        "shipped_date", Value.NULL,
                        "ship_via", Value.whole(3),
                        "freight", new Value.Floating(32.380001068115234),
                        "ship_name", Value.text("Vins et alcools Chevalier"),
                        "ship_address", Value.text("59 rue de l'Abbaye"),
                        "ship_city", Value.text("Reims"),
                        "ship_region", Value.NULL,
                        "ship_postal_code", Value.text("51100"),
                        "ship_country", Value.text("France")));

        assertThat(result)
                .isInstanceOfSatisfying(
                        MappingResult.Mapped.class,
                        mapped -> assertThat(mapped.columns())
                                .containsEntry("ferry_name", Value.text("10248"))
                                .containsEntry("ferry_orderdate", new Value.Day(LocalDate.of(1996, 7, 4)))
                                .containsEntry("ferry_shippeddate", Value.NULL)
                                .containsEntry("ferry_freight", Value.decimal("32.38"))
                                .hasSize(12));
        assertThat(((MappingResult.Mapped) result).lookups())
                .isEqualTo(Map.of(
                        "ferry_customerid", Optional.of(id("account", "customers", Value.text("VINET"))),
                        "ferry_employeeid", Optional.of(id("contact", "employees", Value.whole(5))),
                        "ferry_shipperid", Optional.of(id("ferry_shipper", "shippers", Value.whole(3)))));
    }

    @Test
    void namesTheManagerOfAnEmployeeAndWaitsForNobody() {
        assertThat(lookups(of("employees"), row("last_name", Value.text("Davolio"), "reports_to", Value.whole(2))))
                .isEqualTo(Map.of("ferry_reportsto", Optional.of(id("contact", "employees", Value.whole(2)))));
        assertThat(lookups(of("employees"), row("last_name", Value.text("Fuller"), "reports_to", Value.NULL)))
                .isEqualTo(Map.of("ferry_reportsto", Optional.empty()));
        assertThat(of("employees").patchedLookups()).containsExactly("ferry_reportsto");
    }

    @Test
    void namesTheRegionOfATerritory() {
        assertThat(lookups(
                        of("territories"),
                        row(
                                "territory_id", Value.text("01581"),
                                "territory_description", Value.text("Westboro"),
                                "region_id", Value.whole(1))))
                .isEqualTo(Map.of("ferry_regionid", Optional.of(id("ferry_region", "region", Value.whole(1)))));
    }

    @Test
    void linksEmployeesWithTheirTerritories() {
        LinkMapping links = mappings.links().getFirst();

        assertThat(links.link(row("employee_id", Value.whole(1), "territory_id", Value.text("06897"))))
                .isEqualTo(new LinkMapping.LinkResult.Linked(new RowId.Link(
                        "ferry_employee_territory",
                        id("contact", "employees", Value.whole(1)),
                        id("ferry_territory", "territories", Value.text("06897")))));
    }

    @Test
    void loadsNamedEntitiesFirst() {
        assertThat(LoadPlan.of(files))
                .isEqualTo(new LoadPlan(
                        List.of(
                                "account",
                                "contact",
                                "ferry_category",
                                "ferry_product",
                                "ferry_region",
                                "ferry_shipper",
                                "ferry_order",
                                "ferry_orderline",
                                "ferry_territory"),
                        List.of(new LoadPlan.PatchedLookup(
                                "contact",
                                "ferry_reportsto",
                                Optional.of("contact names contact by ferry_reportsto")))));
    }

    @Test
    void mapsAnEmployeeToAContact() {
        MappingResult result = of("employees")
                .map(row(
                        "employee_id", Value.whole(2),
                        "last_name", Value.text("Fuller"),
                        "first_name", Value.text("Andrew"),
                        "title_of_courtesy", Value.text("Dr."),
                        "birth_date", new Value.Day(LocalDate.of(1952, 2, 19))));

        assertThat(result)
                .isInstanceOfSatisfying(
                        MappingResult.Mapped.class,
                        mapped -> assertThat(mapped.columns())
                                .containsEntry("lastname", Value.text("Fuller"))
                                .containsEntry("ferry_fullname", Value.text("Dr. Andrew Fuller"))
                                .containsEntry("ferry_courtesy", Value.whole(100_000_003))
                                .containsEntry("employeeid", Value.text("2"))
                                .containsEntry("birthdate", new Value.Day(LocalDate.of(1952, 2, 19)))
                                .containsEntry("description", Value.ABSENT));
    }

    @Test
    void declaresWhatPrepareMakes() {
        Map<String, DeclaredTarget> declared = DeclaredTargets.of(files, options).stream()
                .collect(Collectors.toMap(DeclaredTarget::entity, Function.identity()));

        assertThat(declared)
                .containsOnlyKeys(
                        "account",
                        "contact",
                        "ferry_category",
                        "ferry_order",
                        "ferry_orderline",
                        "ferry_product",
                        "ferry_region",
                        "ferry_shipper",
                        "ferry_territory");
        DeclaredTarget contact = declared.get("contact");
        assertThat(contact.table()).isEmpty();
        assertThat(contact.columns())
                .containsExactly(
                        new DeclaredColumn("ferry_fullname", "Full name", new TargetColumnType.Text(60)),
                        new DeclaredColumn(
                                "ferry_courtesy",
                                "Title of courtesy",
                                new TargetColumnType.Choice(new TreeMap<>(Map.of(
                                        100_000_000, "Mr",
                                        100_000_001, "Mrs",
                                        100_000_002, "Ms",
                                        100_000_003, "Doctor")))),
                        new DeclaredColumn("ferry_extension", "Extension", new TargetColumnType.Text(4)),
                        new DeclaredColumn(
                                "ferry_reportsto", "Reports to", new TargetColumnType.Lookup(List.of("contact"))));
        DeclaredTarget order = declared.get("ferry_order");
        assertThat(order.table())
                .hasValueSatisfying(table -> assertThat(table.displayName()).isEqualTo("Order"));
        assertThat(order.columns())
                .hasSize(15)
                .startsWith(new DeclaredColumn("ferry_name", "Order number", new TargetColumnType.Text(100)))
                .endsWith(new DeclaredColumn(
                        "ferry_shipperid", "Shipper", new TargetColumnType.Lookup(List.of("ferry_shipper"))));
        assertThat(DeclaredRelationship.of(files))
                .containsExactly(
                        new DeclaredRelationship("ferry_employee_territory", "contact", "ferry_territory", true));
    }

    private static Map<String, Optional<RowId>> lookups(EntityMapping mapping, SourceRow row) {
        return ((MappingResult.Mapped) mapping.map(row)).lookups();
    }

    private static Map<String, Value> columns(EntityMapping mapping, SourceRow row) {
        return ((MappingResult.Mapped) mapping.map(row)).columns();
    }

    private static RowId id(String entity, String table, Value key) {
        return new RowId.OfSource(entity, new SourceTable("erp", "public", table), SourceKey.of(key));
    }

    private EntityMapping of(String table) {
        return mappings.of(new SourceTable("erp", "public", table)).getFirst();
    }

    private static final class Northwind {
        static final SourceSchemas SOURCES = new SourceSchemas(List.of(
                schema(
                        "customers",
                        "*customer_id TEXT, company_name TEXT, contact_name TEXT, contact_title TEXT, address TEXT,"
                                + " city TEXT, region TEXT, postal_code TEXT, country TEXT, phone TEXT, fax TEXT"),
                schema(
                        "employees",
                        "*employee_id WHOLE, last_name TEXT, first_name TEXT, title TEXT, title_of_courtesy TEXT,"
                                + " birth_date DATE, hire_date DATE, address TEXT, city TEXT, region TEXT,"
                                + " postal_code TEXT, country TEXT, home_phone TEXT, extension TEXT, photo BYTES,"
                                + " notes TEXT, reports_to WHOLE, photo_path TEXT"),
                schema(
                        "suppliers",
                        "*supplier_id WHOLE, company_name TEXT, contact_name TEXT, contact_title TEXT, address TEXT,"
                                + " city TEXT, region TEXT, postal_code TEXT, country TEXT, phone TEXT, fax TEXT,"
                                + " homepage TEXT"),
                schema("shippers", "*shipper_id WHOLE, company_name TEXT, phone TEXT"),
                schema("categories", "*category_id WHOLE, category_name TEXT, description TEXT, picture BYTES"),
                schema(
                        "products",
                        "*product_id WHOLE, product_name TEXT, supplier_id WHOLE, category_id WHOLE,"
                                + " quantity_per_unit TEXT, unit_price FLOATING, units_in_stock WHOLE,"
                                + " units_on_order WHOLE, reorder_level WHOLE, discontinued WHOLE"),
                schema(
                        "order_details",
                        "*order_id WHOLE, *product_id WHOLE, unit_price FLOATING, quantity WHOLE, discount FLOATING"),
                schema(
                        "orders",
                        "*order_id WHOLE, customer_id TEXT, employee_id WHOLE, order_date DATE, required_date DATE,"
                                + " shipped_date DATE, ship_via WHOLE, freight FLOATING, ship_name TEXT,"
                                + " ship_address TEXT, ship_city TEXT, ship_region TEXT, ship_postal_code TEXT,"
                                + " ship_country TEXT"),
                schema("region", "*region_id WHOLE, region_description TEXT"),
                schema("territories", "*territory_id TEXT, territory_description TEXT, region_id WHOLE"),
                schema("employee_territories", "*employee_id WHOLE, *territory_id TEXT")));

        static final TargetSchemas TARGETS = new TargetSchemas(List.of(
                MappingBench.entity(
                        "account",
                        "name text(160)",
                        "accountnumber text(20)",
                        "customertypecode choice:1,2,3,4,5,6,7,8,9,10,11,12",
                        "telephone1 text(50)",
                        "fax text(50)",
                        "address1_line1 text(250)",
                        "address1_city text(80)",
                        "address1_stateorprovince text(50)",
                        "address1_postalcode text(20)",
                        "address1_country text(80)",
                        "description memo(2000)"),
                MappingBench.entity(
                        "contact",
                        "lastname text(50) required",
                        "firstname text(50)",
                        "jobtitle text(100)",
                        "salutation text(100)",
                        "birthdate date",
                        "anniversary date",
                        "telephone1 text(50)",
                        "employeeid text(50)",
                        "address1_line1 text(250)",
                        "address1_city text(80)",
                        "address1_stateorprovince text(50)",
                        "address1_postalcode text(20)",
                        "address1_country text(80)",
                        "description memo(2000)")));

        private static SourceSchema schema(String table, String columns) {
            return MappingBench.table("public." + table, columns.split(", "));
        }
    }
}
