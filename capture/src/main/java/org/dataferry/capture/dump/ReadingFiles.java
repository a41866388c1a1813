package org.dataferry.capture.dump;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dataferry.capture.source.SourceException;

/**
 * What was read of a database and is no dump yet, in a folder of its own: what is being read, and the last reading as long as it
 * waits for somebody. Whoever reads holds {@link TableFiles#lockReadings}.
 */
public final class ReadingFiles {

    private static final String TROUBLE = "trouble.txt";

    private final Path folder;

    ReadingFiles(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** Whether a file is one of these, and so Ferry's to remove. */
    public boolean has(Path file) {
        return file.toAbsolutePath().normalize().startsWith(folder);
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Removes what is left of readings that broke off. To be called with the lock held. */
    public void removeAllBut(DumpState state) {
        List<String> waiting =
                state.quarantined().stream().map(DumpState.Quarantined::file).toList();
        try {
            Files.createDirectories(folder);
            try (Stream<Path> inside = Files.list(folder)) {
                for (Path each : inside.toList()) {
                    boolean isWaiting =
                            waiting.stream().anyMatch(file -> each.toString().startsWith(file));
                    if (!isWaiting && !each.endsWith(TROUBLE)) {
                        TableFiles.delete(each);
                    }
                }
            }
        } catch (IOException failed) {
            throw failed(failed);
        }
    }

    /** Why the last reading broke off; empty if it did not. */
    public Optional<String> trouble() {
        try {
            return Optional.of(Files.readString(folder.resolve(TROUBLE)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException failed) {
            throw failed(failed);
        }
    }

    public void failed(String trouble) {
        try {
            Files.createDirectories(folder);
            Path next = Files.writeString(folder.resolve(TROUBLE + ".next"), trouble, UTF_8);
            Files.move(next, folder.resolve(TROUBLE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw failed(failed);
        }
    }

    public void succeeded() {
        try {
            Files.deleteIfExists(folder.resolve(TROUBLE));
        } catch (IOException failed) {
            throw failed(failed);
        }
    }

    private SourceException failed(IOException cause) {
        return new SourceException("what was read of a table, in " + folder + ": " + cause, cause);
    }
}
