package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dataferry.acceptance.guarantee.Guarantee;
import org.dataferry.acceptance.harness.FerryFolder;
import org.dataferry.acceptance.harness.FerryServers;
import org.dataferry.acceptance.read.Canonical;
import org.dataferry.acceptance.read.DataverseReader;
import org.dataferry.acceptance.read.Witness;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The first minutes of a user: one command moves a real database, a second one shows it. */
final class NorthwindIT {

    private static final Map<String, Long> ROWS = new TreeMap<>(Map.ofEntries(
            Map.entry("account", 91L + 29L),
            Map.entry("contact", 9L),
            Map.entry("ferry_category", 8L),
            Map.entry("ferry_employee_territory", 49L),
            Map.entry("ferry_order", 830L),
            Map.entry("ferry_orderline", 2_155L),
            Map.entry("ferry_product", 77L),
            Map.entry("ferry_region", 4L),
            Map.entry("ferry_shipper", 6L),
            Map.entry("ferry_territory", 53L)));

    private static final String NOT_MIGRATED = """
            {"tables":["public.customer_customer_demo","public.customer_demographics","public.us_states"],\
            "columns":[{"table":"public.categories","columns":["picture"]},\
            {"table":"public.employees","columns":["photo","photo_path"]}]}""";

    private static final Path DUMP = FerryFolder.repository().resolveSibling("shared/data/northwind/northwind.sql");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void movesTheWholeOfNorthwind() throws Exception {
        Assumptions.assumeTrue(Files.exists(DUMP), () -> "Northwind is not here: " + DUMP + " does not exist");
        // given
        FerryFolder folder = FerryFolder.copyOfExample("northwind", directory.resolve("northwind"));

        // when
        JsonNode moved = folder.command("run", "--source-sql", DUMP.toString(), "--until-caught-up", "--json")
                .run()
                .assertExit(0)
                .json();

        // then
        assertThat(moved.path("caughtUp").asBoolean()).isTrue();
        assertThat(rows(moved)).isEqualTo(ROWS);
        assertNothingWaitsOrWasRefused(moved);
        assertSaysWhatIsNotMigrated(moved);
        try {
            FerryServers servers = FerryServers.of(
                    folder.command("up", "--json").run().assertExit(0).json());
            try (Witness witness = Witness.ofNorthwind(
                    servers.sourceJdbc(), servers.kafka(), servers.registry(), servers.dataverse())) {
                JsonNode status =
                        folder.command("status", "--json").run().assertExit(0).json();
                assertThat(rows(status)).isEqualTo(rows(moved));
                assertSaysWhatIsNotMigrated(status);
                Guarantee.assertAllHold(witness, status);
                assertKnownRows(witness.target());
            }
        } finally {
            folder.command("down").run().assertExit(0);
        }
    }

    /** A few rows as they stand in the dump, so that a wrong belief of the witness's queries shows as well. */
    private static void assertKnownRows(DataverseReader target) throws InterruptedException {
        assertThat(target.rowsWhere("contacts", "employeeid eq '2'"))
                .singleElement()
                .satisfies(fuller -> {
                    assertThat(fuller.path("ferry_fullname").asText()).isEqualTo("Dr. Andrew Fuller");
                    assertThat(fuller.path("ferry_courtesy").asInt()).isEqualTo(100_000_003);
                    assertThat(fuller.path("birthdate").asText()).isEqualTo("1952-02-19");
                });
        assertThat(target.rowsWhere("ferry_orders", "ferry_name eq '10248'"))
                .singleElement()
                .satisfies(order ->
                        assertThat(order.path("ferry_freight").asText()).isEqualTo("32.38"));
        assertThat(Map.of(
                        "10248 / 42",
                        total(target, "10248 / 42"),
                        "10250 / 51",
                        total(target, "10250 / 51"),
                        "10250 / 65",
                        total(target, "10250 / 65")))
                // 9.8 times 10; 42.4 times 35, less 15 %; 16.8 times 15, less 15 %.
                .isEqualTo(Map.of("10248 / 42", "98", "10250 / 51", "1261.4", "10250 / 65", "214.2"));
        assertThat(target.rowsWhere("accounts", "customertypecode eq 3")).hasSize(91);
        assertThat(target.rowsWhere("accounts", "customertypecode eq 10")).hasSize(29);
    }

    private static String total(DataverseReader target, String line) throws InterruptedException {
        return Canonical.of(target.rowsWhere("ferry_orderlines", "ferry_name eq '" + line + "'")
                .getFirst()
                .path("ferry_linetotal"));
    }

    private static void assertNothingWaitsOrWasRefused(JsonNode status) {
        status.path("entities").forEach(entity -> {
            for (String open : List.of("parked", "deferred", "bounced", "rejected", "inFlight")) {
                assertThat(entity.path(open).asLong(-1))
                        .as("%s of %s", open, entity)
                        .isZero();
            }
        });
    }

    private static void assertSaysWhatIsNotMigrated(JsonNode status) {
        assertThat(status.path("notMigrated")).hasToString(NOT_MIGRATED);
    }

    private static Map<String, Long> rows(JsonNode status) {
        Map<String, Long> rows = new TreeMap<>();
        status.path("entities")
                .forEach(entity -> rows.put(
                        entity.path("entity").asText(), entity.path("rows").asLong()));
        return rows;
    }
}
