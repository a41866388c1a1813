package org.dataferry.capture.dump.publish;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dataferry.capture.dump.DuckDb;
import org.dataferry.capture.dump.DumpForm;
import org.dataferry.capture.dump.DumpState;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.TableFiles;
import org.dataferry.capture.fence.FencePublisher;
import org.dataferry.capture.log.AckedSender;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.publish.ChangePublisher;
import org.dataferry.capture.publish.PublishedTable;
import org.dataferry.capture.source.SourceException;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.settings.DumpLimits;
import org.dataferry.schemas.topic.MigrationTopics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes accepted dumps of one table, in their order.
 *
 * <ol>
 *   <li>All changes of a dump have one position. A dump whose publishing was cut short is published again, with the same
 *       positions.
 *   <li>The next dump begins when all of the one before is acknowledged, and that is written down.
 *   <li>Where the log knows another series than the files here, an epoch begins: the last accepted dump goes out whole, and
 *       what it does not bring is gone.
 * </ol>
 */
public final class DumpPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(DumpPublisher.class);

    /** What all tables of a source share. */
    public record Outlets(
            String source,
            MigrationTopics topics,
            ChangePublisher changes,
            AckedSender sender,
            PublishedDumps published,
            FencePublisher fences,
            CaptureListener listener) {}

    private final DumpTable table;
    private final TableFiles files;
    private final DumpLimits limits;
    private final Outlets outlets;
    private final SourceTable name;
    private long changeCount;

    public DumpPublisher(DumpTable table, TableFiles files, DumpLimits limits, Outlets outlets) {
        this.table = table;
        this.files = files;
        this.limits = limits;
        this.outlets = outlets;
        this.name = new SourceTable(
                outlets.source(), table.name().schema(), table.name().table());
    }

    /** Changes handed to Kafka, those of a dump that was published again included. */
    public long changeCount() {
        return changeCount;
    }

    /** Whether an accepted dump is not published yet. */
    public boolean isBehind() {
        DumpState state = files.state();
        return state.last().isPresent()
                && outlets.published()
                        .of(name)
                        .filter(done -> done.series().equals(state.series()))
                        .map(done -> done.number() < state.last().get().number())
                        .orElse(true);
    }

    /** Writes down that the last accepted dump is in the log, for whoever has brought it there by another way. */
    public void takeAsPublished() {
        DumpState state = files.state();
        PublishedDump begun = begun(state);
        outlets.published().write(name, new PublishedDump(state.series(), begun.epoch(), state.nextNumber() - 1));
    }

    /** Publishes the next dump, if there is one; returns when it is acknowledged. */
    public boolean publishNext() throws InterruptedException {
        if (!isBehind()) {
            return false;
        }
        DumpState state = files.state();
        PublishedDump done = begun(state);
        long last = state.last().orElseThrow().number();
        boolean isWhole = done.number() == 0;
        // Of a log that is new or was lost: from the first dump on, if it is still there.
        boolean fromFirst = done.epoch() == 1 && Files.exists(files.dump(1));
        long whole = fromFirst ? 1 : last;
        long number = isWhole ? whole : done.number() + 1;
        DumpState.Accepted dump = state.dump(number)
                .orElseThrow(() -> new SourceException("dump " + number + " of " + name.qualified()
                        + " is not published, and nothing is known of it any more; more dumps wait than are kept"));
        DumpForm form = state.dumpForm().orElseThrow();
        publish(form, dump, new SourcePosition.InDump(done.epoch(), number), isWhole);
        outlets.published().write(name, new PublishedDump(state.series(), done.epoch(), number));
        outlets.fences()
                .reached(
                        "dump " + name.qualified() + " " + done.epoch() + "." + number,
                        FenceEvent.Kind.FENCE,
                        Instant.ofEpochMilli(dump.takenAt()));
        clean(number, last);
        return true;
    }

    /** An epoch is known before a position in it is given out. */
    private PublishedDump begun(DumpState state) {
        Optional<PublishedDump> known = outlets.published().of(name);
        if (known.isPresent() && known.get().series().equals(state.series())) {
            return known.get();
        }
        PublishedDump begun = new PublishedDump(
                state.series(), known.map(PublishedDump::epoch).orElse(0) + 1, 0);
        outlets.published().write(name, begun);
        LOG.info("A new epoch of dumps begins table={} epoch={}", name.qualified(), begun.epoch());
        return begun;
    }

    private void publish(DumpForm form, DumpState.Accepted dump, SourcePosition position, boolean isWhole)
            throws InterruptedException {
        PublishedTable published = PublishedTable.of(
                outlets.source(), form.asTable(table.name(), table.key(), OptionalLong.empty()), outlets.topics());
        DumpLetters letters = new DumpLetters(outlets.topics().deadLetters(), outlets.sender(), name, dump);
        letters.send(files.letters(dump.number()));
        Path held = held(isWhole ? files.dump(dump.number()) : files.changes(dump.number()));
        try (DuckDb database = DuckDb.open(held.resolveSibling("spill-" + UUID.randomUUID()), limits)) {
            DumpedRows rows = new DumpedRows(outlets, published, form, dump, position, letters);
            long known = knownColumns(database, held, isWhole);
            if (isWhole) {
                database.read("SELECT " + columns("c", known, form) + " FROM " + parquet(held), rows::whole);
                outlets.changes().complete(published, position);
            } else {
                database.read(
                        "SELECT op, " + columns("a", known, form) + ", " + columns("b", known, form) + " FROM "
                                + parquet(held),
                        rows::changed);
            }
            changeCount += rows.count();
        } finally {
            files.remove(held);
        }
        LOG.info("Dump published table={} position={} whole={}", name.qualified(), position.text(), isWhole);
    }

    /** Whoever takes the next dump may remove it meanwhile. */
    private Path held(Path file) throws InterruptedException {
        TableFiles.Lock lock = files.lock();
        try {
            return files.link(file, "publishing");
        } finally {
            lock.close();
        }
    }

    /** A dump that was saved before columns were added has fewer. */
    private static long knownColumns(DuckDb database, Path file, boolean isWhole) {
        return database.number("SELECT count(*) FROM (DESCRIBE SELECT * FROM " + parquet(file)
                + ") WHERE starts_with(column_name, '" + (isWhole ? "c" : "a") + "')");
    }

    private static String parquet(Path file) {
        return "read_parquet(" + DuckDb.literal(file.toString()) + ")";
    }

    private static String columns(String prefix, long known, DumpForm form) {
        return IntStream.range(0, form.columns().size())
                .mapToObj(i -> i < known ? prefix + i : "NULL")
                .collect(Collectors.joining(", "));
    }

    /** The last dump stays, as the next one is compared with it. */
    private void clean(long number, long last) {
        files.remove(files.changes(number), files.letters(number));
        if (number < last) {
            files.remove(files.dump(number));
        }
        if (number > 1 && number == last) {
            files.remove(files.dump(1));
        }
    }
}
