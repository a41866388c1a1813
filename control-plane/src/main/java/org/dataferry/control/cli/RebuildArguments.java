package org.dataferry.control.cli;

import java.net.URI;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.endpoint.Rebuild;
import org.dataferry.schemas.settings.SettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a command takes that is for the run, or for a rebuild beside it. */
final class RebuildArguments {

    @Option(names = "--rebuild", paramLabel = "N", description = "Of rebuild N, not of the run.")
    private @Nullable Integer number;

    @Option(
            names = "--target",
            paramLabel = "URL",
            description = "The environment that the rebuild writes to; not needed where it was begun from this folder.")
    private @Nullable URI target;

    MigrationFolder of(MigrationFolder run) {
        if (number == null) {
            if (target != null) {
                throw new SettingsException(
                        "--target is for a rebuild; the run writes to the target of migration.yaml");
            }
            return run;
        }
        return Rebuild.of(run, number, target);
    }

    /** What the log of a stage is called. */
    String logName(String stage) {
        return number == null ? stage : "g" + number + "-" + stage;
    }
}
