package org.dataferry.control.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.dataferry.embedded.EmbeddedServers;
import org.dataferry.embedded.EmbeddedSettings;
import org.dataferry.embedded.Ownership;
import org.dataferry.embedded.Progress;
import org.dataferry.embedded.ServerKind;

/** A real Kafka, one for all tests of a JVM. */
final class KafkaServer {

    private KafkaServer() {}

    private static final class Running {
        static final String ADDRESS = start();
    }

    static String address() {
        return Running.ADDRESS;
    }

    private static String start() {
        try {
            Path directory = Files.createTempDirectory("story-it");
            EmbeddedServers servers = EmbeddedServers.start(
                    new EmbeddedSettings(directory, EnumSet.of(ServerKind.KAFKA), Ownership.OWNED_BY_THIS_PROCESS),
                    Progress.SILENT);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> EmbeddedServers.discard(directory, Progress.SILENT)));
            return servers.endpoints().kafka().orElseThrow();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
