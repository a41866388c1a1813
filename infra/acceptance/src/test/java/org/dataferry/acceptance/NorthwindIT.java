package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.dataferry.acceptance.guarantee.Guarantee;
import org.dataferry.acceptance.harness.FerryFolder;
import org.dataferry.acceptance.harness.FerryServers;
import org.dataferry.acceptance.read.Witness;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The first minutes of a user: one command moves a real database, a second one shows it. */
final class NorthwindIT {

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
        assertThat(rows(moved))
                .isEqualTo(Map.of(
                        "account",
                        91L,
                        "contact",
                        9L,
                        "ferry_employee_territory",
                        49L,
                        "ferry_order",
                        830L,
                        "ferry_region",
                        4L,
                        "ferry_territory",
                        53L));
        try {
            FerryServers servers = FerryServers.of(
                    folder.command("up", "--json").run().assertExit(0).json());
            try (Witness witness = Witness.ofNorthwind(
                    servers.sourceJdbc(), servers.kafka(), servers.registry(), servers.dataverse())) {
                JsonNode status =
                        folder.command("status", "--json").run().assertExit(0).json();
                assertThat(rows(status)).isEqualTo(rows(moved));
                Guarantee.assertAllHold(witness, status);
            }
        } finally {
            folder.command("down").run().assertExit(0);
        }
    }

    private static Map<String, Long> rows(JsonNode status) {
        Map<String, Long> rows = new TreeMap<>();
        status.path("entities")
                .forEach(entity -> rows.put(
                        entity.path("entity").asText(), entity.path("rows").asLong()));
        return rows;
    }
}
