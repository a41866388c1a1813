package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dataferry.acceptance.harness.ConfiguredMigration;
import org.dataferry.acceptance.harness.FerryServers;
import org.dataferry.acceptance.harness.RunningMigration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The ids in the log mean something only as long as the registry knows them. */
@ExtendWith(RunningMigration.Shared.class)
final class RegistryIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FAILED = 1;

    @Test
    void keepsItsIdsWhenKilledAndIsRefusedWhenItLostThem(RunningMigration shared, @TempDir Path directory)
            throws Exception {
        // given a migration with a registry of its own
        ConfiguredMigration migration = new ConfiguredMigration(shared, "registry", directory).without("registry");
        FerryServers servers = FerryServers.of(
                migration.command("up", "--json").run().assertExit(0).json());
        Path registry = directory.resolve(".ferry/servers/registry");
        try {
            migration.command("run", "--until-caught-up").run().assertExit(0);
            Map<String, Integer> before = ids(servers.registry());

            // when it is killed
            kill(registry);
            migration.command("up").run().assertExit(0);

            // then
            assertThat(before).containsKey("registry.g1.fan-outs-value");
            assertThat(ids(servers.registry())).isEqualTo(before);
            migration.command("run", "--until-caught-up").run().assertExit(0);

            // when it loses its data
            migration.command("down").run().assertExit(0);
            delete(registry.resolve("data"));
            var refused =
                    migration.command("run", "--until-caught-up", "--json").run();

            // then
            refused.assertExit(FAILED);
            assertThat(refused.json().path("error").asText())
                    .contains(
                            "registry.",
                            "partition",
                            "schema",
                            servers.registry().toString());
        } finally {
            migration.command("down").run();
        }
    }

    /** The id of the newest schema of each subject. */
    private static Map<String, Integer> ids(URI registry) throws IOException, InterruptedException {
        Map<String, Integer> ids = new TreeMap<>();
        for (var subject : JSON.readTree(get(registry, "/subjects"))) {
            String newest = get(registry, "/subjects/" + subject.asText() + "/versions/latest");
            ids.put(subject.asText(), JSON.readTree(newest).path("id").asInt());
        }
        return ids;
    }

    private static String get(URI registry, String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(registry + path)).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    private static void kill(Path server) throws Exception {
        long pid = JSON.readTree(server.resolve("server.json").toFile())
                .findValue("pid")
                .asLong();
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().get(10, java.util.concurrent.TimeUnit.SECONDS);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
