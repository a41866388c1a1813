package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dataferry.acceptance.harness.FerryFolder;
import org.dataferry.acceptance.harness.FerryProcess;
import org.dataferry.acceptance.harness.FerryServers;
import org.dataferry.acceptance.read.DataverseReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A segment that failed is sent again: exactly its rows, also when the command is killed, and no further once it is cancelled. */
final class ReplayIT {

    private static final int ROWS = Integer.getInteger("ferry.rows", 3_000);
    private static final int FAILED = ROWS / 2;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String DUMP = """
            CREATE TABLE items (id integer PRIMARY KEY, name text, colour text);
            INSERT INTO items SELECT n, 'Item ' || n, CASE WHEN n %% 2 = 0 THEN 'red' ELSE 'blue' END
                FROM generate_series(1, %d) n;
            """.formatted(ROWS);

    private static final String MIGRATION = """
            migration: items
            partitions: 2
            source: { name: erp }
            target: { prefix: ferry }
            limits: { replay: { window: 40 } }
            """;

    private static final String OPTIONS = """
            source_table,source_column,target_table,target_column,source_text,target_value,target_label
            items,colour,ferry_item,ferry_colour,red,100000000,Red
            """;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void sendsExactlyWhatFailedThoughItIsKilledAndNothingOnceItIsCancelled() throws Exception {
        FerryFolder folder = folder();
        String dump = Files.writeString(directory.resolve("items.sql"), DUMP).toString();
        FerryServers servers = FerryServers.of(
                folder.command("up", "--json").run().assertExit(0).json());
        try {
            // given half of the rows rejected, as the option table lacks their colour
            folder.command("run", "--source-sql", dump, "--until-caught-up", "--json")
                    .run()
                    .assertExit(3);
            Map<String, String> before = versions(servers);
            assertThat(before).hasSize(ROWS - FAILED);
            waiveAndTakeBack(folder);
            folder.write(
                    "reference/options.csv", OPTIONS + "items,colour,ferry_item,ferry_colour,blue,100000001,Blue\n");

            // and a preview, for which nobody keeps the ledger
            previewed(folder);

            try (FerryProcess run = folder.command("run").start()) {
                run.awaitLine("running; Ctrl-C", PATIENCE);
                // when the command that sends them is killed in the middle, and another goes on
                String id = killed(folder);
                assertThat(stage(folder, id)).isEqualTo("GOES_ON");
                JsonNode resumed = folder.command("replay", "--resume", id.substring(0, 8), "--json")
                        .run()
                        .assertExit(0)
                        .json();

                // then each was sent once, and no other
                assertThat(resumed.path("writes").path("announced").asInt()).isEqualTo(FAILED);
                assertThat(resumed.path("writes").path("applied").asInt()).isEqualTo(FAILED);
                assertThat(stage(folder, id)).isEqualTo("ENDED");
                Map<String, String> after = versions(servers);
                assertThat(after).hasSize(ROWS).containsAllEntriesOf(before);

                // and what was mended since is not sent for its old error
                JsonNode again = folder.command("replay", "--filter", "blue", "--preview", "--json")
                        .run()
                        .assertExit(0)
                        .json();
                assertThat(again.path("selected").asInt()).isZero();
                assertThat(again.path("overtaken").asInt()).isEqualTo(FAILED);

                // and one that is cancelled touches no more than it had sent
                cancelled(folder);
                run.stop();
            }
            JsonNode status =
                    folder.command("status", "--json").run().assertExit(0).json();
            assertThat(status.path("imbalances")).isEmpty();
            assertThat(status.path("unannounced").asInt()).isZero();

            // and single rows can be sent while the ledger is away, as the log knows them
            folder.write("migration.yaml", MIGRATION + """
                    ledger: { url: "jdbc:postgresql://127.0.0.1:1/away", user: nobody, password: { env: PATH } }
                    """);
            assertThat(folder.command("replay", "--entity", "ferry_item", "--key", "1", "--json")
                            .run()
                            .assertExit(0)
                            .json()
                            .path("selected")
                            .asInt())
                    .isEqualTo(1);
            folder.command("replay", "--rejected").run().assertExit(1);
        } finally {
            folder.command("down").run().assertExit(0);
        }
    }

    /** What it would do: the colour that was unknown is known by the mapping as it is now. */
    private static void previewed(FerryFolder folder) throws Exception {
        folder.command("replay", "--error-reason", "OPTION_UNKNOWN", "--save-filter", "blue", "--json")
                .run()
                .assertExit(0);
        JsonNode preview = folder.command("replay", "--filter", "blue", "--preview", "--json")
                .run()
                .assertExit(0)
                .json();
        assertThat(preview.path("selected").asInt()).isEqualTo(FAILED);
        assertThat(preview.at("/reasons/OPTION_UNKNOWN").asInt()).isEqualTo(FAILED);
        assertThat(preview.path("sampleUnknown").isNull())
                .as("%s", preview.path("sampleUnknown"))
                .isTrue();
        assertThat(preview.path("sample")).hasSize(20).allSatisfy(row -> {
            assertThat(row.path("result").asText()).isEqualTo("WRITTEN");
            assertThat(row.path("columns"))
                    .anySatisfy(
                            column -> assertThat(column.path("after").asText()).isEqualTo("100000001"));
        });
    }

