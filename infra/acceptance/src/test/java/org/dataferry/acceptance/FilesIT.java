package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dataferry.acceptance.guarantee.LedgerBalances;
import org.dataferry.acceptance.guarantee.OneOutcomePerWrite;
import org.dataferry.acceptance.harness.FerryFolder;
import org.dataferry.acceptance.harness.FerryProcess;
import org.dataferry.acceptance.harness.FerryServers;
import org.dataferry.acceptance.read.DataverseReader;
import org.dataferry.acceptance.read.MigrationLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Files of a folder and of columns reach Dataverse with their rows, follow their changes, and survive a kill. */
final class FilesIT {

    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofMillis(100);

    private static final int LARGE = 20 << 20;

    private static final String DUMP = """
            CREATE TABLE people (id integer PRIMARY KEY, name varchar(40));
            CREATE TABLE papers (id integer PRIMARY KEY, title varchar(40), contract text, contract_name text, scan bytea);
            CREATE TABLE letters (id integer PRIMARY KEY, person_id integer, subject varchar(40), path text);
            INSERT INTO people VALUES (1, 'Ann');
            INSERT INTO letters VALUES (1, 1, 'Dear Ann', 'letters/ann.txt');
            INSERT INTO papers VALUES
                (1, 'small', 'small.pdf', 'Vertrag Käse.pdf', convert_to('scanned', 'UTF8')),
                (2, 'large', 'large.bin', NULL, NULL),
                (3, 'blocked', 'tool.exe', NULL, NULL),
                (4, 'outside', '../outside.txt', NULL, NULL),
                (5, 'infected', 'infected.txt', NULL, NULL),
                (6, 'too large to travel', NULL, NULL, decode(repeat('5a', 800000), 'hex'));
            """;

    private static final Map<String, String> MAPPINGS =
            Map.of("people.yaml", """
            entity: contact
            from: public.people
            columns: { lastname: name }
            """, "papers.yaml", """
            entity: ferry_paper
            from: public.papers
            table: { displayName: Paper, displayCollectionName: Papers, primaryName: ferry_name }
            columns: { ferry_name: { column: title, type: text(100) } }
            files:
              ferry_contract: { path: contract, name: contract_name, type: file(32768), label: Contract }
              ferry_scan: { content: scan, name: { cel: "'scan ' + string(id) + '.txt'" }, type: file(1024) }
            """, "letters.yaml", """
            entity: annotation
            from: public.letters
            columns: { subject: subject }
            lookups:
              objectid: { to: contact, by: person_id }
            files:
              documentbody: { path: path }
            """);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private final Random random = new Random(5);
    private FerryServers servers;
    private DataverseReader target;

    @Test
    void filesComeWithTheirRowsAndFollowThem() throws Exception {
        FerryFolder folder = folder();
        byte[] small = written("small.pdf", 50_000);
        byte[] large = written("large.bin", LARGE);
        written("tool.exe", 10);
        Files.writeString(files().resolveSibling("outside.txt"), "secret");
        Files.writeString(files().resolve("infected.txt"), "EICAR");
        Files.createDirectory(files().resolve("letters"));
        byte[] letter = written("letters/ann.txt", 1_000);
        String dump = Files.writeString(directory.resolve("papers.sql"), DUMP).toString();
        servers = FerryServers.of(
                folder.command("up", "--json").run().assertExit(0).json());
        try {
            JsonNode loaded = folder.command("run", "--source-sql", dump, "--until-caught-up", "--json")
                    .run()
                    .assertExit(3)
                    .json();

            target = DataverseReader.ofEmulator(servers.dataverse());
            assertThat(names("ferry_contract")).isEqualTo(Map.of("small", "Vertrag Käse.pdf", "large", "large.bin"));
            assertThat(names("ferry_scan")).isEqualTo(Map.of("small", "scan 1.txt"));
            assertThat(content("small", "ferry_contract")).hasValue(small);
            assertThat(content("large", "ferry_contract")).hasValue(large);
            assertThat(content("small", "ferry_scan")).hasValue("scanned".getBytes(StandardCharsets.UTF_8));
            assertThat(note()).isEqualTo(letter);
            assertThat(rejected(loaded)).isEqualTo(Map.of("FILE_REFUSED", 4));

            followsChanges(folder);
            survivesAKill(folder);

            assertThat(differences(folder.command("verify", "--json")
                            .run()
                            .assertExit(3)
                            .json()))
                    .isEqualTo(Map.of(
                            "4", "ferry_contract_name FILE_REFUSED",
                            "5", "ferry_contract_name FILE_REFUSED",
                            "6", "ferry_scan_name FILE_REFUSED"));
            JsonNode status = folder.command("status", "--json").run().json();
            new LedgerBalances(status).assertHolds();
            try (MigrationLog log = new MigrationLog(servers.kafka(), servers.registry(), "northwind")) {
                new OneOutcomePerWrite(log).assertHolds();
            }
        } finally {
            folder.command("down").run().assertExit(0);
        }
    }

