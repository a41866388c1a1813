package org.dataferry.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/** The state directory: {@code lock} and {@code servers/<name>}. */
record StateDirectory(Path path) {

    /** Makes the directory; only its user may read the servers' data. */
    static StateDirectory create(Path path) {
        try {
            Files.createDirectories(path);
            StateDirectory state = new StateDirectory(path.toRealPath());
            if (!Files.exists(state.servers())) {
                Files.createDirectory(
                        state.servers(),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            return state;
        } catch (IOException e) {
            throw new EmbeddedServersException("The state directory " + path + " cannot be made: " + e.getMessage(), e);
        }
    }

    /** An existing directory; where it is missing, no server is found in it. */
    static StateDirectory existing(Path path) {
        try {
            return new StateDirectory(Files.exists(path) ? path.toRealPath() : path.toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path servers() {
        return path.resolve("servers");
    }

    ServerDirectory server(ServerKind kind) {
        return new ServerDirectory(kind, servers().resolve(kind.title()));
    }

    /** Does the work while no other process and no other thread starts or stops servers of this directory. */
    <T> T whileLocked(Duration timeout, StateLock.Work<T> work) throws InterruptedException {
        return StateLock.whileHeld(path.resolve("lock"), timeout, work);
    }
}
