package org.dataferry.capture.dump;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.dataferry.capture.source.SourceException;
import org.dataferry.capture.source.TableName;
import org.jspecify.annotations.Nullable;

/**
 * What Ferry keeps of the dumps of one table, in a folder of its own:
 *
 * <ul>
 *   <li>{@code state.json}, which alone decides; it is replaced in one step.
 *   <li>{@code dump-N.parquet}: the first dump until it is published, and the last one.
 *   <li>{@code changes-N.parquet} and {@code letters-N.jsonl} until dump N is published.
 *   <li>{@code work/}: what is under way, worthless afterwards.
 *   <li>{@code readings/}: what is read by JDBC, until it is accepted.
 * </ul>
 *
 * Whoever changes anything holds the lock, also across processes.
 */
public final class TableFiles {

    /** Taking a dump of some hundred million rows in may take that long; another one waits for it. */
    private static final Duration LOCK_PATIENCE = Duration.ofHours(1);

    private static final long LOCK_LOOK_MILLIS = 50;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** After that nobody reads any more what a reader, or a look at columns, has left behind when it was killed. */
    private static final Duration LEFTOVER_AFTER = Duration.ofDays(1);

    private final Path folder;
    private final TableName table;
    private final ReadingFiles readings;
    private volatile @Nullable Known known;

    /** The state as it was read last: capture looks some times a second whether another process has written a new one. */
    private record Known(@Nullable Object file, FileTime modified, DumpState state) {}

    /** @param dumps the folder of all tables */
    public TableFiles(Path dumps, TableName table) {
        this.folder = dumps.resolve(URLEncoder.encode(table.toString(), UTF_8));
        this.table = table;
        this.readings = new ReadingFiles(folder.resolve("readings"));
    }

    /** The folder of all tables of a source, in what Ferry keeps of a migration. */
    public static Path dumps(Path state) {
        return state.resolve("dumps");
    }

    public Path dump(long number) {
        return folder.resolve("dump-" + number + ".parquet");
    }

    public Path changes(long number) {
        return folder.resolve("changes-" + number + ".parquet");
    }

    public Path letters(long number) {
        return folder.resolve("letters-" + number + ".jsonl");
    }

    /** Where a table that is read by JDBC is read to. */
    public ReadingFiles readings() {
        return readings;
    }

    /** A folder that is empty now, for what is under way. To be asked for with the lock held. */
    public Path emptyWork() {
        Path work = folder.resolve("work");
        try {
            delete(work);
            removeLeftovers();
            return Files.createDirectories(work);
        } catch (IOException failed) {
            throw failed(work, failed);
        }
    }

    /** To be called with the lock held: a name for good for what lies in {@link #emptyWork}. */
    public void keep(Path work, Path kept) {
        try {
            try (FileChannel written = FileChannel.open(work, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(work, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw failed(kept, failed);
        }
    }

    /** The state, or a new one with nothing in it. */
    public DumpState state() {
        Path file = folder.resolve("state.json");
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            Known last = known;
            if (last != null
                    && last.modified().equals(now.lastModifiedTime())
                    && Objects.equals(last.file(), now.fileKey())) {
                return last.state();
            }
            DumpState state = JSON.readValue(Files.readAllBytes(file), DumpState.class);
            known = new Known(now.fileKey(), now.lastModifiedTime(), state);
            return state;
        } catch (NoSuchFileException none) {
            return DumpState.begin(UUID.randomUUID().toString());
        } catch (IOException | RuntimeException unreadable) {
            throw new SourceException(
                    file + " cannot be read: " + unreadable.getMessage()
                            + ". It says which dumps of " + table
                            + " were accepted; put it back from a backup, or remove"
                            + " " + folder + " to begin anew, which publishes the next dump whole",
                    unreadable);
        }
    }

    /** Replaces the state in one step. To be called with the lock held. */
    public void write(DumpState state) {
        Path file = folder.resolve("state.json");
        Path next = folder.resolve("state.json.next");
        try {
            Files.createDirectories(folder);
            Files.write(next, JSON.writeValueAsBytes(state));
            keep(next, file);
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (IOException failed) {
            throw failed(file, failed);
        }
    }

    /** Removes files that are not needed any more; one that is not there is fine. */
    public void remove(Path... files) {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException failed) {
                throw failed(file, failed);
            }
        }
    }

    /** What the names of all that readers leave here begin with. */
    private static final String READER = "reading-";

    /** A second name of a file, under which it stays while it is read, whoever removes the first; to be removed. */
    public Path link(Path file, String reader) {
        Path link = folder.resolve(reader + "-" + file.getFileName());
        try {
            Files.deleteIfExists(link);
            return Files.createLink(link, file);
        } catch (IOException failed) {
            throw failed(link, failed);
        }
    }

    /** Held by whoever changes something. */
    public final class Lock implements AutoCloseable {
        private final FileChannel channel;
        private final @Nullable FileLock held;

        private Lock(FileChannel channel, @Nullable FileLock held) {
            this.channel = channel;
            this.held = held;
        }

        @Override
        public void close() {
            try {
                if (held != null) {
                    held.release();
                }
                channel.close();
            } catch (IOException released) {
                throw failed(folder, released);
            }
        }
    }

    /** Waits until nobody else changes anything. */
    public Lock lock() throws InterruptedException {
        return lock("lock");
    }

    /** Waits until nobody else reads the table by JDBC. That takes long, and keeps nobody from what was accepted. */
    public Lock lockReadings() throws InterruptedException {
        return lock("readings.lock");
    }

    private Lock lock(String name) throws InterruptedException {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            long deadline = System.nanoTime() + LOCK_PATIENCE.toNanos();
            while (true) {
                FileLock lock = tryLock(channel);
                if (lock != null) {
                    return new Lock(channel, lock);
                }
                if (System.nanoTime() > deadline) {
                    channel.close();
                    throw new SourceException("another process has taken in a dump of " + table + " for "
                            + LOCK_PATIENCE + "; see what it does, or stop it");
                }
                Thread.sleep(LOCK_LOOK_MILLIS);
            }
        } catch (IOException failed) {
            throw failed(folder, failed);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            return null;
        }
    }

    private void removeLeftovers() throws IOException {
        Instant before = Instant.ofEpochMilli(System.currentTimeMillis()).minus(LEFTOVER_AFTER);
        try (Stream<Path> inside = Files.list(folder)) {
            for (Path each : inside.filter(path -> path.getFileName().toString().startsWith(READER))
                    .toList()) {
                if (Files.getLastModifiedTime(each).toInstant().isBefore(before)) {
                    delete(each);
                }
            }
        }
    }

    static void delete(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (Stream<Path> inside = Files.list(path)) {
                for (Path each : inside.toList()) {
                    delete(each);
                }
            }
        }
        Files.deleteIfExists(path);
    }

    private SourceException failed(Path file, IOException cause) {
        return new SourceException("the dumps of " + table + ": " + file + ": " + cause, cause);
    }
}
