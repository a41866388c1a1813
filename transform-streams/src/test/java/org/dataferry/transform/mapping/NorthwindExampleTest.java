package org.dataferry.transform.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.transform.mapping.MappingBench.row;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.DeclaredTarget.DeclaredColumn;
import org.dataferry.transform.mapping.language.MappingFile;
import org.dataferry.transform.mapping.language.MappingFiles;
import org.dataferry.transform.mapping.type.SourceSchema;
import org.dataferry.transform.mapping.type.SourceSchemas;
import org.dataferry.transform.mapping.type.TargetColumnType;
import org.dataferry.transform.mapping.type.TargetSchemas;
import org.junit.jupiter.api.Test;

/** The mappings that the example ships, with rows of its database. */
class NorthwindExampleTest {

    private final List<MappingFile> files = MappingFiles.read(Path.of("../examples/northwind/mappings"));
    private final Mappings mappings = MappingCompiler.compile(files, Northwind.SOURCES, Northwind.TARGETS);

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
    }

    @Test
    void mapsAnEmployeeToAContact() {
        MappingResult result = of("employees")
                .map(row(
                        "employee_id", Value.whole(2),
                        "last_name", Value.text("Fuller"),
                        "birth_date", new Value.Day(LocalDate.of(1952, 2, 19))));

        assertThat(result)
                .isInstanceOfSatisfying(
                        MappingResult.Mapped.class,
                        mapped -> assertThat(mapped.columns())
                                .containsEntry("lastname", Value.text("Fuller"))
                                .containsEntry("employeeid", Value.text("2"))
                                .containsEntry("birthdate", new Value.Day(LocalDate.of(1952, 2, 19)))
                                .containsEntry("description", Value.ABSENT));
    }

    @Test
    void declaresWhatPrepareMakes() {
        List<DeclaredTarget> declared = DeclaredTargets.of(files);

        assertThat(declared).singleElement().satisfies(order -> {
            assertThat(order.entity()).isEqualTo("ferry_order");
            assertThat(order.table())
                    .hasValueSatisfying(table -> assertThat(table.displayName()).isEqualTo("Order"));
            assertThat(order.columns())
                    .hasSize(12)
                    .startsWith(new DeclaredColumn("ferry_name", "Order number", new TargetColumnType.Text(100)));
        });
    }

    private EntityMapping of(String table) {
        return mappings.of(new SourceTable("erp", "public", table)).getFirst();
    }

    private static final class Northwind {
        static final SourceSchemas SOURCES = new SourceSchemas(List.of(
                schema(
                        "customers",
                        "customer_id TEXT, company_name TEXT, contact_name TEXT, contact_title TEXT, address TEXT,"
                                + " city TEXT, region TEXT, postal_code TEXT, country TEXT, phone TEXT, fax TEXT"),
                schema(
                        "employees",
                        "employee_id WHOLE, last_name TEXT, first_name TEXT, title TEXT, title_of_courtesy TEXT,"
                                + " birth_date DATE, hire_date DATE, address TEXT, city TEXT, region TEXT,"
                                + " postal_code TEXT, country TEXT, home_phone TEXT, notes TEXT"),
                schema(
                        "orders",
                        "order_id WHOLE, customer_id TEXT, employee_id WHOLE, order_date DATE, required_date DATE,"
                                + " shipped_date DATE, ship_via WHOLE, freight FLOATING, ship_name TEXT,"
                                + " ship_address TEXT, ship_city TEXT, ship_region TEXT, ship_postal_code TEXT,"
                                + " ship_country TEXT")));

        static final TargetSchemas TARGETS = new TargetSchemas(List.of(
                MappingBench.entity(
                        "account",
                        "name text(160)",
                        "accountnumber text(20)",
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
