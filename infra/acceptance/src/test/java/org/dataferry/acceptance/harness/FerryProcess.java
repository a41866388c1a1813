package org.dataferry.acceptance.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@code ferry} command that runs. */
public final class FerryProcess implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(10);

    /** The orderly stop of a run and five servers on a busy machine. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(90);

    private final FerryCommand command;
    private final Process process;
    private final List<String> out = new ArrayList<>();
    private final List<String> err = new ArrayList<>();
    private final Thread outReader;
    private final Thread errReader;

    FerryProcess(FerryCommand command, Process process) {
        this.command = command;
        this.process = process;
        this.outReader = Thread.startVirtualThread(() -> read(process.getInputStream(), out));
        this.errReader = Thread.startVirtualThread(() -> read(process.getErrorStream(), err));
    }

    public boolean runs() {
        return process.isAlive();
    }

    /** Returns when the command has said a line on standard error that contains this. */
    public void awaitLine(String part, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!said(part)) {
            if (!process.isAlive()) {
                throw new AssertionError(command + " ended before it said '" + part + "': " + await(patience));
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        command + " did not say '" + part + "' within " + patience + ":\n" + text(err));
            }
            Thread.sleep(LOOK);
        }
    }

    public boolean said(String part) {
        synchronized (err) {
            return err.stream().anyMatch(line -> line.contains(part));
        }
    }

    /** What it has said behind these words, once it has said them. */
    public String awaitWord(String begin, Duration patience) throws InterruptedException {
        awaitLine(begin, patience);
        synchronized (err) {
            String line =
                    err.stream().filter(one -> one.contains(begin)).findFirst().orElseThrow();
            return line.substring(line.indexOf(begin) + begin.length()).strip();
        }
    }

    /** What it has said on standard output so far. */
    public List<String> lines() {
        synchronized (out) {
            return List.copyOf(out);
        }
    }

    /** Returns when it has ended, or after that time. */
    public void awaitEnd(Duration longest) throws InterruptedException {
        process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits for it to end by itself; kills it, with all that it started, if it takes too long. */
    public FerryResult await(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            killTree();
            throw new AssertionError(command + " did not end within " + patience + ":\n" + text(err));
        }
        outReader.join();
        errReader.join();
        return new FerryResult(command.toString(), process.exitValue(), text(out), text(err));
    }

    /** Asks it to end, as Ctrl-C does. Its handle does so without closing the streams, so its last words are kept. */
    public FerryResult stop() throws InterruptedException {
        process.toHandle().destroy();
        return await(STOP_PATIENCE);
    }

    /** {@code kill -9} of the command alone; the servers that it started live on. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** {@code kill -9} of the command and of every process that belongs to its migration. */
    public void killTree() throws InterruptedException {
        ProcessTree.kill(process.toHandle(), command.state());
    }

    /** Leaves nothing behind, however the test ended. */
    @Override
    public void close() {
        try {
            if (process.isAlive()) {
                stop();
            }
        } catch (InterruptedException hurried) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void read(InputStream stream, List<String> lines) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                }
            }
        } catch (IOException killed) {
            // What was said until then is kept.
        }
    }

    private static String text(List<String> lines) {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }
}
