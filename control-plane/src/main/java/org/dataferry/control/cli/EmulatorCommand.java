package org.dataferry.control.cli;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.dataferry.control.ControlException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * Hands over to the emulator by its name alone: no code of ours knows it. It takes all options as they are, {@code --help}
 * included, stops by itself, and ends the process where its usage is wrong.
 */
@Command(
        name = EmulatorCommand.NAME,
        description = "Runs the Dataverse emulator alone.",
        footerHeading = "%nExample:%n",
        footer = "  ferry emulator --port 9000 --data /tmp/emulator --time-scale 10")
final class EmulatorCommand implements Callable<Integer> {

    static final String NAME = "emulator";

    private static final String MAIN_CLASS = "org.dataferry.emulator.EmulatorApp";

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        System.setProperty("logback.configurationFile", "emulator-logback.xml");
        try {
            Class.forName(MAIN_CLASS).getMethod("main", String[].class).invoke(null, (Object)
                    arguments.toArray(String[]::new));
            return ExitCode.DONE.number();
        } catch (InvocationTargetException failed) {
            throw new ControlException(
                    "the emulator failed: " + failed.getCause().getMessage(), failed.getCause());
        } catch (ReflectiveOperationException missing) {
            throw new ControlException("the emulator is not part of this installation", missing);
        }
    }
}
