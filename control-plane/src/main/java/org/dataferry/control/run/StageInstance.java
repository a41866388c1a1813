package org.dataferry.control.run;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.dataferry.schemas.settings.SettingsException;

/**
 * Which of several processes of a stage on one machine this is. Each has a state directory and so an identity of its own,
 * by which Kafka knows its next life.
 *
 * @param name empty for the one that has none, which is also the one within {@code ferry run}
 */
public record StageInstance(String name) {

    public static final StageInstance UNNAMED = new StageInstance("");

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,30}");

    public StageInstance {
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            throw new SettingsException(
                    "--instance " + name + " is no name: up to 31 of a-z, 0-9 and -, beginning with a letter or digit");
        }
    }

    /** Where a stage keeps its state. */
    Path directory(Path state, Stage stage) {
        return (name.isEmpty() ? state : state.resolve("instances").resolve(name)).resolve(stage.command());
    }

    /** What its log is called. */
    public String logName(Stage stage) {
        return stage.command() + suffix();
    }

    String suffix() {
        return name.isEmpty() ? "" : "-" + name;
    }

    String described() {
        return name.isEmpty() ? "" : " --instance " + name;
    }
}
