package org.dataferry.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedServersIT {

    private static final Set<ServerKind> ALL = EnumSet.allOf(ServerKind.class);
    private static final Set<ServerKind> TWO = EnumSet.of(ServerKind.LEDGER_POSTGRES, ServerKind.EMULATOR);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Path directory = Path.of("");
    private final List<Long> seen = new ArrayList<>();

    @BeforeEach
    void namesAFolderThatNeedsQuoting() {
        directory = folder.resolve("a migration, with; signs").resolve(".ferry");
    }

    @AfterEach
    void leavesNothingRunning() {
        EmbeddedServers.discard(directory, EmbeddedServersIT::print);
        assertThat(directory.resolve("servers")).doesNotExist();
        assertThat(seen).noneMatch(EmbeddedServersIT::runs);
    }

    @Test
    void keepsDataIdsAndPortsWhenStoppedAndWhenKilled() throws Exception {
        // given
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Map<String, Integer> registered = new ConcurrentHashMap<>();
        Map<String, Integer> ids = new TreeMap<>();
        EmbeddedEndpoints endpoints;
        long begin = System.nanoTime();
        try (EmbeddedServers servers = start(ALL, Ownership.OWNED_BY_THIS_PROCESS)) {
            System.out.printf("first start in %d ms%n", (System.nanoTime() - begin) / 1_000_000);
            endpoints = servers.endpoints();
            WrittenData data = new WrittenData(endpoints);
            assertThat(data.walLevelAndFlush()).containsExactly("logical", "on", "on", "UTF8");
            ids.put("first", data.write("first"));
            ids.put("second", data.write("second"));
        }
        assertThat(seen).hasSize(5).noneMatch(EmbeddedServersIT::runs);
        // when, then
        for (int kill = 1; kill <= 3; kill++) {
            begin = System.nanoTime();
            EmbeddedServers servers = start(ALL, Ownership.OWNED_BY_THIS_PROCESS);
            System.out.printf("start %d in %d ms%n", kill, (System.nanoTime() - begin) / 1_000_000);
            assertThat(servers.endpoints()).isEqualTo(endpoints);
            WrittenData data = new WrittenData(endpoints);
            assertHolds(data, endpoints, ids);
            String value = "afterStart" + kill;
            int id = data.write(value);
            assertThat(ids).doesNotContainValue(id);
            ids.put(value, id);
            Thread writer = Thread.ofVirtual().start(() -> registerUntilKilled(data, value, registered));
            Thread.sleep(random.nextInt(100, 500));
            killAll(servers);
            writer.join();
        }
        EmbeddedServers servers = start(ALL, Ownership.OWNED_BY_THIS_PROCESS);
        WrittenData data = new WrittenData(endpoints);
        assertHolds(data, endpoints, ids);
        assertHoldsSchemas(data, registered);
        System.out.println("registered while being killed: " + registered.size());
        servers.close();
        assertThat(seen).noneMatch(EmbeddedServersIT::runs);
    }

    private static void assertHolds(WrittenData data, EmbeddedEndpoints endpoints, Map<String, Integer> ids)
            throws Exception {
        assertThat(data.topicValues()).isEqualTo(ids.keySet());
        assertThat(data.values(endpoints.source().orElseThrow())).isEqualTo(ids.keySet());
        assertThat(data.values(endpoints.ledger().orElseThrow())).isEqualTo(ids.keySet());
        assertHoldsSchemas(data, ids);
    }

    private static void assertHoldsSchemas(WrittenData data, Map<String, Integer> ids) throws Exception {
        Map<String, Integer> again = new HashMap<>();
        for (String value : ids.keySet()) {
            again.put(value, data.schemaId(value));
            assertThat(data.schema(ids.get(value))).contains("\\\"" + value + "\\\"");
        }
        assertThat(again).isEqualTo(ids);
        assertThat(new HashSet<>(ids.values())).hasSize(ids.size());
    }

    private static void registerUntilKilled(WrittenData data, String value, Map<String, Integer> registered) {
        try {
            for (int number = 0; ; number++) {
                String name = value + "x" + number;
                registered.put(name, data.schemaId(name));
            }
        } catch (IOException | InterruptedException e) {
            // The registry was killed: the last one may or may not be there, and is not among the acknowledged.
            System.out.println("registering ended: " + e);
        }
    }

    private void kill(ServerKind kind) throws Exception {
        ProcessHandle process = ProcessHandle.of(pid(kind)).orElseThrow();
        process.destroyForcibly();
        process.onExit().get(5, TimeUnit.SECONDS);
    }

    private void killAll(EmbeddedServers servers) throws Exception {
        for (ServerKind kind : ALL) {
            kill(kind);
        }
        assertThat(servers.failures()).extracting(ServerFailure::server).containsExactlyInAnyOrderElementsOf(ALL);
        assertThat(EmbeddedServers.status(directory).values()).hasOnlyElementsOfType(ServerState.Died.class);
    }

    @Test
    void makesTheRegistryAnewAfterAKillInItsFirstStart() throws Exception {
        // given
        Process owner = startOwner(Set.of(ServerKind.REGISTRY), "registry: starting");
        await(directory.resolve("servers/registry/data/registry.mv.db"));
        Thread.sleep(200);
        // when
        owner.destroyForcibly().waitFor();
        kill(ServerKind.REGISTRY);
        // then
        assertThat(directory.resolve("servers/registry/first-start")).exists();
        try (EmbeddedServers servers = start(Set.of(ServerKind.REGISTRY), Ownership.OWNED_BY_THIS_PROCESS)) {
            assertThat(new WrittenData(servers.endpoints()).schemaId("first")).isPositive();
            assertThat(directory.resolve("servers/registry/first-start")).doesNotExist();
        }
    }

    @Test
    void takesOverServersWhoseOwnerWasKilledAndLeavesThemToNoOther() throws Exception {
        // given
        Process owner = startOwner(TWO, "owner ready");
        Map<ServerKind, Long> pids = pids(TWO);
        try (EmbeddedServers guest = start(TWO, Ownership.OWNED_BY_THIS_PROCESS)) {
            assertThat(pids(TWO)).isEqualTo(pids);
            assertThat(guest.failures()).isEmpty();
        }
        assertThat(pids.values()).allMatch(EmbeddedServersIT::runs);
        // when
        owner.destroyForcibly().waitFor();
        assertThat(state(ServerKind.EMULATOR).owner()).isEqualTo(new ServerState.Owner.Gone(owner.pid()));
        try (EmbeddedServers heir = start(TWO, Ownership.OWNED_BY_THIS_PROCESS)) {
            // then
            assertThat(heir.failures()).isEmpty();
            assertThat(pids(TWO)).isEqualTo(pids);
            assertThat(state(ServerKind.EMULATOR).owner())
                    .isEqualTo(new ServerState.Owner.Process(
                            ProcessHandle.current().pid()));
        }
        assertThat(pids.values()).noneMatch(EmbeddedServersIT::runs);
    }

    @Test
    void findsAServerThatNobodyRecorded() throws Exception {
        // given
        try (EmbeddedServers servers = start(TWO, Ownership.OWNED_BY_THIS_PROCESS)) {
            Map<ServerKind, Long> pids = pids(TWO);
            for (ServerKind kind : TWO) {
                ServerDirectory server = StateDirectory.existing(directory).server(kind);
                server.writeRecord(server.readRecord().orElseThrow().stopped());
            }
            // when
            EmbeddedServers finder = start(TWO, Ownership.OWNED_BY_THIS_PROCESS);
            // then
            assertThat(pids(TWO)).isEqualTo(pids);
            finder.close();
            assertThat(pids.values()).noneMatch(EmbeddedServersIT::runs);
            assertThat(servers.failures()).hasSize(2);
        }
    }

    @Test
    void keepsServersUntilAllAreStopped() {
        // given
        EmbeddedServers up = start(TWO, Ownership.KEPT);
        // when
        up.close();
        start(TWO, Ownership.OWNED_BY_THIS_PROCESS).close();
        // then
        assertThat(seen).allMatch(EmbeddedServersIT::runs);
        assertThat(state(ServerKind.EMULATOR).owner()).isEqualTo(new ServerState.Owner.Nobody());
        EmbeddedServers.stopAll(directory, EmbeddedServersIT::print);
        assertThat(seen).noneMatch(EmbeddedServersIT::runs);
        assertThat(EmbeddedServers.status(directory).get(ServerKind.EMULATOR)).isInstanceOf(ServerState.Stopped.class);
        assertThat(EmbeddedServers.status(directory).get(ServerKind.KAFKA)).isInstanceOf(ServerState.Absent.class);
    }

    @Test
    void keepsWhatItHasStartedIfItIsToldThatOthersUseIt() {
        EmbeddedServers servers = start(TWO, Ownership.OWNED_BY_THIS_PROCESS);
        servers.keep();

        servers.close();

        assertThat(seen).allMatch(EmbeddedServersIT::runs);
        EmbeddedServers.stopAll(directory, EmbeddedServersIT::print);
        assertThat(seen).noneMatch(EmbeddedServersIT::runs);
    }

    /** Any other process of this machine may have the port for a moment, such as for a connection of its own. */
    private static void bind(ServerSocket socket, int port) throws Exception {
        for (int tries = 0; ; tries++) {
            try {
                socket.bind(new InetSocketAddress(Ports.LOOPBACK, port));
                return;
            } catch (BindException taken) {
                if (tries == 100) {
                    throw taken;
                }
                Thread.sleep(200);
            }
        }
    }

    @Test
    void refusesAPortThatAnotherProcessHoldsAndStopsWhatItStarted() throws Exception {
        // given
        start(TWO, Ownership.OWNED_BY_THIS_PROCESS).close();
        int port = ((ServerState.Stopped) EmbeddedServers.status(directory).get(ServerKind.EMULATOR)).port();
        try (ServerSocket foreign = new ServerSocket()) {
            bind(foreign, port);
            // when
            assertThatThrownBy(() -> start(TWO, Ownership.KEPT))
                    // then
                    .isInstanceOfSatisfying(PortInUse.class, e -> {
                        assertThat(e.server()).isEqualTo(ServerKind.EMULATOR);
                        assertThat(e.port()).isEqualTo(port);
                    })
                    .hasMessageContaining("emulator: port " + port)
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("--fresh");
        }
        assertThat(EmbeddedServers.status(directory).values()).noneMatch(ServerState.Running.class::isInstance);
        assertThat(Files.readString(directory.resolve("servers/emulator/server.json")))
                .contains("" + port);
    }

    @Test
    void quotesTheLogOfAServerThatDoesNotStart() throws Exception {
        // given
        start(TWO, Ownership.OWNED_BY_THIS_PROCESS).close();
        Files.delete(directory.resolve("servers/ledger/data/PG_VERSION"));
        // when, then
        assertThatThrownBy(() -> start(TWO, Ownership.OWNED_BY_THIS_PROCESS))
                .isInstanceOf(EmbeddedServersException.class)
                .hasMessageContaining("ledger ended before it was ready")
                .hasMessageContaining("servers/ledger/log/server.log")
                .hasMessageContaining("PG_VERSION");
    }

    private EmbeddedServers start(Set<ServerKind> kinds, Ownership ownership) {
        EmbeddedServers servers =
                EmbeddedServers.start(new EmbeddedSettings(directory, kinds, ownership), EmbeddedServersIT::print);
        seen.addAll(pids(kinds).values());
        return servers;
    }

    private Process startOwner(Set<ServerKind> kinds, String until) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OwnerApp.class.getName(),
                directory.toString()));
        kinds.forEach(kind -> command.add(kind.name()));
        Path log = folder.resolve("owner.log");
        Process owner = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        await(log);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.readString(log).contains(until)) {
            assertThat(owner.isAlive() && System.nanoTime() < deadline)
                    .as("owner says " + Files.readString(log))
                    .isTrue();
            Thread.sleep(50);
        }
        return owner;
    }

    private static void await(Path file) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(file)) {
            assertThat(System.nanoTime()).as("waiting for " + file).isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    private Map<ServerKind, Long> pids(Set<ServerKind> kinds) {
        Map<ServerKind, Long> pids = new TreeMap<>();
        kinds.forEach(kind -> pids.put(kind, pid(kind)));
        return pids;
    }

    private long pid(ServerKind kind) {
        return state(kind).pid();
    }

    private ServerState.Running state(ServerKind kind) {
        return (ServerState.Running) EmbeddedServers.status(directory).get(kind);
    }

    private static boolean runs(long pid) {
        return ProcessHandle.of(pid).filter(ProcessIdentity::runs).isPresent();
    }

    private static void print(ServerKind server, String line) {
        System.out.println(server.title() + ": " + line);
    }
}
