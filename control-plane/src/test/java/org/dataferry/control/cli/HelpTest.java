package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What people read who do not know a command: it fits their screen, and shows how it is used. */
class HelpTest {

    /** A usual screen has 24 lines; a command with many options may take more, but no more than one can take in. */
    private static final int MOST_LINES = 40;

    private static final int MOST_COLUMNS = 80;

    static Stream<CommandLine> commands() {
        List<CommandLine> all = new ArrayList<>();
        collect(FerryApp.commandLine(GracefulStop.NEVER), all);
        return all.stream();
    }

    private static void collect(CommandLine command, List<CommandLine> all) {
        all.add(command);
        command.getSubcommands().values().forEach(below -> collect(below, all));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void fitsAScreenAndShowsAnExample(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        List<String> lines = command.getUsageMessage().lines().toList();

        assertThat(lines).as("help of %s", name).hasSizeLessThanOrEqualTo(MOST_LINES);
        assertThat(lines)
                .as("help of %s", name)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(MOST_COLUMNS));
        assertThat(lines)
                .as("%s has an example: footerHeading \"%%nExample:%%n\", footer \"  ferry …\"", name)
                .containsSequence("Example:")
                .anyMatch(line -> line.startsWith("  " + name));
    }

    @ParameterizedTest
    @CsvSource({
        "statsu x, status, ferry --help",
        "runn x, run, ferry --help",
        "status x --wacth, --watch, ferry status --help",
        "run x --until-cought-up, --until-caught-up, ferry run --help",
        "soak instnaces, instances, ferry soak --help"
    })
    void saysWhatAMisspeltWordWasMeantToBe(String arguments, String meant, String help) {
        StringWriter err = new StringWriter();

        int exitCode = FerryApp.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true),
                GracefulStop.NEVER,
                arguments.split(" "));

        assertThat(exitCode).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("did you mean '" + meant + "'?", "Try: " + help);
    }
}
