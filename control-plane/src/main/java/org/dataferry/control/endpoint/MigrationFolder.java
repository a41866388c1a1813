package org.dataferry.control.endpoint;

import java.nio.file.Path;
import org.dataferry.schemas.settings.MigrationSettings;

/**
 * A migration as a folder.
 *
 * @param directory with {@code migration.yaml} and {@code mappings/}
 */
public record MigrationFolder(Path directory, MigrationSettings settings) {

    /** Reads the settings; whatever is wrong with them is told before anything is started. */
    public static MigrationFolder open(Path directory) {
        return new MigrationFolder(directory, MigrationSettings.load(directory));
    }

    public Path mappings() {
        return directory.resolve("mappings");
    }

    /** All that Ferry keeps of the migration on this machine. */
    public Path state() {
        return directory.resolve(".ferry").toAbsolutePath().normalize();
    }
}
