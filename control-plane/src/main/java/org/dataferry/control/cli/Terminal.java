package org.dataferry.control.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The terminal that standard output or standard error goes to.
 *
 * @param lines that it shows
 * @param columns that a line has
 */
record Terminal(int lines, int columns) {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,5}) (\\d{1,5})");

    /** A question to the system, which answers at once. */
    private static final int PATIENCE_SECONDS = 2;

    /** Some say 0 where nobody has told them their size. */
    private static final Terminal USUAL = new Terminal(24, 80);

    /** Empty if standard output goes elsewhere. Java itself does not tell before its version 22, nor how large it is. */
    static Optional<Terminal> ofStandardOutput() {
        return ask(
                new ProcessBuilder("sh", "-c", "[ -t 1 ] && stty size <&1 >&2")
                        .redirectOutput(ProcessBuilder.Redirect.INHERIT),
                Process::getErrorStream);
    }

    /** Empty if standard error goes elsewhere. */
    static Optional<Terminal> ofStandardError() {
        return ask(
                new ProcessBuilder("sh", "-c", "[ -t 2 ] && stty size <&2")
                        .redirectError(ProcessBuilder.Redirect.INHERIT),
                Process::getInputStream);
    }

    private static Optional<Terminal> ask(ProcessBuilder question, Function<Process, InputStream> answers) {
        try {
            Process process =
                    question.redirectInput(ProcessBuilder.Redirect.PIPE).start();
            String answer = new String(answers.apply(process).readNBytes(100), US_ASCII);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return process.exitValue() == 0 ? Optional.of(parse(answer)) : Optional.empty();
        } catch (IOException noShell) {
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    static Terminal parse(String size) {
        Matcher matcher = SIZE.matcher(size.strip());
        if (!matcher.matches()) {
            return USUAL;
        }
        Terminal terminal = new Terminal(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        return terminal.lines < 2 || terminal.columns < 2 ? USUAL : terminal;
    }
}
