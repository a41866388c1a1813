package org.dataferry.control.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.dataferry.control.ControlException;
import org.dataferry.control.RefusedException;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.endpoint.MigrationServers;
import org.dataferry.control.endpoint.Rebuild;
import org.dataferry.embedded.EmbeddedServers;
import org.dataferry.embedded.Progress;
import org.dataferry.embedded.ServerKind;
import org.dataferry.schemas.settings.SourceSettings;

/** Discards all that a migration has on this machine, its rebuilds included. */
public final class FreshStart {

    private FreshStart() {}

    /** Refuses where any server is configured: half of the migration would stay there, and not fit the new beginning. */
    public static void discard(MigrationFolder folder, Progress progress) {
        if (MigrationServers.embeddedKinds(folder.settings()).size() < ServerKind.values().length
                || !folder.settings().sources().stream().allMatch(SourceSettings::isEmbedded)) {
            throw new RefusedException("--fresh discards embedded servers only, and migration.yaml names others;"
                    + " clear those by hand, or give the migration a new name");
        }
        for (Path rebuild : Rebuild.states(folder.state())) {
            if (RunLock.isAnyHeld(rebuild)) {
                throw new RefusedException(
                        "rebuild " + rebuild.getFileName().toString().substring(1)
                                + " is running, and --fresh discards what it reads; stop it first");
            }
        }
        for (Path rebuild : Rebuild.states(folder.state())) {
            EmbeddedServers.discard(rebuild, progress);
            delete(rebuild);
        }
        EmbeddedServers.discard(folder.state(), progress);
        for (String part : List.of("transform", "sink", "instances")) {
            delete(folder.state().resolve(part));
        }
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException failed) {
            throw new ControlException(directory + " cannot be deleted", failed);
        }
    }
}
