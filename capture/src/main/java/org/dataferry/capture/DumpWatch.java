package org.dataferry.capture;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.dataferry.capture.dump.DuckDbException;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.Finding;
import org.dataferry.capture.dump.TableFiles;
import org.dataferry.capture.dump.intake.FolderWatch;
import org.dataferry.capture.dump.intake.Intake;
import org.dataferry.capture.dump.intake.Verdict;
import org.dataferry.capture.dump.jdbc.JdbcIntake;
import org.dataferry.capture.origin.DumpSource;
import org.dataferry.capture.source.SourceException;
import org.dataferry.schemas.words.Counted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the watched folder and takes in what is new there, and reads tables of a database when their time has come. */
final class DumpWatch {

    private static final Logger LOG = LoggerFactory.getLogger(DumpWatch.class);

    /** After a reading that broke off: a server that is restarted is back by then, and one that is not is not hammered. */
    private static final Duration AGAIN_AFTER = Duration.ofMinutes(1);

    /** Where dumps of a table come from. */
    private sealed interface Watched {}

    private record Folder(TableFiles files, FolderWatch folder, Intake intake) implements Watched {}

    private record Database(DumpTable table, JdbcIntake intake, AtomicReference<Instant> notBefore)
            implements Watched {}

    private final Clock clock;
    private final Consumer<String> say;
    private final List<Watched> tables = new ArrayList<>();

    /** @param opened told how another thread can cancel what is done */
    DumpWatch(DumpSource source, List<DumpTable> tables, Clock clock, Consumer<Runnable> opened, Consumer<String> say) {
        this.clock = clock;
        this.say = say;
        for (DumpTable table : tables) {
            this.tables.add(
                    switch (table.origin()) {
                        case DumpTable.InFiles where ->
                            new Folder(
                                    source.files(table),
                                    source.watch(where, clock),
                                    source.intake(table, clock, opened));
                        case DumpTable.InDatabase origin ->
                            new Database(
                                    table,
                                    source.reading(table, origin, clock, opened),
                                    new AtomicReference<>(Instant.MIN));
                    });
        }
    }

    private static Optional<String> words(Verdict verdict) {
        String file = verdict.table() + ": " + verdict.file().getFileName();
        return switch (verdict) {
            case Verdict.Accepted(var table, var path, long number, var counts, long letters, var notes) ->
                Optional.of(file + " is dump " + number + ", " + Counted.of(counts.rows(), "row") + ": "
                        + counts.inserted() + " new, "
                        + counts.updated() + " changed, " + counts.deleted() + " deleted"
                        + (letters == 0 ? "" : "; " + letters + " cannot be read"));
            case Verdict.AlreadyAccepted already -> Optional.empty();
            case Verdict.Quarantined waiting ->
                Optional.of(file + " waits, and nothing was published of it: "
                        + waiting.findings().stream().map(Finding::message).collect(Collectors.joining("; "))
                        + ". See ferry ingest");
        };
    }

    /** @return whether all that is there by now was judged; else something is still being written, or could not be read */
    boolean look() throws InterruptedException {
        boolean isComplete = true;
        for (Watched table : tables) {
            isComplete &= switch (table) {
                case Folder folder -> look(folder);
                case Database database -> !database.intake().isDue() || read(database);
            };
        }
        return isComplete;
    }

    private boolean look(Folder table) throws InterruptedException {
        FolderWatch.Look look = table.folder().look(table.files().state());
        boolean isComplete = !look.isWriting();
        for (Path file : look.closed()) {
            isComplete &= take(table, file);
        }
        return isComplete;
    }

    private boolean take(Folder table, Path file) throws InterruptedException {
        try {
            Verdict verdict = table.intake().take(file, false);
            words(verdict).ifPresent(say);
            return true;
        } catch (SourceException notYet) {
            LOG.warn("A file of the folder was not judged file={} reason={}", file, notYet.getMessage());
            return false;
        }
    }

    private boolean read(Database database) throws InterruptedException {
        Instant now = clock.instant();
        if (now.isBefore(database.notBefore().get())) {
            return false;
        }
        try {
            words(database.intake().read(false)).ifPresent(say);
            return true;
        } catch (SourceException | DuckDbException failed) {
            LOG.warn("A table was not read table={} reason={}", database.table().name(), failed.getMessage());
            say.accept(database.table().name() + " could not be read, and is tried again in " + AGAIN_AFTER.toSeconds()
                    + " s: " + failed.getMessage());
            database.notBefore().set(clock.instant().plus(AGAIN_AFTER));
            return false;
        }
    }
}
