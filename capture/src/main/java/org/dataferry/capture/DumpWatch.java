package org.dataferry.capture;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.dataferry.capture.dump.DuckDb;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.Finding;
import org.dataferry.capture.dump.TableFiles;
import org.dataferry.capture.dump.intake.FolderWatch;
import org.dataferry.capture.dump.intake.Intake;
import org.dataferry.capture.dump.intake.Verdict;
import org.dataferry.capture.origin.DumpSource;
import org.dataferry.capture.source.SourceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the watched folder and takes in what is new there. */
final class DumpWatch {

    private static final Logger LOG = LoggerFactory.getLogger(DumpWatch.class);

    private record Watched(TableFiles files, FolderWatch folder, Intake intake) {}

    private final Consumer<String> say;
    private final List<Watched> tables = new ArrayList<>();

    DumpWatch(DumpSource source, List<DumpTable> tables, Clock clock, Consumer<DuckDb> opened, Consumer<String> say) {
        this.say = say;
        for (DumpTable table : tables) {
            TableFiles files = source.files(table);
            this.tables.add(new Watched(
                    files,
                    new FolderWatch(source.folder(), table, source.limits().closedAfter(), clock),
                    new Intake(table, files, source.limits(), clock, opened)));
        }
    }

    private static Optional<String> words(Verdict verdict) {
        String file = verdict.table() + ": " + verdict.file().getFileName();
        return switch (verdict) {
            case Verdict.Accepted(var table, var path, long number, var counts, long letters, var notes) ->
                Optional.of(
                        file + " is dump " + number + ", " + counts.rows() + " rows: " + counts.inserted() + " new, "
                                + counts.updated() + " changed, " + counts.deleted() + " deleted"
                                + (letters == 0 ? "" : "; " + letters + " cannot be read"));
            case Verdict.AlreadyAccepted already -> Optional.empty();
            case Verdict.Quarantined waiting ->
                Optional.of(file + " waits, and nothing was published of it: "
                        + waiting.findings().stream().map(Finding::message).collect(Collectors.joining("; "))
                        + ". See ferry ingest");
        };
    }

    /** @return whether all that lies there was judged; else something is still being written */
    boolean look() throws InterruptedException {
        boolean isComplete = true;
        for (Watched table : tables) {
            FolderWatch.Look look = table.folder().look(table.files().state());
            isComplete &= !look.isWriting();
            for (Path file : look.closed()) {
                isComplete &= take(table, file);
            }
        }
        return isComplete;
    }

    private boolean take(Watched table, Path file) throws InterruptedException {
        try {
            Verdict verdict = table.intake().take(file, false);
            words(verdict).ifPresent(say);
            return true;
        } catch (SourceException notYet) {
            LOG.warn("A file of the folder was not judged file={} reason={}", file, notYet.getMessage());
            return false;
        }
    }
}
