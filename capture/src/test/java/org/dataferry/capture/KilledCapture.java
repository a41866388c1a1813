package org.dataferry.capture;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.schemas.key.SourceTable;

/** A capture process in a JVM of its own that kills itself, without any farewell, after a number of changes. */
final class KilledCapture {

    private KilledCapture() {}

    /** Returns when it is dead. */
    static void run(EmbeddedSource source, String registry, String table, int changes) throws Exception {
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
                        Integer.toString(changes))
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
        CaptureProcess process = source.process(killer, given.get(6));
        process.start();
        Thread.sleep(EmbeddedSource.PATIENCE);
        System.exit(1);
    }
}
