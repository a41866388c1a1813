package org.dataferry.capture;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.settings.SnapshotSettings;

/** A capture process in a JVM of its own that kills itself, without any farewell, after a number of changes. */
final class KilledCapture {

    private KilledCapture() {}

    /** Returns when it is dead. */
    static void run(EmbeddedSource source, String registry, String table, int changes) throws Exception {
        run(source, registry, table, changes, SnapshotSettings.defaults());
    }

    static void run(EmbeddedSource source, String registry, String table, int changes, SnapshotSettings snapshot)
            throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledCapture.class.getName(),
                        source.client.get("bootstrap.servers").toString(),
                        registry,
                        source.address.jdbcUrl(),
                        source.address.user(),
                        source.address.password(),
                        source.topics.migration(),
                        table,
                        Integer.toString(changes),
                        Integer.toString(snapshot.readers()),
                        Integer.toString(snapshot.chunkMebibytes()),
                        Integer.toString(snapshot.rowsPerSecond()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.waitFor();
    }

    public static void main(String[] arguments) throws Exception {
        List<String> given = List.of(arguments);
        EmbeddedSource source = EmbeddedSource.of(
                new SourceAddress(given.get(2), given.get(3), given.get(4)), given.get(5), given.get(0), given.get(1));
        int changes = Integer.parseInt(given.get(7));
        CaptureListener killer = new CaptureListener() {
            private final AtomicInteger published = new AtomicInteger();

            @Override
            public void changePublished(SourceTable table) {
                if (published.incrementAndGet() == changes) {
                    Runtime.getRuntime().halt(9);
                }
            }
        };
        CaptureProcess process = source.process(
                new SnapshotSettings(
                        SnapshotSettings.By.COPY,
                        Integer.parseInt(given.get(8)),
                        Integer.parseInt(given.get(9)),
                        Integer.parseInt(given.get(10))),
                killer,
                given.get(6));
        process.start();
        Thread.sleep(EmbeddedSource.PATIENCE);
        System.exit(1);
    }
}
