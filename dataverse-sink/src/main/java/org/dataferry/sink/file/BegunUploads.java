package org.dataferry.sink.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.dataferry.sink.SinkException;

/**
 * Uploads in blocks that were begun and have not ended, on disk, so that one that was killed goes on where it was. Each is a
 * file: its session in the target, then the blocks that the target has. A copy of what the target knows and does not tell;
 * without it an upload begins anew.
 *
 * <p>For threads that never have the same upload at a time.
 */
public final class BegunUploads {

    /**
     * Dataverse does not say how long it keeps blocks that are not committed. Azure's storage, where it keeps files, drops
     * them a week after the last one.
     */
    private static final Duration KEPT = Duration.ofDays(7);

    private final Path directory;

    private BegunUploads(Path directory) {
        this.directory = directory;
    }

    /** Those in a directory, which need not be there yet. Those that are older than the target keeps them are forgotten. */
    public static BegunUploads in(Path directory, Clock clock) {
        if (Files.isDirectory(directory)) {
            forget(directory, clock.instant().minus(KEPT));
        }
        return new BegunUploads(directory);
    }

    /**
     * An upload, and what is known to be in the target of it.
     *
     * @param session the target's name for it
     * @param blocks the ids of its blocks that are there
     */
    public record Begun(String session, Set<String> blocks) {
        public Begun {
            blocks = Set.copyOf(blocks);
        }
    }

    /** @param upload names what is uploaded and where to, in any words */
    public Optional<Begun> find(String upload) {
        Path file = file(upload);
        try {
            return Files.exists(file) ? read(file) : Optional.empty();
        } catch (IOException unreadable) {
            throw new SinkException("the upload that was begun in " + file + " cannot be read", unreadable);
        }
    }

    public void begin(String upload, String session) {
        Path file = file(upload);
        try {
            Files.createDirectories(directory);
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw new SinkException("an upload cannot be written down in " + directory, failed);
        }
        // A session may hold any characters.
        append(file, Base64.getEncoder().encodeToString(session.getBytes(UTF_8)) + "\n");
    }

    /** Another of its blocks is in the target. What a kill tears off is sent again. */
    public void add(String upload, String block) {
        append(file(upload), block + "\n");
    }

    /** It is done, or its session is of no more use. */
    public void end(String upload) {
        delete(file(upload));
    }

    /** Of a line that was being written when the process died, nothing is believed. */
    private static Optional<Begun> read(Path file) throws IOException {
        String text = Files.readString(file);
        List<String> lines =
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new Begun(
                        new String(Base64.getDecoder().decode(lines.getFirst()), UTF_8),
                        new HashSet<>(lines.subList(1, lines.size()))));
    }

    private Path file(String upload) {
        return directory.resolve(HexFormat.of().formatHex(Sha256.begin().digest(upload.getBytes(UTF_8))));
    }

    private static void append(Path file, String line) {
        try {
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new SinkException("the upload in " + file + " cannot be written down", failed);
        }
    }

    private static void forget(Path directory, Instant oldest) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
                    delete(file);
                }
            }
        } catch (IOException unreadable) {
            throw new SinkException("the uploads that were begun in " + directory + " cannot be read", unreadable);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw new SinkException("the upload in " + file + " cannot be forgotten", failed);
        }
    }
}