    /** One file becomes another, one goes, one comes; the row of the fourth changes alone, and its file is left alone. */
    private void followsChanges(FerryFolder folder) throws Exception {
        byte[] second = written("second.pdf", 60_000);
        try (FerryProcess run = folder.command("run").start()) {
            run.awaitLine("running; Ctrl-C", START_PATIENCE);
            countRequests("\\\\)/ferry_(contract|scan)(\\\\?|$)|FileBlocks|UploadBlock");
            change(
                    "UPDATE papers SET contract = 'second.pdf', contract_name = NULL WHERE id = 1",
                    "UPDATE papers SET contract = NULL WHERE id = 2",
                    "UPDATE papers SET contract = 'small.pdf', title = 'mended' WHERE id = 3",
                    "UPDATE people SET name = 'Anna'");
            await(() -> names("ferry_contract").equals(Map.of("small", "second.pdf", "mended", "small.pdf")));
            change("UPDATE papers SET title = 'small, renamed' WHERE id = 1");
            await(() -> names("ferry_scan").equals(Map.of("small, renamed", "scan 1.txt")));
            run.stop();
            assertThat(content("small, renamed", "ferry_contract")).hasValue(second);
            assertThat(requests()).as("one request for each change of a file").isEqualTo(3);
        }
    }

    /** Killed while a file is half on its way, the next run sends the other half. */
    private void survivesAKill(FerryFolder folder) throws Exception {
        byte[] another = written("another.bin", LARGE);
        emulator("DELETE", "faults", "");
        emulator("POST", "faults", """
                [{"effect": "delay", "millis": 20000, "path": "UploadBlock", "after": 2, "count": 1}]""");
        try (FerryProcess run = folder.command("run").start()) {
            run.awaitLine("running; Ctrl-C", START_PATIENCE);
            change("UPDATE papers SET contract = 'another.bin' WHERE id = 2");
            await(() -> requests() == 3);
            run.kill();
        }
        assertThat(content("large", "ferry_contract")).as("half a file is none").isEmpty();

        folder.command("run", "--until-caught-up").run().assertExit(3);

        assertThat(content("large", "ferry_contract")).hasValue(another);
        assertThat(requests()).as("three of five blocks, and three again").isEqualTo(6);
    }

    private FerryFolder folder() throws IOException {
        FerryFolder folder = FerryFolder.copyOfExample("northwind", directory.resolve("papers"));
        try (Stream<Path> examples = Files.list(folder.directory().resolve("mappings"))) {
            for (Path example : examples.toList()) {
                Files.delete(example);
            }
        }
        MAPPINGS.forEach((file, yaml) -> folder.write("mappings/" + file, yaml));
        Files.createDirectory(files());
        folder.edit("migration.yaml", "source:\n", "source:\n  files: ../files\n");
        folder.edit("migration.yaml", "target:\n", """
                target:
                  scan: [sh, -c, "if grep -q EICAR; then echo 'stream: Eicar-Test FOUND'; exit 1; fi"]
                """);
        return folder;
    }

    private Path files() {
        return directory.resolve("files");
    }

    private byte[] written(String name, int size) throws IOException {
        byte[] content = new byte[size];
        random.nextBytes(content);
        Files.write(files().resolve(name), content);
        return content;
    }

    private void change(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(servers.sourceJdbc());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.executeUpdate(sql);
            }
        }
    }

    /** The names of the files that papers have, by title. */
    private Map<String, String> names(String column) throws InterruptedException {
        Map<String, String> names = new TreeMap<>();
        for (JsonNode paper : target.rows("ferry_papers", List.of("ferry_name", column + "_name"))) {
            if (paper.hasNonNull(column + "_name")) {
                names.put(
                        paper.path("ferry_name").asText(),
                        paper.path(column + "_name").asText());
            }
        }
        return names;
    }

    private Optional<byte[]> content(String title, String column) throws InterruptedException {
        JsonNode paper = target.rowsWhere("ferry_papers", "ferry_name eq '" + title + "'")
                .getFirst();
        return target.content("ferry_papers(" + paper.path("ferry_paperid").asText() + ")/" + column);
    }

    private byte[] note() throws InterruptedException {
        JsonNode note = target.rows("annotations", List.of("subject", "filename", "documentbody", "_objectid_value"))
                .getFirst();
        assertThat(note.path("subject").asText()).isEqualTo("Dear Ann");
        assertThat(note.path("filename").asText()).isEqualTo("ann.txt");
        assertThat(note.path("_objectid_value").asText())
                .isEqualTo(target.rows("contacts", List.of("contactid"))
                        .getFirst()
                        .path("contactid")
                        .asText());
        return Base64.getDecoder().decode(note.path("documentbody").asText());
    }

    private static Map<String, Integer> rejected(JsonNode status) {
        Map<String, Integer> rejected = new TreeMap<>();
        status.path("rejectedBy")
                .forEach(by -> rejected.merge(
                        by.path("reason").asText(), by.path("rows").asInt(), Integer::sum));
        return rejected;
    }

    /** Counts requests from now on by a rule that does them no harm. */
    private void countRequests(String paths) throws IOException, InterruptedException {
        emulator("DELETE", "faults", "");
        emulator("POST", "faults", """
                [{"effect": "delay", "millis": 1, "path": "%s", "share": 1}]""".formatted(paths));
    }

    private long requests() throws IOException, InterruptedException {
        return emulator("GET", "faults", "").findValue("matched").asLong();
    }

    private JsonNode emulator(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(servers.dataverse() + "/_emulator/" + path))
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isLessThan(300);
            return new ObjectMapper().readTree(response.body());
        }
    }

    /** By source key, the field that differs and what the log says of it. */
    private static Map<String, String> differences(JsonNode verified) {
        Map<String, String> differences = new TreeMap<>();
        for (JsonNode difference : verified.path("differences")) {
            String log = difference.path("log").asText();
            differences.put(
                    difference.path("key").asText(),
                    difference.path("fields").path(0).path("field").asText()
                            + (log.contains("FILE_REFUSED") ? " FILE_REFUSED" : " " + log));
        }
        return differences;
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
            Thread.sleep(LOOK);
        }
    }
}
