package org.dataferry.capture.dump.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.dataferry.capture.dump.DuckDb;
import org.dataferry.capture.dump.DuckDbException;
import org.dataferry.capture.dump.DumpColumn;
import org.dataferry.capture.dump.DumpForm;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.DumpType;
import org.dataferry.capture.dump.ReadingFiles;
import org.dataferry.capture.dump.TableFiles;
import org.dataferry.capture.dump.intake.Intake;
import org.dataferry.capture.dump.intake.Manifest;
import org.dataferry.capture.dump.intake.Verdict;
import org.dataferry.capture.source.SourceException;
import org.dataferry.schemas.settings.DumpLimits;

/**
 * Reads a table of a database, and takes what it has read as any other dump.
 *
 * <ol>
 *   <li>One reading of a table goes on at a time, so their order is that of their numbers.
 *   <li>A reading that breaks off leaves a file that nobody takes, and that the next one removes.
 *   <li>One that is suspicious stays as a file until it is accepted or another one takes its place: what somebody accepts is what
 *       was looked at.
 * </ol>
 */
public final class JdbcIntake {

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final DumpDatabase database;
    private final DumpTable table;
    private final DumpTable.InDatabase origin;
    private final TableFiles files;
    private final DumpLimits limits;
    private final Clock clock;
    private final Consumer<Runnable> opened;

    /**
     * @param origin that of the table
     * @param opened told how another thread can cancel what is done
     */
    public JdbcIntake(
            DumpDatabase database,
            DumpTable table,
            DumpTable.InDatabase origin,
            TableFiles files,
            DumpLimits limits,
            Clock clock,
            Consumer<Runnable> opened) {
        this.database = database;
        this.table = table;
        this.origin = origin;
        this.files = files;
        this.limits = limits;
        this.clock = clock;
        this.opened = opened;
    }

    /** The columns of a table as the database has them; nothing is read. */
    public static DumpForm form(
            DumpDatabase database, DumpTable table, DumpTable.InDatabase origin, DumpLimits limits) {
        try (JdbcReading reading = JdbcReading.begin(database, table, origin, limits)) {
            List<DumpColumn> columns = new ArrayList<>();
            reading.columns()
                    .forEach((name, type) ->
                            columns.add(new DumpColumn(name, table.declared().getOrDefault(name, type))));
            return new DumpForm(columns);
        }
    }

    /** Whether the next reading should begin, by the time that has passed since the last one was judged. */
    public boolean isDue() {
        OptionalLong last = files.state().lastTaken();
        long now = clock.millis();
        return origin.every()
                .map(every -> last.isEmpty() || last.getAsLong() > now || now - last.getAsLong() >= every.toMillis())
                .orElse(false);
    }

    /**
     * Reads the table now.
     *
     * @param accept whether somebody has decided to take it although it is suspicious
     * @throws SourceException if it cannot be read; nothing is left of it then
     */
    public Verdict read(boolean accept) throws InterruptedException {
        TableFiles.Lock lock = files.lockReadings();
        try {
            files.readings().removeAllBut(files.state());
            Verdict verdict = new Intake(table, files, limits, clock, opened).take(written(), accept);
            files.readings().succeeded();
            return verdict;
        } catch (SourceException | DuckDbException failed) {
            files.readings().failed(String.valueOf(failed.getMessage()));
            throw failed;
        } finally {
            removeLeftovers(lock);
        }
    }

    /** Of a reading that broke off, or whose place another one has taken. */
    private void removeLeftovers(TableFiles.Lock lock) {
        try (lock) {
            files.readings().removeAllBut(files.state());
        }
    }

    /** A file with its manifest, both whole. */
    private Path written() throws InterruptedException {
        ReadingFiles readings = files.readings();
        Path unfinished = readings.file("unfinished.parquet");
        Instant takenAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Path read = readings.file("reading-" + NAME.format(takenAt) + ".parquet");
        try (JdbcReading reading = JdbcReading.begin(database, table, origin, limits);
                DuckDb into = DuckDb.open(readings.file("spill"), limits)) {
            opened.accept(() -> {
                reading.cancel();
                into.cancel();
            });
            Map<String, DumpType> columns = reading.columns();
            long rows = reading.write(unfinished, into, List.copyOf(columns.keySet()), takenAt);
            new Manifest(Optional.of(rows), Optional.empty(), Optional.of(takenAt), columns).write(read);
            return Files.move(unfinished, read, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new SourceException("what was read of table " + table.name() + " cannot be kept: " + failed, failed);
        }
    }
}
