package org.dataferry.control.bench.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dataferry.control.ControlException;

/** A command of {@code ferry} in a process of its own, as an operator gives it. */
final class FerryChild implements AutoCloseable {

    private static final String MAIN_CLASS = "org.dataferry.control.cli.FerryApp";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** All of a small migration; a command that takes longer hangs. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private static final Duration STOP = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final String name;
    private final Process process;
    private final Path out;
    private final Path said;

    private FerryChild(String name, Process process, Path out, Path said) {
        this.name = name;
        this.process = process;
        this.out = out;
        this.said = said;
    }

    /** @param outputs folder for what it says */
    static FerryChild start(Path outputs, List<String> arguments) {
        String name = arguments.getFirst();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                MAIN_CLASS));
        command.addAll(arguments);
        try {
            Path out = Files.createTempFile(outputs, name + "-", ".out");
            Path said = Files.createTempFile(outputs, name + "-", ".err");
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(said.toFile())
                    .start();
            return new FerryChild(name, process, out, said);
        } catch (IOException failed) {
            throw new ControlException("ferry " + name + " cannot be started: " + failed, failed);
        }
    }

    /**
     * Runs a command to its end.
     *
     * @return what it has answered
     * @throws ControlException if it fails; with what it said
     */
    static JsonNode json(Path outputs, List<String> arguments) throws InterruptedException {
        try (FerryChild child = start(outputs, arguments)) {
            if (!child.process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ControlException("ferry " + child.name + " has not ended within " + PATIENCE);
            }
            if (child.process.exitValue() != 0) {
                throw new ControlException("ferry " + child.name + " ended with " + child.process.exitValue() + ": "
                        + text(child.said) + text(child.out));
            }
            return JSON.readTree(text(child.out));
        } catch (IOException noJson) {
            throw new ControlException("ferry " + arguments.getFirst() + " answered no JSON", noJson);
        }
    }

    void awaitSaid(String words) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!text(said).contains(words)) {
            requireAlive();
            if (System.nanoTime() > deadline) {
                throw new ControlException("ferry " + name + " did not say '" + words + "' within " + PATIENCE);
            }
            Thread.sleep(LOOK);
        }
    }

    /** @throws ControlException if it ended by itself */
    void requireAlive() {
        if (!process.isAlive()) {
            throw new ControlException("ferry " + name + " ended by itself: " + text(said));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** Stops it in order, or by force if that takes too long. An interrupt does not cut this short. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        process.destroy();
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException hurried) {
            process.destroyForcibly();
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
