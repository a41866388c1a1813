package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dataferry.acceptance.guarantee.LedgerBalances;
import org.dataferry.acceptance.guarantee.OneOutcomePerWrite;
import org.dataferry.acceptance.harness.DumpedBusiness;
import org.dataferry.acceptance.harness.FerryFolder;
import org.dataferry.acceptance.harness.FerryProcess;
import org.dataferry.acceptance.harness.FerryServers;
import org.dataferry.acceptance.read.DataverseReader;
import org.dataferry.acceptance.read.MigrationLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A business that only exports: ten dumps of each table, dirty ones, and one that was cut. No database is there. */
final class DumpsIT {

    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int DAYS = 10;
    private static final int DAY_OF_THE_CUT = 6;

    private static final List<String> TABLES =
            List.of("accounts", "providers", "jobs", "shifts", "shift_orders", "provider_accounts");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void targetEqualsTheLastAcceptedDumpsAndTheGuardStopsTheBrokenOne() throws Exception {
        long seed = Long.getLong("ferry.seed", System.nanoTime());
        System.out.println("dumps: seed " + seed);
        DumpedBusiness business = new DumpedBusiness(new Random(seed));
        FerryFolder folder = folder();
        FerryServers servers = FerryServers.of(
                folder.command("up", "--json").run().assertExit(0).json());
        try {
            Path watched = folder.directory().resolve("dumps");
            Path cut = null;
            dump(business, watched, 1);
            try (FerryProcess run = folder.command("run").start()) {
                run.awaitLine("running; Ctrl-C", START_PATIENCE);
                for (int day = 2; day <= DAYS; day++) {
                    business.goOn();
                    if (day == DAY_OF_THE_CUT) {
                        cut = business.cutDump("accounts", watched);
                        dump(business, watched, day, "accounts");
                    } else {
                        dump(business, watched, day);
                    }
                    awaitAccepted(folder, "shift_orders", day);
                    if (day == DAY_OF_THE_CUT) {
                        assertThat(quarantined(folder, "accounts")).containsExactly(cut.toString());
                    }
                }
                for (String table : TABLES) {
                    awaitAccepted(folder, table, table.equals("accounts") ? DAYS - 1 : DAYS);
                }
                run.stop();
            }
            // Lines that were no rows are open dead letters.
            folder.command("run", "--until-caught-up", "--allow-rejected", "--json")
                    .run()
                    .assertExit(0);

            // It is older than what was accepted since, and still cut.
            JsonNode refused = folder.command("ingest", "--table", "accounts", "--file", cut.toString(), "--json")
                    .run()
                    .assertExit(3)
                    .json();
            assertThat(refused.path("verdict").asText()).isEqualTo("QUARANTINED");
            assertThat(refused.path("findings").findValuesAsText("kind")).contains("OLDER", "DELETES");
            assertThat(quarantined(folder, "providers")).isEmpty();

            JsonNode verified =
                    folder.command("verify", "--json").run().assertExit(0).json();
            assertThat(verified.path("entities").findValuesAsText("mismatched")).containsOnly("0");
            assertSame(business, DataverseReader.ofEmulator(servers.dataverse()));
            new LedgerBalances(folder.command("status", "--json")
                            .run()
                            .assertExit(0)
                            .json())
                    .assertHolds();
            try (MigrationLog log = new MigrationLog(servers.kafka(), servers.registry(), "staffing-csv")) {
                new OneOutcomePerWrite(log).assertHolds();
            }
        } finally {
            folder.command("down").run().assertExit(0);
        }
    }

    /** As the business itself knows it, and not as Ferry reads dumps. */
    private static void assertSame(DumpedBusiness business, DataverseReader target) throws InterruptedException {
        Map<String, String> names = new TreeMap<>();
        target.rows("accounts", List.of("accountnumber", "name", "address1_postalcode", "revenue"))
                .forEach(row -> names.put(
                        row.path("accountnumber").asText(),
                        row.path("name").asText() + "|"
                                + row.path("address1_postalcode").asText() + "|"
                                + (row.path("revenue").isNull()
                                        ? null
                                        : row.path("revenue").decimalValue().setScale(2))));
        Map<String, String> wanted = new TreeMap<>();
        business.rows("accounts")
                .values()
                .forEach(row -> wanted.put(row.get(1), row.get(2) + "|" + row.get(6) + "|" + row.get(8)));
        assertThat(names).isEqualTo(wanted);
        Map<String, String> notes = new TreeMap<>();
        target.rows("ferry_shiftorders", List.of("ferry_name", "ferry_notes", "ferry_externalid"))
                .forEach(row -> notes.put(
                        row.path("ferry_name").asText(),
                        row.path("ferry_notes").asText("") + "|"
                                + row.path("ferry_externalid").asText("")));
        assertThat(notes.keySet())
                .isEqualTo(new java.util.TreeSet<>(business.rows("shift_orders").keySet().stream()
                        .map(id -> "Order " + id)
                        .toList()));
        assertThat(target.rows("ferry_shifts", List.of("ferry_name")))
                .hasSize(business.rows("shifts").size());
    }

    private FerryFolder folder() throws Exception {
        FerryFolder folder = FerryFolder.copyOfExample("staffing-csv", directory.resolve("staffing-csv"));
        folder.edit(
                "migration.yaml",
                "target:\n",
                "limits: { dumps: { closedAfter: 1s, look: 200ms, unreadablePercent: 2 } }\n\ntarget:\n");
        try (Stream<Path> samples = Files.list(folder.directory().resolve("dumps"))) {
            for (Path sample : samples.toList()) {
                Files.delete(sample);
            }
        }
        return folder;
    }

    /** On some days a table's dump has a line that is no row; never on the last. */
    private static void dump(DumpedBusiness business, Path folder, int day, String... without) throws Exception {
        for (int i = 0; i < TABLES.size(); i++) {
            if (!List.of(without).contains(TABLES.get(i))) {
                business.dump(TABLES.get(i), folder, day % 4 == 3 && i % 2 == 0);
            }
        }
    }

    private static void awaitAccepted(FerryFolder folder, String table, int dumps) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (accepted(folder, table) < dumps) {
            assertThat(System.nanoTime())
                    .as("patience for dump " + dumps + " of " + table)
                    .isLessThan(end);
            Thread.sleep(LOOK);
        }
    }

    private static int accepted(FerryFolder folder, String table) throws InterruptedException {
        return of(folder, table).path("accepted").size();
    }

    private static List<String> quarantined(FerryFolder folder, String table) throws InterruptedException {
        return of(folder, table).path("quarantined").findValuesAsText("file");
    }

    private static JsonNode of(FerryFolder folder, String table) throws InterruptedException {
        JsonNode all = folder.command("ingest", "--json").run().assertExit(0).json();
        for (JsonNode each : all.path("tables")) {
            if (each.path("table").asText().equals("public." + table)) {
                return each;
            }
        }
        throw new AssertionError("no table " + table + " in " + all);
    }
}
