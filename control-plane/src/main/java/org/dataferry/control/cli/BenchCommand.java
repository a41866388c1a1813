package org.dataferry.control.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        description = "Benchmarks, each beside its peer or its aims.",
        synopsisSubcommandLabel = "NAME",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ferry bench transform --rows 100000",
        subcommands = {
            CaptureBenchCommand.class,
            DiffBenchCommand.class,
            EmulatorBenchCommand.class,
            OperateBenchCommand.class,
            SinkBenchCommand.class,
            TransformBenchCommand.class
        })
final class BenchCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Which benchmark? There are: capture, diff, emulator, operate, sink, transform");
    }
}
