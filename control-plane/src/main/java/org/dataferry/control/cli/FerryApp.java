package org.dataferry.control.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code ferry} command. */
@Command(
        name = "ferry",
        description = "Moves a business application's data into Dataverse while it stays in use.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        version = "ferry 0.1.0",
        subcommands = {
            RunCommand.class,
            StatusCommand.class,
            PrepareCommand.class,
            UpCommand.class,
            DownCommand.class,
            EmulatorCommand.class
        })
public final class FerryApp {

    private FerryApp() {}

    public static void main(String[] arguments) {
        GracefulStop stop = GracefulStop.ofThisThread();
        int exitCode = run(arguments);
        stop.finished();
        System.exit(exitCode);
    }

    static int run(String... arguments) {
        CommandLine commandLine = new CommandLine(new FerryApp());
        commandLine.setExecutionExceptionHandler(new Failures());
        commandLine.setParameterExceptionHandler((wrong, given) -> {
            wrong.getCommandLine().getErr().println("ferry: " + wrong.getMessage());
            wrong.getCommandLine().getErr().println("Try: ferry " + name(wrong.getCommandLine()) + "--help");
            return ExitCode.USAGE.number();
        });
        return commandLine.execute(arguments);
    }

    private static String name(CommandLine commandLine) {
        return commandLine.getParent() == null ? "" : commandLine.getCommandName() + " ";
    }
}
