package org.dataferry.sink.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uploads in blocks that were begun and have not ended, on disk, so that one that was killed goes on where it was. Each is a
 * file: its session in the target, then the blocks that the target has. A copy of what the target knows and does not tell;
 * without it an upload begins anew, so what cannot be read or written here is logged and stops nothing.
 *
 * <p>For threads that never have the same upload at a time.
 */
public final class BegunUploads {

    private static final Logger LOG = LoggerFactory.getLogger(BegunUploads.class);

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
        } catch (IOException | IllegalArgumentException unreadable) {
            LOG.warn("An upload that was begun cannot be read, it begins anew file={}", file, unreadable);
            delete(file);
            return Optional.empty();
        }
    }

    public void begin(String upload, String session) {
        Path file = file(upload);
        // A session may hold any characters.
        String line = Base64.getEncoder().encodeToString(session.getBytes(UTF_8)) + "\n";
        try {
            Files.createDirectories(directory);
            Files.deleteIfExists(file);
            Files.writeString(file, line, StandardOpenOption.CREATE_NEW);
        } catch (IOException failed) {
            LOG.warn("An upload cannot be written down, a restart begins it anew file={}", file, failed);
            delete(file);
        }
    }

    /** Another of its blocks is in the target. What a kill tears off is sent again. */
    public void add(String upload, String block) {
        Path file = file(upload);
        try {
            // Not made where it is missing: its first line would be taken for the session.
            Files.writeString(file, block + "\n", StandardOpenOption.APPEND);
        } catch (NoSuchFileException notBegun) {
            LOG.debug("An upload was not written down, nor is its block file={}", file);
        } catch (IOException failed) {
            LOG.warn("A block cannot be written down, a restart begins its upload anew file={}", file, failed);
            // A torn line would run together with the next.
            delete(file);
        }
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

    private static void forget(Path directory, Instant oldest) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                forgetOlder(file, oldest);
            }
        } catch (IOException | UncheckedIOException unreadable) {
            LOG.warn("The uploads that were begun cannot all be looked through directory={}", directory, unreadable);
        }
    }

    private static void forgetOlder(Path file, Instant oldest) throws IOException {
        try {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
                delete(file);
            }
        } catch (NoSuchFileException gone) {
            LOG.debug("An upload ended meanwhile file={}", file);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            LOG.warn("An upload cannot be forgotten file={}", file, failed);
        }
    }
}
