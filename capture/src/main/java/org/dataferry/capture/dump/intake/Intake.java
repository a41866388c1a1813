package org.dataferry.capture.dump.intake;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.dataferry.capture.dump.DuckDb;
import org.dataferry.capture.dump.DuckDbException;
import org.dataferry.capture.dump.DumpState;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.Finding;
import org.dataferry.capture.dump.TableFiles;
import org.dataferry.capture.source.SourceException;
import org.dataferry.schemas.settings.DumpLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes files as dumps of one table, one at a time.
 *
 * <ol>
 *   <li>Nothing of a suspicious dump is published before somebody accepts it.
 *   <li>A dump is accepted in one step, the writing of the state. Whoever is killed before has done nothing, and the same file
 *       gets the same number the next time.
 *   <li>The same bytes as those of the last dump are that dump.
 * </ol>
 */
public final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final DumpTable table;
    private final TableFiles files;
    private final DumpLimits limits;
    private final Clock clock;
    private final Consumer<Runnable> opened;

    /** @param opened told how another thread can cancel what is done */
    public Intake(DumpTable table, TableFiles files, DumpLimits limits, Clock clock, Consumer<Runnable> opened) {
        this.table = table;
        this.files = files;
        this.limits = limits;
        this.clock = clock;
        this.opened = opened;
    }

    /**
     * Judges a file that is closed.
     *
     * @param accept whether somebody has decided to take it although it is suspicious
     * @throws SourceException if there is no such file, or it is still being written
     */
    public Verdict take(Path file, boolean accept) throws InterruptedException {
        Optional<Finding> unreadable = Optional.empty();
        Manifest manifest = Manifest.NONE;
        try {
            manifest = Manifest.read(file);
        } catch (SourceException broken) {
            unreadable = Optional.of(new Finding(Finding.Kind.UNREADABLE, String.valueOf(broken.getMessage())));
        }
        FileFacts facts = FileFacts.read(file, manifest.sha256().isPresent());
        TableFiles.Lock lock = files.lock();
        try {
            DumpState state = files.state();
            if (unreadable.isPresent()) {
                return quarantine(state, facts, manifest, StagedDump.unreadable(List.of(unreadable.get())));
            }
            Optional<DumpState.Accepted> last = state.last();
            if (last.isPresent() && last.get().checksum().equals(facts.checksum())) {
                files.write(judged(state, facts));
                return new Verdict.AlreadyAccepted(
                        table.name(), file, last.get().number());
            }
            Path work = files.emptyWork();
            try (DuckDb database = DuckDb.open(work.resolve("spill"), limits)) {
                opened.accept(database::cancel);
                StagedDump staged = staged(database, work, state, facts, manifest);
                boolean taken = staged.findings().isEmpty()
                        || (accept
                                && staged.findings().stream()
                                        .allMatch(each -> each.kind().isAcceptable()));
                return taken ? accept(state, facts, manifest, staged) : quarantine(state, facts, manifest, staged);
            }
        } finally {
            lock.close();
        }
    }

    private StagedDump staged(DuckDb database, Path work, DumpState state, FileFacts facts, Manifest manifest)
            throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        checkFile(state, facts, manifest, findings);
        try {
            return new Staging(database, table, files, limits, work).stage(facts, manifest, state, findings);
        } catch (DuckDbException | SourceException unreadable) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while reading " + facts.file());
            }
            findings.add(new Finding(Finding.Kind.UNREADABLE, "it cannot be read: " + unreadable.getMessage()));
            return StagedDump.unreadable(findings);
        }
    }

    private void checkFile(DumpState state, FileFacts facts, Manifest manifest, List<Finding> findings) {
        manifest.sha256().ifPresent(expected -> {
            if (!expected.equalsIgnoreCase(facts.sha256().orElse(""))) {
                findings.add(new Finding(
                        Finding.Kind.CHECKSUM,
                        "its SHA-256 is " + facts.sha256().orElse("") + ", and its manifest says " + expected));
            }
        });
        Instant takenAt = takenAt(facts, manifest);
        state.last()
                .filter(last -> takenAt.toEpochMilli() < last.takenAt())
                .ifPresent(last -> findings.add(new Finding(
                        Finding.Kind.OLDER,
                        "it is of " + takenAt + ", and dump " + last.number() + ", which was accepted before, is of "
                                + Instant.ofEpochMilli(last.takenAt()))));
        state.accepted().stream()
                .filter(each -> each.checksum().equals(facts.checksum()))
                .findFirst()
                .ifPresent(same -> findings.add(new Finding(
                        Finding.Kind.OLDER, "it is dump " + same.number() + " again, and others came after that one")));
    }

    private Verdict accept(DumpState state, FileFacts facts, Manifest manifest, StagedDump staged) {
        long number = state.nextNumber();
        files.keep(staged.dump(), files.dump(number));
        staged.changes().ifPresent(changes -> files.keep(changes, files.changes(number)));
        staged.letters().ifPresent(letters -> files.keep(letters, files.letters(number)));
        DumpState accepted = state.with(
                new DumpState.Accepted(
                        number,
                        facts.file().getFileName().toString(),
                        facts.checksum(),
                        takenAt(facts, manifest).toEpochMilli(),
                        clock.millis(),
                        staged.counts(),
                        staged.letterCount(),
                        facts.endsWithNewline()),
                staged.form());
        files.write(judged(accepted, facts));
        if (files.readings().has(facts.file())) {
            // All of it is in the saved dump.
            files.remove(facts.file(), Manifest.of(facts.file()));
        }
        // The first stays until it is published, which needs it whole.
        if (number > 2) {
            files.remove(files.dump(number - 1));
        }
        LOG.info(
                "Dump accepted table={} number={} file={} counts={}",
                table.name(),
                number,
                facts.file(),
                staged.counts());
        List<String> notes = new ArrayList<>(staged.notes());
        staged.findings().forEach(finding -> notes.add("accepted although " + finding.message()));
        return new Verdict.Accepted(table.name(), facts.file(), number, staged.counts(), staged.letterCount(), notes);
    }

    private Verdict quarantine(DumpState state, FileFacts facts, Manifest manifest, StagedDump staged) {
        DumpState.Quarantined waiting = new DumpState.Quarantined(
                facts.file().toAbsolutePath().normalize().toString(),
                facts.checksum(),
                takenAt(facts, manifest).toEpochMilli(),
                clock.millis(),
                staged.counts(),
                staged.findings());
        boolean isReading = files.readings().has(facts.file());
        // A reading stands for the one before it: the source has nothing of that any more.
        DumpState others =
                isReading ? state.waitingOnly(each -> !files.readings().has(Path.of(each.file()))) : state;
        files.write(judged(others.with(waiting), facts));
        LOG.warn("Dump quarantined table={} file={} findings={}", table.name(), facts.file(), staged.findings());
        return new Verdict.Quarantined(
                table.name(), facts.file(), staged.counts(), staged.findings(), staged.preview());
    }

    /** Files of the folder are remembered; a reading lies elsewhere. */
    private DumpState judged(DumpState state, FileFacts facts) {
        return files.readings().has(facts.file())
                ? state
                : state.with(new DumpState.Seen(
                        facts.file().getFileName().toString(),
                        facts.bytes(),
                        facts.modified().toEpochMilli()));
    }

    private static Instant takenAt(FileFacts facts, Manifest manifest) {
        return manifest.takenAt().orElse(facts.modified());
    }
}
