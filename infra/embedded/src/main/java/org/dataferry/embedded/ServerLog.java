package org.dataferry.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A server's output. Each start begins a new file and the last {@value #KEPT} are kept; a server logs warnings and a few lines of its
 * start only, so a file stays small while it runs.
 */
record ServerLog(Path directory) {

    /** Enough to see what happened before a crash and a failed restart or two. */
    private static final int KEPT = 4;

    private static final int TAIL_LINES = 12;
    private static final int TAIL_BYTES = 16_384;

    Path file() {
        return directory.resolve("server.log");
    }

    /** Makes room for a new file. */
    void rotate() throws IOException {
        Files.createDirectories(directory);
        for (int age = KEPT - 2; age >= 0; age--) {
            Path from = age == 0 ? file() : old(age);
            if (Files.exists(from)) {
                Files.move(from, old(age + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** The last lines, indented for a message; a sentence where there is none. */
    String tail() {
        try (RandomAccessFile log = new RandomAccessFile(file().toFile(), "r")) {
            log.seek(Math.max(0, log.length() - TAIL_BYTES));
            byte[] end = new byte[(int) (log.length() - log.getFilePointer())];
            log.readFully(end);
            List<String> lines = new String(end, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            return lines.isEmpty()
                    ? "(the log is empty)"
                    : String.join(
                            "\n",
                            lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()).stream()
                                    .map(line -> "  | " + line)
                                    .toList());
        } catch (IOException e) {
            return "(the log cannot be read: " + e.getMessage() + ")";
        }
    }

    private Path old(int age) {
        return directory.resolve("server." + age + ".log");
    }
}
