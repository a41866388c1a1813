package org.dataferry.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program that does one thing and ends, such as {@code initdb}. */
record ShortCommand(List<String> command, Path directory, String input) {

    private static final Logger LOG = LoggerFactory.getLogger(ShortCommand.class);

    /** @param output standard output and error together */
    record Result(int exitCode, String output) {}

    /** Runs it; it is killed at the timeout and when the thread is interrupted. */
    Result run(Duration timeout) throws IOException, InterruptedException {
        Path output = Files.createTempFile("ferry-", ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(Map.of("LC_ALL", "C"));
        try {
            Process process = builder.start();
            try {
                feed(process);
                if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IOException("%s did not end within %d s; its output: %s"
                            .formatted(command, timeout.toSeconds(), Files.readString(output)));
                }
            } finally {
                process.destroyForcibly();
            }
            return new Result(process.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }

    private void feed(Process process) {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The program ended without reading; its exit code and its output say why.
            LOG.debug("input not read command={}", command, e);
        }
    }
}
