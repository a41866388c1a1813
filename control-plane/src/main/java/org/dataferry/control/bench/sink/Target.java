package org.dataferry.control.bench.sink;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dataferry.control.bench.BenchServers;
import org.dataferry.control.bench.emulator.BenchDefinitions;
import org.dataferry.control.bench.emulator.Connection;
import org.dataferry.embedded.DataverseEndpoint;
import org.dataferry.embedded.Progress;
import org.dataferry.embedded.ServerKind;

/** The emulator in a process of its own, with the benchmark's tables. Its figures are what it counted itself. */
final class Target implements AutoCloseable {

    private static final Duration KEY_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration KEY_PAUSE = Duration.ofMillis(50);
    private static final String EMPTY = "prepared";
    private static final int THROTTLED = 429;
    private static final int FIRST_ERROR = 400;

    /** As many requests as the emulator remembers. */
    private static final int LOGGED = 10_000;

    private static final double NANOS_PER_MILLI = 1e6;

    private final BenchServers servers;
    private final Path settings;
    private final double timeScale;
    private final List<DataverseEndpoint> users;
    private final Connection connection;

    private Target(
            BenchServers servers,
            Path settings,
            double timeScale,
            List<DataverseEndpoint> users,
            Connection connection) {
        this.servers = servers;
        this.settings = settings;
        this.timeScale = timeScale;
        this.users = users;
        this.connection = connection;
    }

    static Target start(double timeScale, int users, Progress progress) throws InterruptedException {
        Path settings = settings(timeScale, users);
        BenchServers servers = BenchServers.start(
                EnumSet.of(ServerKind.EMULATOR), List.of("--settings", settings.toString()), progress);
        try {
            DataverseEndpoint first = servers.emulator();
            List<DataverseEndpoint> all = IntStream.range(0, users)
                    .mapToObj(user -> new DataverseEndpoint(first.baseUrl(), first.tenant(), clientId(user), "ferry"))
                    .toList();
            Connection connection = new Connection(all.getFirst());
            BenchDefinitions.create(connection, KEY_TIMEOUT, KEY_PAUSE);
            connection.control("POST", "snapshots/" + EMPTY, "");
            return new Target(servers, settings, timeScale, all, connection);
        } catch (RuntimeException | InterruptedException failed) {
            servers.close();
            throw failed;
        }
    }

    private static Path settings(double timeScale, int users) {
        StringBuilder text = new StringBuilder("timeScale: " + timeScale + "\nsignIn:\n  users:\n");
        for (int user = 0; user < users; user++) {
            text.append("    - {clientId: %s, secret: ferry, name: Loader %d}%n".formatted(clientId(user), user + 1));
        }
        try {
            return Files.writeString(Files.createTempFile("ferry-bench-emulator-", ".yaml"), text);
        } catch (IOException unwritable) {
            throw new UncheckedIOException("no temporary file can be made", unwritable);
        }
    }

    /** The first one is the emulator's own. */
    private static String clientId(int user) {
        String digit = Integer.toString(user + 1);
        return "%s-%s-%s-%s-%s"
                .formatted(digit.repeat(8), digit.repeat(4), digit.repeat(4), digit.repeat(4), digit.repeat(12));
    }

    double timeScale() {
        return timeScale;
    }

    /** How long the target's own clock takes for it by the wall's. */
    Duration wall(Duration scaled) {
        return Duration.ofNanos((long) (scaled.toNanos() / timeScale));
    }

    List<DataverseEndpoint> users(int count) {
        return users.subList(0, count);
    }

    Connection connection() {
        return connection;
    }

    /** No rows but the parents, nothing counted, and these settings from now on. */
    void begin(String settings) throws InterruptedException {
        connection.control("POST", "snapshots/" + EMPTY + "/restore", "");
        change(settings);
        for (String counted : List.of("limits", "requests", "clients", "stats")) {
            connection.control("DELETE", counted, "");
        }
    }

    boolean isLimited() throws InterruptedException {
        return connection.control("settings").at("/limits/enabled").asBoolean();
    }

    void change(String settings) throws InterruptedException {
        connection.control("PATCH", "settings", settings);
    }

    Sample sample() throws InterruptedException {
        JsonNode clients = connection.control("clients");
        long created = 0;
        long updated = 0;
        long upserted = 0;
        long requests = 0;
        long throttled = 0;
        for (JsonNode client : clients) {
            created += client.at("/operations/create/rows").asLong();
            updated += client.at("/operations/update/rows").asLong();
            upserted += client.at("/operations/upsert/rows").asLong();
            requests += client.path("requests").asLong();
            throttled += client.path("throttled").asLong();
        }
        return new Sample(System.nanoTime(), created, updated, upserted, requests, throttled);
    }

    /** Requests that were answered with an error other than that of a limit. */
    long refused() throws InterruptedException {
        long refused = 0;
        for (Map.Entry<String, JsonNode> status :
                connection.control("stats").path("statuses").properties()) {
            int code = Integer.parseInt(status.getKey());
            refused +=
                    code >= FIRST_ERROR && code != THROTTLED ? status.getValue().asLong() : 0;
        }
        return refused;
    }

    /** Of creates, in rows per second of the wall's clock, over all batches that are allowed. */
    double ceiling(int users, int mostRows) throws InterruptedException {
        return connection
                .control("ceiling?operation=create&users=%d&columns=%d&batch=%d"
                        .formatted(users, TargetModel.COLUMNS, mostRows))
                .at("/operations/create/rowsPerSecond")
                .asDouble();
    }

    /** The last write requests that succeeded, by operation. */
    List<WriteRequests> writes() throws InterruptedException {
        List<WriteRequests> found = new ArrayList<>();
        for (JsonNode request : connection.control("requests?limit=" + LOGGED).path("requests")) {
            if (request.path("status").asInt() < FIRST_ERROR) {
                WriteRequests.add(
                        found,
                        request.path("operation").asText(),
                        request.path("rows").asInt());
            }
        }
        return found;
    }

    /** Of the emulator's process so far. */
    double cpuNanos() throws InterruptedException {
        return connection.control("memory").path("cpuMillis").asDouble() * NANOS_PER_MILLI;
    }

    @Override
    public void close() {
        try {
            servers.close();
        } finally {
            settings.toFile().delete();
        }
    }
}
