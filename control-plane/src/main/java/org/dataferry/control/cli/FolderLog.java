package org.dataferry.control.cli;

import java.nio.file.Path;
import org.dataferry.control.endpoint.MigrationFolder;

/** Sends the log into the migration's folder. Must come before the first logger is asked for. */
final class FolderLog {

    /** What {@code ferry-logback.xml} reads. */
    static final String PROPERTY = "ferry.log";

    static final String SHARED = "ferry";

    private FolderLog() {}

    static void of(MigrationFolder folder, String name) {
        to(folder.state().resolve("logs").resolve(name + ".log"));
    }

    /** Where a command has a folder that is no migration's. */
    static void to(Path file) {
        System.setProperty("logback.configurationFile", "ferry-logback.xml");
        System.setProperty(PROPERTY, file.toString());
    }
}