    /** What is waived stands in nobody's way, and is told as that. */
    private static void waiveAndTakeBack(FerryFolder folder) throws Exception {
        JsonNode waiver = folder.command(
                        "waive",
                        "--entity",
                        "ferry_item",
                        "--all-rejected",
                        "--why",
                        "blue is not sold any more",
                        "--json")
                .run()
                .assertExit(0)
                .json()
                .at("/waivers/0");
        assertThat(waiver.path("rows").asInt()).isEqualTo(FAILED);
        JsonNode entity = folder.command("run", "--until-caught-up", "--json")
                .run()
                .assertExit(0)
                .json()
                .at("/entities/0");
        assertThat(entity.path("rejectedRows").asInt()).isEqualTo(FAILED);
        assertThat(entity.path("waivedRows").asInt()).isEqualTo(FAILED);
        assertThat(folder.command("verify", "--json")
                        .run()
                        .assertExit(3)
                        .json()
                        .at("/differences/0/log")
                        .asText())
                .startsWith("WAIVED at ")
                .contains("blue is not sold any more; REJECTED", "OPTION_UNKNOWN");

        folder.command("waive", "--withdraw", waiver.path("waiverId").asText(), "--why", "it is after all")
                .run()
                .assertExit(0);
        assertThat(folder.command("status", "--json")
                        .run()
                        .assertExit(0)
                        .json()
                        .at("/entities/0/waivedRows")
                        .asInt())
                .isZero();
    }

    private static String killed(FerryFolder folder) throws Exception {
        try (FerryProcess replay = folder.command("replay", "--filter", "blue", "--why", "blue is known now")
                .start()) {
            String id = replay.awaitWord("replay ", PATIENCE).split(":")[0];
            replay.awaitLine("rows sent", PATIENCE);
            replay.kill();
            assertThat(replay.said("of " + FAILED + " rows sent")).isTrue();
            assertThat(replay.said(FAILED + " of " + FAILED + " rows sent"))
                    .as("the kill came in the middle")
                    .isFalse();
            return id;
        }
    }

    private static void cancelled(FerryFolder folder) throws Exception {
        try (FerryProcess replay =
                folder.command("replay", "--entity", "ferry_item", "--json").start()) {
            String id = replay.awaitWord("replay ", PATIENCE).split(":")[0];
            replay.awaitLine("rows sent", PATIENCE);
            folder.command("replay", "--pause", id, "--why", "wait a moment")
                    .run()
                    .assertExit(0);
            replay.awaitLine("is paused", PATIENCE);
            folder.command("replay", "--cancel", id, "--why", "the wrong rows")
                    .run()
                    .assertExit(0);

            JsonNode document = replay.await(PATIENCE).assertExit(3).json();
            assertThat(document.path("stage").asText()).isEqualTo("CANCELLED");
            JsonNode writes = document.path("writes");
            assertThat(writes.path("announced").asInt()).isPositive().isLessThan(ROWS);
            assertThat(writes.path("inFlight").asInt()).isZero();
            assertThat(stage(folder, id)).isEqualTo("CANCELLED");
            folder.command("replay", "--resume", id).run().assertExit(3);
        }
    }

    private static String stage(FerryFolder folder, String id) throws Exception {
        JsonNode replays = folder.command("replay", "--history", "--json")
                .run()
                .assertExit(0)
                .json()
                .path("replays");
        for (JsonNode replay : replays) {
            if (replay.path("replayId").asText().equals(id)) {
                return replay.path("stage").asText();
            }
        }
        throw new AssertionError("no replay " + id + " in " + replays);
    }

    /** By the name of each row, its version in the target: whoever writes it makes it another. */
    private static Map<String, String> versions(FerryServers servers) throws InterruptedException {
        return DataverseReader.ofEmulator(servers.dataverse())
                .rows("ferry_items", List.of("ferry_name", "versionnumber"))
                .stream()
                .collect(Collectors.toMap(
                        row -> row.path("ferry_name").asText(),
                        row -> row.path("versionnumber").asText()));
    }

    private FerryFolder folder() throws IOException {
        FerryFolder folder = new FerryFolder(directory.resolve("items"));
        Files.createDirectories(folder.directory().resolve("mappings"));
        Files.createDirectories(folder.directory().resolve("reference"));
        folder.write("migration.yaml", MIGRATION);
        folder.write("mappings/item.yaml", """
                entity: ferry_item
                from: public.items
                table: { displayName: Item, displayCollectionName: Items, primaryName: ferry_name }
                columns:
                  ferry_name: { column: name, type: text(100) }
                  ferry_colour: { column: colour, options: true, type: choice, label: Colour }
                """);
        folder.write("reference/options.csv", OPTIONS);
        return folder;
    }
}
