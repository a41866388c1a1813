package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever reads all rows once and then follows the delta links has the table, whatever is written meanwhile. */
class ChangeReplicaTest {
    private static final long SEED = Long.getLong("ferry.seed", System.nanoTime());
    private static final int WRITERS = 3;

    private EmulatorFixture emulator;
    private ApiClient client;

    @BeforeEach
    void start() {
        System.out.println("ChangeReplicaTest seed=" + SEED);
        emulator = new EmulatorFixture();
        client = emulator.client();
        client.createTable("mig_Thing", ",\"ChangeTrackingEnabled\":true");
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    /** Creates, changes, deletes and revives a few rows over and over, so that each sees all of it. */
    private static void write(ApiClient client, SplittableRandom random, int writer) {
        String row = "mig_things(00000000-0000-0000-000" + writer + "-0000000000%02d)".formatted(random.nextInt(30));
        Answer answer = random.nextInt(3) == 0
                ? client.delete(row)
                : client.patch(row, "{\"mig_name\":\"" + random.nextInt(1_000_000) + "\"}");
        assertThat(answer.status()).as(answer.body()).isIn(204, 404);
    }

    /** Rows of its own, each deleted once at most and rarely changed, so that nothing that is lost is made good by a later write. */
    private static void writeOnce(ApiClient client, SplittableRandom random, int writer, AtomicBoolean writing) {
        List<String> live = new ArrayList<>();
        for (int made = 0; writing.get(); made++) {
            int choice = random.nextInt(5);
            if (choice > 2 || live.isEmpty()) {
                String row = "mig_things(00000000-0000-0000-000" + writer + "-%012d)".formatted(made);
                live.add(row);
                client.patch(row, "{\"mig_name\":\"new\"}");
            } else if (choice > 0) {
                client.delete(live.remove(random.nextInt(live.size())));
            } else {
                client.patch(live.get(random.nextInt(live.size())), "{\"mig_name\":\"changed\"}");
            }
        }
    }

    private static final class Replica {
        private final ApiClient client;
        private final Map<String, String> rows = new TreeMap<>();
        private String link = "mig_things?$select=mig_name";

        Replica(ApiClient client) {
            this.client = client;
        }

        /** Reads up to the next delta link; {@code between} runs between two pages. */
        void catchUp(int pageRows, Runnable between) {
            boolean more = true;
            while (more) {
                Answer answer =
                        client.get(link, "Prefer", "odata.track-changes,odata.maxpagesize=" + Math.max(1, pageRows));
                assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                answer.json().path("value").forEach(this::take);
                more = answer.json().has("@odata.nextLink");
                link = answer.json()
                        .path(more ? "@odata.nextLink" : "@odata.deltaLink")
                        .asText();
                if (more) {
                    between.run();
                }
            }
        }

        private void take(JsonNode entry) {
            if (entry.has("reason")) {
                rows.remove(entry.path("id").asText());
            } else {
                rows.put(
                        entry.path("mig_thingid").asText(),
                        entry.path("@odata.etag").asText()
                                + entry.path("mig_name").asText());
            }
        }
    }

    private Map<String, String> table() {
        Map<String, String> rows = new TreeMap<>();
        for (JsonNode row : client.get("mig_things?$select=mig_name").json().path("value")) {
            rows.put(
                    row.path("mig_thingid").asText(),
                    row.path("@odata.etag").asText() + row.path("mig_name").asText());
        }
        return rows;
    }

    @Test
    void aReplicaEqualsTheTableAfterEachSeriesOfRandomWrites() {
        SplittableRandom random = new SplittableRandom(SEED);
        Replica replica = new Replica(client);
        for (int round = 0; round < 60; round++) {
            for (int i = random.nextInt(12); i > 0; i--) {
                write(client, random, 0);
            }
            // What is written between two pages may come with the next delta link, and has to.
            replica.catchUp(1 + random.nextInt(20), () -> write(client, random, 0));
            replica.catchUp(5000, () -> {});

            assertThat(replica.rows).as("round %d", round).isEqualTo(table());
        }
        assertThat(replica.rows).isNotEmpty();
    }

    @Test
    void noChangeIsLostBetweenTwoLinksWhileOthersWrite() throws InterruptedException {
        AtomicBoolean writing = new AtomicBoolean(true);
        List<Thread> writers = new ArrayList<>();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            int number = writer;
            ApiClient own = emulator.client();
            SplittableRandom random = new SplittableRandom(SEED + writer);
            writers.add(Thread.ofPlatform()
                    .uncaughtExceptionHandler((thread, failure) -> failures.add(failure))
                    .start(() -> writeOnce(own, random, number, writing)));
        }
        Replica replica = new Replica(client);
        for (int i = 0; i < 150; i++) {
            replica.catchUp(2, () -> {});
        }
        writing.set(false);
        for (Thread writer : writers) {
            writer.join();
        }
        replica.catchUp(7, () -> {});

        assertThat(failures).isEmpty();
        assertThat(replica.rows).isNotEmpty().isEqualTo(table());
    }
}
