package org.dataferry.sink.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Gives each file to a command on its standard input, as {@code clamdscan -} and {@code clamscan -} take it. It ends with 0
 * for a clean file and with 1 for an infected one; all else, or no end in time, is no verdict.
 */
public final class CommandScan implements FileScan {

    private static final int CLEAN = 0;
    private static final int INFECTED = 1;

    /** Of what the command says; more is read and dropped, so that it is never stopped by a full pipe. */
    private static final int MOST_WORDS = 500;

    private static final int COPIED_AT_A_TIME = 64 * 1024;

    private final List<String> command;
    private final Duration timeout;

    /** @param timeout for one file, after which the command is killed */
    public CommandScan(List<String> command, Duration timeout) {
        this.command = List.copyOf(command);
        this.timeout = timeout;
    }

    @Override
    public Verdict scan(FileSource file) throws InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException notStarted) {
            return new Verdict.Undecided("the scan cannot be started: " + notStarted.getMessage());
        }
        try {
            var words = started(() -> words(process.getInputStream()));
            var digest = started(() -> fed(file, process.getOutputStream()));
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Verdict.Undecided("the scan did not end within " + timeout);
            }
            return verdict(process.exitValue(), digest, words);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static Verdict verdict(int exit, CompletableFuture<byte[]> digest, CompletableFuture<String> words)
            throws InterruptedException {
        try {
            return switch (exit) {
                case CLEAN -> new Verdict.Clean(digest.get());
                case INFECTED -> new Verdict.Infected(words.get());
                default -> new Verdict.Undecided("the scan ended with " + exit + ": " + words.get());
            };
        } catch (ExecutionException unread) {
            return new Verdict.Undecided("the scan could not be carried out: " + unread.getCause());
        }
    }

    private interface Step<T> {
        T run() throws IOException;
    }

    private static <T> CompletableFuture<T> started(Step<T> step) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofVirtual().name("file-scan").start(() -> {
            try {
                result.complete(step.run());
            } catch (IOException | RuntimeException failed) {
                result.completeExceptionally(failed);
            }
        });
        return result;
    }

    /** Reads to the end also if the command does not: the digest is that of the whole file. */
    private static byte[] fed(FileSource file, OutputStream input) throws IOException {
        MessageDigest digest = Sha256.begin();
        byte[] buffer = new byte[COPIED_AT_A_TIME];
        boolean listening = true;
        try (InputStream content = file.open()) {
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                digest.update(buffer, 0, read);
                listening = listening && written(input, buffer, read);
            }
        } finally {
            closed(input);
        }
        return digest.digest();
    }

    /** A command that has seen enough closes its input. */
    private static boolean written(OutputStream input, byte[] buffer, int length) {
        try {
            input.write(buffer, 0, length);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    private static void closed(OutputStream input) {
        try {
            input.close();
        } catch (IOException closedBefore) {
            // What it had to say is in its exit code.
        }
    }

    private static String words(InputStream output) throws IOException {
        byte[] first = output.readNBytes(MOST_WORDS);
        output.transferTo(OutputStream.nullOutputStream());
        return new String(first, StandardCharsets.UTF_8).strip().replaceAll("\\s+", " ");
    }
}
