package org.dataferry.control.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataferry.schemas.words.NearestNames;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The {@code ferry} command. */
@Command(
        name = "ferry",
        description = "Moves a business application's data into Dataverse while it stays in use.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ferry run examples/northwind --until-caught-up",
        version = "ferry 0.1.0",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Done.",
            "1:Failed.",
            "2:Wrong usage, or something in the migration's folder is wrong.",
            "3:Refused by a gate, a difference found, or parked or rejected changes."
        },
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            IngestCommand.class,
            RebuildCommand.class,
            StatusCommand.class,
            DashboardCommand.class,
            LedgerCommand.class,
            VerifyCommand.class,
            ReplayCommand.class,
            WaiveCommand.class,
            DeadLettersCommand.class,
            PhaseCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            LimitsCommand.class,
            DriftCommand.class,
            CaptureCommand.class,
            TransformCommand.class,
            SinkCommand.class,
            PrepareCommand.class,
            UpCommand.class,
            DownCommand.class,
            EmulatorCommand.class,
            SoakCommand.class,
            BenchCommand.class
        })
public final class FerryApp {

    private final GracefulStop stop;

    private FerryApp(GracefulStop stop) {
        this.stop = stop;
    }

    /** How this process is told to end. */
    GracefulStop stop() {
        return stop;
    }

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
        PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
        if (arguments.length > 0 && arguments[0].equals(EmulatorCommand.NAME)) {
            // It ends itself when the process is told to.
            System.exit(run(out, err, GracefulStop.NEVER, arguments));
        }
        GracefulStop stop = GracefulStop.ofThisThread();
        int exitCode = run(out, err, stop, arguments);
        stop.finished();
        System.exit(exitCode);
    }

    static CommandLine commandLine(GracefulStop stop) {
        CommandLine ferry = new CommandLine(new FerryApp(stop)).setCaseInsensitiveEnumValuesAllowed(true);
        ferry.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, FerryApp::commandList);
        return ferry;
    }

    /** In the order of their declaration; what belongs together, or is called alike, in one line. */
    private static String commandList(CommandLine.Help help) {
        Map<String, String> lines = new LinkedHashMap<>();
        help.subcommands()
                .forEach((name, command) ->
                        lines.put(name, command.commandSpec().usageMessage().description()[0]));
        lines.put(CaptureCommand.NAME, "Also transform and sink: one stage as a process of its own.");
        lines.keySet().removeAll(Set.of(TransformCommand.NAME, SinkCommand.NAME, "resume"));
        return help.createTextTable(lines).toString();
    }

    static int run(PrintWriter out, PrintWriter err, GracefulStop stop, String... arguments) {
        CommandLine commandLine = commandLine(stop);
        commandLine.setOut(out).setErr(err);
        commandLine.setExecutionExceptionHandler(new Failures(stop));
        commandLine.setParameterExceptionHandler((wrong, given) -> wrongUsage(wrong, List.of(given)));
        if (arguments.length == 0) {
            err.println("ferry: which command? Try: ferry --help");
            return ExitCode.USAGE.number();
        }
        try {
            return commandLine.execute(arguments);
        } catch (Error thrown) {
            // Out of memory, or a broken installation; picocli hands on exceptions only.
            Console console = Console.of(commandLine, List.of(arguments).contains("--json"));
            return new Failures(stop).tell(thrown, console, arguments[0]);
        }
    }

    private static int wrongUsage(CommandLine.ParameterException wrong, List<String> given) {
        CommandLine command = wrong.getCommandLine();
        String called = command.getCommandSpec().qualifiedName();
        Console.of(command, given.contains("--json"))
                .failure(wrong.getMessage() + nearest(wrong).orElse(".") + " Try: " + called + " --help");
        return ExitCode.USAGE.number();
    }

    /** What a misspelt command or option was most likely meant to be. */
    private static Optional<String> nearest(CommandLine.ParameterException wrong) {
        if (!(wrong instanceof CommandLine.UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return Optional.empty();
        }
        String misspelt = unmatched.getUnmatched().getFirst();
        CommandLine.Model.CommandSpec command = wrong.getCommandLine().getCommandSpec();
        Set<String> known = misspelt.startsWith("-")
                ? command.optionsMap().keySet()
                : command.subcommands().keySet();
        return new NearestNames(known).meant(misspelt).map(name -> "; did you mean '" + name + "'?");
    }
}
