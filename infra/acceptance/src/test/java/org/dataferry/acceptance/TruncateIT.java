package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dataferry.acceptance.guarantee.LedgerBalances;
import org.dataferry.acceptance.guarantee.OneOutcomePerWrite;
import org.dataferry.acceptance.harness.DataverseEditor;
import org.dataferry.acceptance.harness.FerryFolder;
import org.dataferry.acceptance.harness.FerryProcess;
import org.dataferry.acceptance.harness.FerryServers;
import org.dataferry.acceptance.harness.PaperOffice;
import org.dataferry.acceptance.read.MigrationLog;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each row of a truncated table is deleted with a verdict of its own, and nothing else: not what came after, and not what people
 * made in the same table of the target. Prints what it costs.
 */
final class TruncateIT {

    private static final int ROWS = 2_000;
    private static final int LOGGED_AT_A_TIME = 10_000;
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String DUMP = """
            CREATE TABLE papers (id integer PRIMARY KEY, title varchar(40));
            CREATE TABLE people (id integer PRIMARY KEY, name varchar(40));
            INSERT INTO papers SELECT n, 'paper ' || n FROM generate_series(1, %d) n;
            INSERT INTO people VALUES (1, 'Ann');
            """.formatted(ROWS);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private FerryServers servers;
    private PaperOffice office;

    @Test
    void eachRowOfATruncatedTableIsDeletedWithItsOwnVerdict() throws Exception {
        FerryFolder folder = PaperOffice.folder(directory);
        String dump = Files.writeString(directory.resolve("papers.sql"), DUMP).toString();
        servers = FerryServers.of(
                folder.command("up", "--json").run().assertExit(0).json());
        office = new PaperOffice(servers);
        try {
            folder.command("run", "--source-sql", dump, "--until-caught-up")
                    .run()
                    .assertExit(0);
            new DataverseEditor(servers.dataverse()).create("ferry_papers", "{\"ferry_name\":\"a person's\"}");

            try (FerryProcess run = folder.command("run").start()) {
                run.awaitLine("running; Ctrl-C", START_PATIENCE);
                long before = lastRequest();
                long begin = System.nanoTime();
                office.source("BEGIN; TRUNCATE papers; INSERT INTO papers VALUES (-1, 'after'); COMMIT");
                office.await(Set.of("a person's", "after"));
                double seconds = (System.nanoTime() - begin) / 1e9;
                run.stop();
                print(before, seconds);
            }

            assertThat(office.people()).containsExactly("Ann");
            JsonNode status =
                    folder.command("status", "--json").run().assertExit(0).json();
            new LedgerBalances(status).assertHolds();
            try (MigrationLog log = new MigrationLog(servers.kafka(), servers.registry(), "northwind")) {
                new OneOutcomePerWrite(log).assertHolds();
                assertThat(deleted(log)).as("rows with a verdict of their own").hasSize(ROWS);
            }
        } finally {
            folder.command("down").run().assertExit(0);
        }
    }

    /** The rows that were deleted, each once. */
    private static Set<String> deleted(MigrationLog log) throws InterruptedException {
        Set<String> deleted = new HashSet<>();
        OutcomeCodec codec = new OutcomeCodec();
        for (ConsumerRecord<String, byte[]> record : log.read("g1.outcomes.ferry_paper"::equals)) {
            RecordedOutcome outcome = codec.read(log.decode(record));
            if (outcome.outcome().equals(new Outcome.Applied(Outcome.Effect.DELETED))) {
                assertThat(deleted.add(record.key())).as(record.key()).isTrue();
            }
        }
        return deleted;
    }

    private long lastRequest() throws IOException, InterruptedException {
        return log(0, 1).path("next").asLong() - 1;
    }

    private void print(long before, double seconds) throws IOException, InterruptedException {
        long requests = 0;
        long parts = 0;
        for (JsonNode request : log(before, LOGGED_AT_A_TIME).path("requests")) {
            if (request.path("operation").asText().equalsIgnoreCase("batch")) {
                requests++;
                parts += request.path("parts").asLong();
            }
        }
        System.out.printf(
                "TruncateIT: %d rows gone %.1f s after the commit, by %d requests with %d deletes%n",
                ROWS, seconds, requests, parts);
        assertThat(parts).as("deletes of single rows").isEqualTo(ROWS);
    }

    private JsonNode log(long after, int limit) throws IOException, InterruptedException {
        URI url = URI.create(servers.dataverse() + "/_emulator/requests?after=" + after + "&limit=" + limit);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return new ObjectMapper()
                    .readTree(http.send(
                                    HttpRequest.newBuilder(url)
                                            .timeout(PATIENCE)
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body());
        }
    }
}
