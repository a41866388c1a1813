package org.dataferry.capture.dump.intake;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.dataferry.capture.dump.DumpState;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.source.SourceException;

/** The files of one table in the watched folder. Names that writers use for what is not whole yet are passed over. */
public final class FolderWatch {

    private static final Set<String> UNFINISHED = Set.of("tmp", "part", "partial", "filepart", "crdownload", "swp");

    /** A file from so far ahead of our clock says nothing about when it was written. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(1);

    private final Path folder;
    private final PathMatcher matcher;
    private final Duration closedAfter;
    private final Clock clock;

    /** @param closedAfter how long a file must not have changed */
    public FolderWatch(Path folder, DumpTable.InFiles files, Duration closedAfter, Clock clock) {
        this.folder = folder;
        this.matcher = FileSystems.getDefault().getPathMatcher("glob:" + files.pattern());
        this.closedAfter = closedAfter;
        this.clock = clock;
    }

    /**
     * What one look has found.
     *
     * @param closed files that were not judged yet, the oldest first
     * @param isWriting whether others are still being written
     */
    public record Look(List<Path> closed, boolean isWriting) {
        public Look {
            closed = List.copyOf(closed);
        }
    }

    /** All files of the table, the oldest first. */
    public List<Path> all() {
        return found().stream().map(Found::path).toList();
    }

    /** Those that the state does not know. */
    public Look look(DumpState state) {
        Instant now = clock.instant();
        List<Path> closed = new ArrayList<>();
        boolean writing = false;
        for (Found file : found()) {
            if (!state.seen().contains(file.seen())) {
                Duration quiet = Duration.between(file.modified, now);
                boolean isClosed = quiet.compareTo(closedAfter) >= 0 || quiet.compareTo(CLOCK_DIFFERENCE.negated()) < 0;
                writing |= !isClosed;
                if (isClosed) {
                    closed.add(file.path);
                }
            }
        }
        return new Look(closed, writing);
    }

    private record Found(Path path, long bytes, Instant modified, Instant takenAt) {
        DumpState.Seen seen() {
            return new DumpState.Seen(path.getFileName().toString(), bytes, modified.toEpochMilli());
        }
    }

    private List<Found> found() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Found> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(this::isDump).toList()) {
                add(found, file);
            }
        } catch (IOException failed) {
            throw new SourceException("the folder of dumps, " + folder + ", cannot be read: " + failed, failed);
        }
        found.sort(Comparator.comparing(Found::takenAt)
                .thenComparing(file -> file.path.getFileName().toString()));
        return found;
    }

    private static void add(List<Found> found, Path file) throws IOException {
        try {
            Instant modified = Files.getLastModifiedTime(file).toInstant();
            found.add(new Found(file, Files.size(file), modified, takenAt(file, modified)));
        } catch (NoSuchFileException gone) {
            return;
        }
    }

    /** A manifest that cannot be read is told when the file is judged. */
    private static Instant takenAt(Path file, Instant modified) {
        try {
            return Manifest.read(file).takenAt().orElse(modified);
        } catch (SourceException unreadable) {
            return modified;
        }
    }

    private boolean isDump(Path file) {
        String name = file.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return matcher.matches(file.getFileName())
                && !name.startsWith(".")
                && !name.endsWith(Manifest.SUFFIX)
                && !UNFINISHED.contains(ending)
                && Files.isRegularFile(file);
    }
}
