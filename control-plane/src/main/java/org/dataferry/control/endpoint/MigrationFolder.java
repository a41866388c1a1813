package org.dataferry.control.endpoint;

import java.nio.file.Path;
import org.dataferry.schemas.settings.MigrationSettings;
import org.dataferry.schemas.topic.MigrationTopics;

/**
 * A migration as a folder, and which of its rebuilds is meant.
 *
 * @param directory with {@code migration.yaml} and {@code mappings/}
 * @param settings of a rebuild, with the environment that it writes to
 * @param rebuild its number; 1 is the run
 */
public record MigrationFolder(Path directory, MigrationSettings settings, int rebuild) {

    static final int RUN = 1;

    /** Reads the settings; whatever is wrong with them is told before anything is started. */
    public static MigrationFolder open(Path directory) {
        return new MigrationFolder(directory, MigrationSettings.load(directory), RUN);
    }

    public Path mappings() {
        return directory.resolve("mappings");
    }

    public boolean isRebuild() {
        return rebuild != RUN;
    }

    public MigrationTopics topics() {
        return settings.topics(rebuild);
    }

    /** All that Ferry keeps of the migration on this machine. */
    public Path state() {
        return directory.resolve(".ferry").toAbsolutePath().normalize();
    }

    /** What it keeps of this rebuild alone: locks, state of stages, an emulator of its own. */
    public Path ownState() {
        return isRebuild() ? Rebuild.state(state(), rebuild) : state();
    }
}
