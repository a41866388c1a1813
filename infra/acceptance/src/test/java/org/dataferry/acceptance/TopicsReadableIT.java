package org.dataferry.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dataferry.acceptance.harness.RunningMigration;
import org.dataferry.acceptance.read.Witness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Our topics are what others take for Confluent's format: its own client for Node.js reads them. */
@ExtendWith(RunningMigration.Shared.class)
final class TopicsReadableIT {

    private static final String CLIENT = "@confluentinc/schemaregistry@1.10.1";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MINUTES = 3;

    @TempDir
    Path directory;

    @Test
    void confluentsClientReadsEachTopic(RunningMigration migration) throws Exception {
        // given
        assumeTrue(
                succeeds("node", "--version"), "Node.js is not installed, so Confluent's client for it cannot be run");
        assumeTrue(
                succeeds("npm", "install", "--no-audit", "--no-fund", CLIENT),
                "npm could not install " + CLIENT + ", so our topics are not read with it");
        try (Witness witness = migration.witness()) {
            List<ConsumerRecord<String, byte[]>> records = oneOfEach(witness);
            assertThat(records).hasSizeGreaterThan(8);

            // when
            List<JsonNode> read = read(migration, records);

            // then
            assertThat(read).hasSameSizeAs(records);
            for (int i = 0; i < read.size(); i++) {
                ConsumerRecord<String, byte[]> record = records.get(i);
                var expected = witness.log().decode(record);
                List<String> names = new ArrayList<>();
                read.get(i).fieldNames().forEachRemaining(names::add);
                assertThat(names)
                        .as(record.topic())
                        .containsExactlyInAnyOrderElementsOf(expected.getSchema().getFields().stream()
                                .map(field -> field.name())
                                .toList());
                if (expected.hasField("row")) {
                    assertThat(read.get(i).path("row").asText()).isEqualTo(record.key());
                }
            }
        }
    }

    private static List<ConsumerRecord<String, byte[]>> oneOfEach(Witness witness) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        for (String topic : witness.log().topics()) {
            boolean ours = topic.startsWith("changes.")
                    || topic.equals("fences")
                    || topic.startsWith("g1.") && !topic.contains("changelog");
            if (ours) {
                witness.log().read(topic::equals).stream()
                        .filter(record -> record.value() != null)
                        .findFirst()
                        .ifPresent(records::add);
            }
        }
        return records;
    }

    private List<JsonNode> read(RunningMigration migration, List<ConsumerRecord<String, byte[]>> records)
            throws Exception {
        try (InputStream script = TopicsReadableIT.class.getResourceAsStream("read-topics.js")) {
            Files.write(directory.resolve("read-topics.js"), script.readAllBytes());
        }
        Path input = directory.resolve("records");
        Files.write(
                input,
                records.stream()
                        .map(record ->
                                record.topic() + " " + Base64.getEncoder().encodeToString(record.value()))
                        .toList());
        Path output = directory.resolve("read");
        Process node = new ProcessBuilder(
                        "node", "read-topics.js", migration.servers().registry().toString())
                .directory(directory.toFile())
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(directory.resolve("errors").toFile())
                .start();
        assertThat(node.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
        assertThat(node.exitValue())
                .as(Files.readString(directory.resolve("errors"), UTF_8))
                .isZero();
        List<JsonNode> read = new ArrayList<>();
        for (String line : Files.readAllLines(output)) {
            read.add(JSON.readTree(line));
        }
        return read;
    }

    private boolean succeeds(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output").toFile())
                    .start();
            return process.waitFor(MINUTES, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
