package org.dataferry.control.testing;

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
public final class TestServers {

    private TestServers() {}

    private static final class Running {
        static final EmbeddedServers SERVERS = start();
    }

    public static String kafka() {
        return Running.SERVERS.endpoints().kafka().orElseThrow();
    }

    public static String registry() {
        return Running.SERVERS.endpoints().registry().orElseThrow().toString();
    }

    private static EmbeddedServers start() {
        Path directory = newDirectory();
        EmbeddedServers servers = EmbeddedServers.start(
                new EmbeddedSettings(
                        directory, EnumSet.of(ServerKind.KAFKA, ServerKind.REGISTRY), Ownership.OWNED_BY_THIS_PROCESS),
                Progress.SILENT);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> EmbeddedServers.discard(directory, Progress.SILENT)));
        return servers;
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("control-plane-tests-servers");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
