package org.dataferry.capture;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.jdbc.DumpDatabase;
import org.dataferry.capture.dump.jdbc.JdbcIntake;
import org.dataferry.capture.dump.jdbc.PostgresDumps;
import org.dataferry.capture.origin.DumpSource;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.settings.DumpLimits;

/** A reading in a JVM of its own, to be killed. */
final class KilledReading {

    private KilledReading() {}

    static Process start(SourceAddress address, Path kept, DumpTable table) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledReading.class.getName(),
                        address.jdbcUrl(),
                        address.user(),
                        address.password(),
                        kept.toString(),
                        table.name().toString(),
                        ((DumpTable.InDatabase) table.origin()).query().orElseThrow())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] given) throws InterruptedException {
        DumpTable table = new DumpTable(
                TableName.parse(given[4]),
                new DumpTable.InDatabase("item", Optional.of(given[5]), Optional.empty()),
                List.of("id"),
                Map.of(),
                30);
        intake(dumps(new SourceAddress(given[0], given[1], given[2]), Path.of(given[3]), table))
                .read(false);
    }

    static DumpSource dumps(SourceAddress address, Path kept, DumpTable table) {
        return dumps(new PostgresDumps(address), kept, table);
    }

    static DumpSource dumps(DumpDatabase database, Path kept, DumpTable table) {
        return new DumpSource(
                kept,
                Optional.empty(),
                Optional.of(database),
                List.of(table),
                new DumpLimits(256, 2, Duration.ZERO, Duration.ofMillis(20), 30, 50, 5, 3, Duration.ofSeconds(30)));
    }

    static JdbcIntake intake(DumpSource source) {
        DumpTable table = source.tables().getFirst();
        return source.reading(table, (DumpTable.InDatabase) table.origin(), Clock.systemUTC(), cancel -> {});
    }
}
