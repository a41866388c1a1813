package org.dataferry.control.soak.emulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.dataferry.control.ControlException;

/** {@code ferry emulator} as a child process. */
final class EmulatorProcess implements AutoCloseable {

    private static final String MAIN_CLASS = "org.dataferry.control.cli.FerryApp";
    private static final String READY = "emulator ready url=";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 20;

    private final Process process;
    private final String url;

    private EmulatorProcess(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** @param output file for all that it says */
    static EmulatorProcess start(Path data, Path settings, Path output) throws InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                // It lives for seconds: a quick start is worth more than fast code.
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                MAIN_CLASS,
                "emulator",
                "--port",
                "0",
                "--data",
                data.toString(),
                "--settings",
                settings.toString());
        try {
            Files.deleteIfExists(output);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                return new EmulatorProcess(process, awaitUrl(process, output));
            } catch (ControlException failed) {
                process.destroyForcibly();
                throw failed;
            }
        } catch (IOException failed) {
            throw new ControlException("ferry emulator cannot be started: " + failed, failed);
        }
    }

    private static String awaitUrl(Process process, Path output) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Optional<String> ready = Files.readAllLines(output).stream()
                    .filter(line -> line.startsWith(READY))
                    .findFirst();
            if (ready.isPresent()) {
                return ready.get().substring(READY.length()).strip();
            }
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new ControlException("the emulator ended at its start; see " + output);
            }
        }
        throw new ControlException("the emulator was not ready within " + PATIENCE.toSeconds() + " s; see " + output);
    }

    String url() {
        return url;
    }

    /** By kill -9. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
