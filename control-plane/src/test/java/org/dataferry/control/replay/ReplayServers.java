package org.dataferry.control.replay;

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

/** A real Kafka and a real registry, one of each for all tests of a JVM. */
final class ReplayServers {

    private ReplayServers() {}

    private static final class Running {
        static final EmbeddedServers SERVERS = start();
    }

    static String kafka() {
        return Running.SERVERS.endpoints().kafka().orElseThrow();
    }

    static String registry() {
        return Running.SERVERS.endpoints().registry().orElseThrow().toString();
    }

    private static EmbeddedServers start() {
        try {
            Path directory = Files.createTempDirectory("replay-it");
            EmbeddedServers servers = EmbeddedServers.start(
                    new EmbeddedSettings(
                            directory,
                            EnumSet.of(ServerKind.KAFKA, ServerKind.REGISTRY),
                            Ownership.OWNED_BY_THIS_PROCESS),
                    Progress.SILENT);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> EmbeddedServers.discard(directory, Progress.SILENT)));
            return servers;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
