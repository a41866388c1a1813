package org.dataferry.control.cli;

import org.dataferry.control.endpoint.MigrationFolder;

/** Sends the log into the migration's folder. Must come before the first logger is asked for. */
final class FolderLog {

    /** What {@code ferry-logback.xml} reads. */
    static final String PROPERTY = "ferry.log";

    static final String SHARED = "ferry";

    private FolderLog() {}

    static void of(MigrationFolder folder, String name) {
        System.setProperty("logback.configurationFile", "ferry-logback.xml");
        System.setProperty(
                PROPERTY, folder.state().resolve("logs").resolve(name + ".log").toString());
    }
}
