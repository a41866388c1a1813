package org.dataferry.control.soak.sink;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.secret.Secret;
import org.dataferry.schemas.settings.ChangedPolicy;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.settings.ProtectionSettings;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.sink.SinkFiles;
import org.dataferry.sink.SinkSettings;
import org.dataferry.sink.client.protocol.DataverseEndpoint;
import org.dataferry.sink.loop.HaltPoint;
import org.dataferry.sink.loop.SinkProcess;

/** A sink as a process of its own, so that it can be killed. It ends when the process that made it does. */
final class SinkChild {

    /** Shorter than the longest delay among the faults, so that answers come too late. */
    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);

    static final int LONGEST_DELAY_MILLIS = 2_500;

    /** Longer than any request lives. */
    private static final Duration LATE_REQUEST_HOLD = Duration.ofMillis(LONGEST_DELAY_MILLIS + 1_000);

    /** Small, so that there are many requests to strike. */
    private static final int BATCH_SIZE = 25;

    private static final int LARGEST_BATCH = 4 * BATCH_SIZE;

    private static final int WINDOW = 2_000;
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(50);

    /** Of a process that died at its {@link HaltPoint}. */
    static final int HALTED = 77;

    private static final String HEAP = "-Xmx384m";
    private static final int LOOK_MILLIS = 50;

    private SinkChild() {}

    /** Where a life ends by itself. @param passes how often it comes by there */
    record Death(HaltPoint point, int passes) {}

    /** Where the servers are. */
    record Servers(String kafka, String registry, String migration, URI dataverse) {}

    /** Arguments: Kafka, registry, migration, Dataverse, folder of its state; and where it dies, and at the how many-th time. */
    public static void main(String[] arguments) throws InterruptedException {
        Servers servers = new Servers(arguments[0], arguments[1], arguments[2], URI.create(arguments[3]));
        HaltPoint.Observer observer = arguments.length > 5
                ? dying(HaltPoint.valueOf(arguments[5]), Integer.parseInt(arguments[6]))
                : HaltPoint.Observer.NONE;
        ConfluentAvro avro = new ConfluentAvro(new HttpSchemaRegistry(RegistryEndpoint.of(servers.registry())));
        Thread.ofVirtual().start(SinkChild::endWithParent);
        SinkProcess sink = new SinkProcess(settings(servers, Path.of(arguments[4])), avro, observer);
        sink.start();
        while (true) {
            sink.throwIfFailed();
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** Nothing is ever written to it: this returns when the other end is closed, by whatever way that process ended. */
    private static void endWithParent() {
        try {
            int end = System.in.read();
            Runtime.getRuntime().halt(end < 0 ? 0 : 1);
        } catch (IOException closed) {
            Runtime.getRuntime().halt(1);
        }
    }

    private static HaltPoint.Observer dying(HaltPoint point, int passes) {
        AtomicInteger passed = new AtomicInteger();
        return reached -> {
            if (reached == point && passed.incrementAndGet() >= passes) {
                Runtime.getRuntime().halt(HALTED);
            }
        };
    }

    private static SinkSettings settings(Servers servers, Path state) {
        Properties client = new Properties();
        client.put("bootstrap.servers", servers.kafka());
        return new SinkSettings(
                new MigrationTopics(servers.migration(), 1, SinkTopics.PARTITIONS),
                client,
                List.of(new DataverseEndpoint(
                        servers.dataverse(),
                        servers.dataverse().resolve("/emulator/oauth2/v2.0/token"),
                        "11111111-1111-1111-1111-111111111111",
                        new Secret("ferry"))),
                SoakTables.ENTITIES,
                Set.of(SoakTables.VISITS),
                Set.of(),
                // Nobody else changes rows, so it must make no difference.
                Map.of(SoakTables.PLACE, ChangedPolicy.KEEP),
                Set.of(),
                Map.of(),
                Map.of(),
                SoakTables.KEY,
                SoakTables.ROW_ID,
                new LimitSettings.Sink(
                        BATCH_SIZE,
                        LARGEST_BATCH,
                        0,
                        WINDOW,
                        COMMIT_INTERVAL,
                        REQUEST_TIMEOUT,
                        LATE_REQUEST_HOLD,
                        null,
                        null),
                // So that the target does throttle it.
                ProtectionSettings.none(),
                LATE_REQUEST_HOLD,
                LimitSettings.defaults().status().stalledAfter(),
                SinkFiles.none(),
                state);
    }

    /** @param output file for all that it says, which this life adds to */
    static Process start(Servers servers, Path state, Path output, Optional<Death> death) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dlogback.configurationFile=ferry-logback.xml",
                "-Dferry.log=" + state + ".log",
                "-cp",
                System.getProperty("java.class.path"),
                SinkChild.class.getName(),
                servers.kafka(),
                servers.registry(),
                servers.migration(),
                servers.dataverse().toString(),
                state.toString()));
        death.ifPresent(at -> {
            command.add(at.point().name());
            command.add(Integer.toString(at.passes()));
        });
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .start();
        } catch (IOException failed) {
            throw new ControlException("a sink cannot be started as a process of its own: " + failed, failed);
        }
    }
}
