package org.dataferry.control.cli;

import picocli.CommandLine.Command;

/** Long fault tests, by name. */
@Command(
        name = "soak",
        description = "Long fault tests on servers and a migration of their own.",
        synopsisSubcommandLabel = "NAME",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ferry soak instances",
        subcommands = {
            SoakInstancesCommand.class,
            SoakSemanticsCommand.class,
            SoakEmulatorCommand.class,
            SoakSinkCommand.class,
            SoakCaptureCommand.class
        })
final class SoakCommand {}
