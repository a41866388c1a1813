package org.dataferry.control.soak.capture;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.dataferry.capture.CaptureException;
import org.dataferry.capture.CaptureProcess;
import org.dataferry.capture.CaptureSettings;
import org.dataferry.capture.DecisionNeededException;
import org.dataferry.capture.drift.DriftRule;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.capture.source.TableName;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.settings.DriftPolicy;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.settings.SourceLimits;
import org.dataferry.schemas.topic.MigrationTopics;

/**
 * Capture as a process of its own, so that it can be killed. While a server is away it begins again, as capture does under its
 * supervisor. It ends when the process that made it does.
 */
final class CaptureChild {

    static final String MIGRATION = "soak";
    static final String SOURCE = "erp";
    static final int PARTITIONS = 3;
    static final int CARRIED_BYTES = 1_000_000;

    /** Of a process that cannot go on without a decision. */
    static final int DECISION_NEEDED = 3;

    /** What it says when it follows the log. */
    static final String STREAMING = "streaming";

    private static final CaptureListener SAYS_SO = new CaptureListener() {
        @Override
        public void streaming() {
            System.out.println(STREAMING);
        }
    };

    private static final String HEAP = "-Xmx384m";
    private static final int LOOK_MILLIS = 50;
    private static final int PAUSE_MILLIS = 300;

    private CaptureChild() {}

    /** Where the servers are. */
    record Servers(String kafka, String registry, String jdbcUrl, String user, String password) {
        SourceAddress address() {
            return new SourceAddress(jdbcUrl, user, password);
        }
    }

    /** Arguments: those of {@link Servers}. */
    public static void main(String[] arguments) throws InterruptedException {
        Servers servers = new Servers(arguments[0], arguments[1], arguments[2], arguments[3], arguments[4]);
        Thread.ofVirtual().start(CaptureChild::endWithParent);
        ConfluentAvro avro = new ConfluentAvro(new HttpSchemaRegistry(RegistryEndpoint.of(servers.registry())));
        while (true) {
            try (CaptureProcess process = new CaptureProcess(settings(servers, avro), SAYS_SO, Clock.systemUTC())) {
                process.start();
                while (true) {
                    process.throwIfFailed();
                    Thread.sleep(LOOK_MILLIS);
                }
            } catch (DecisionNeededException gap) {
                System.out.println(gap.getMessage());
                System.exit(DECISION_NEEDED);
            } catch (CaptureException | SchemasException | KafkaException away) {
                System.out.println("begins again: " + away.getMessage());
                Thread.sleep(PAUSE_MILLIS);
            }
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

    private static CaptureSettings settings(Servers servers, ConfluentAvro avro) {
        Map<TableName, DriftRule> rules = SoakTables.NAMES.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        table -> new DriftRule(DriftPolicy.MAP, SoakTables.KEY_COLUMNS::contains)));
        return new CaptureSettings(
                new MigrationTopics(MIGRATION, 1, PARTITIONS),
                Map.of(
                        "bootstrap.servers",
                        servers.kafka(),
                        "delivery.timeout.ms",
                        Integer.toString((int) Duration.ofSeconds(20).toMillis()),
                        "request.timeout.ms",
                        Integer.toString((int) Duration.ofSeconds(5).toMillis())),
                avro,
                servers.address(),
                SOURCE,
                SoakTables.NAMES,
                LimitSettings.defaults().capture(),
                CARRIED_BYTES,
                false,
                SourceLimits.defaults(),
                rules,
                Optional.empty());
    }

    /** @param output file for all that it says, which this life adds to */
    static Process start(Servers servers, Path output) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dlogback.configurationFile=ferry-logback.xml",
                "-Dferry.log=" + output + ".log",
                "-cp",
                System.getProperty("java.class.path"),
                CaptureChild.class.getName(),
                servers.kafka(),
                servers.registry(),
                servers.jdbcUrl(),
                servers.user(),
                servers.password());
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .start();
        } catch (IOException failed) {
            throw new ControlException("capture cannot be started as a process of its own: " + failed, failed);
        }
    }
}
