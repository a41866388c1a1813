package org.dataferry.control.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.dataferry.control.ControlException;
import org.dataferry.control.endpoint.MigrationFolder;

/** By which state of the mapping files a transform on this machine maps: what is changed in them holds when it starts anew. */
public final class MappingInUse {

    private static final String FILE = "mapping.version";

    private MappingInUse() {}

    /** Transform begins with it in this process. */
    static void write(Path ownState, String version) {
        try {
            Files.createDirectories(ownState);
            Files.writeString(ownState.resolve(FILE), ProcessHandle.current().pid() + " " + version);
        } catch (IOException unwritable) {
            throw new ControlException(ownState.resolve(FILE) + " cannot be written: " + unwritable, unwritable);
        }
    }

    /** In words, that transform runs here and maps by other files than those of this version; empty if not, or if nobody knows. */
    public static Optional<String> otherThan(MigrationFolder folder, String version) {
        OptionalLong process = RunLock.holderOf(folder.ownState(), Stage.TRANSFORM);
        if (process.isEmpty()) {
            return Optional.empty();
        }
        // What another process has left says nothing of one that has just begun.
        String ofThis = process.getAsLong() + " ";
        return read(folder.ownState().resolve(FILE))
                .filter(written -> written.startsWith(ofThis))
                .map(written -> written.substring(ofThis.length()))
                .filter(inUse -> !inUse.equals(version))
                .map(inUse -> "the run that goes on maps as the mapping files were when it began (version " + inUse
                        + "), and they are changed since (version " + version
                        + "): end it and start it again, and then replay");
    }

    private static Optional<String> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
