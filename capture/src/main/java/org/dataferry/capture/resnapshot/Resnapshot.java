package org.dataferry.capture.resnapshot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.capture.CaptureException;
import org.dataferry.capture.drift.DriftGate;
import org.dataferry.capture.engine.StreamPlaces;
import org.dataferry.capture.epoch.LogPoint;
import org.dataferry.capture.publish.PublishedTable;
import org.dataferry.capture.rows.RowReading;
import org.dataferry.capture.snapshot.SnapshotParts;
import org.dataferry.capture.snapshot.TableMoment;
import org.dataferry.capture.source.RowCondition;
import org.dataferry.capture.source.SourceTable;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.control.RowDifference;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.settings.ResnapshotLimits;
import org.dataferry.schemas.words.Counted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads rows of one table again while its changes go on. What holds:
 *
 * <ol>
 *   <li>The table is read as it is at a point P of the log, exactly with what ended before it, as a replication slot that
 *       begins there exports it. The stream has passed P before anything is compared, so the log is known up to P.
 *   <li>Only differences are published, at the position (B, 0, 0), where B is the end of the last transaction before P: after
 *       all changes before P, and before all after it. Whoever reads the topic leaves out what is not after the last change of its
 *       key, so a row of ours that comes behind a later change does nothing.
 *   <li>A later change that left large columns out, and came before our row, was filled from a wrong image: such rows are read
 *       again, at a later P.
 *   <li>Our own mark ends before P, so B is behind everything that an earlier reading has published.
 * </ol>
 *
 * One that is cut short and begun again compares with what it has published already. For one thread.
 */
final class Resnapshot {

    private static final Logger LOG = LoggerFactory.getLogger(Resnapshot.class);

    /** A stream at work passes a mark within a second; one that has much to catch up with moves on. */
    private static final Duration STREAM_PATIENCE = Duration.ofMinutes(5);

    /** Rows that are held at a time while the table is read. */
    private static final int FETCH_SIZE = 2_000;

    /** A round takes about a second, and each leaves only rows that changed within it. */
    private static final int MOST_ROUNDS = 20;

    private final SnapshotParts parts;
    private final StreamPlaces places;
    private final DriftGate gate;
    private final ResnapshotLimits limits;
    private final SourceTable shape;
    private final PublishedTable table;
    private final TopicReading topic;
    private final Consumer<RowDifference> counted;
    private final LongConsumer progress;

    /**
     * @param counted hears what is different, before anything is published
     * @param progress hears how many rows were read
     */
    Resnapshot(
            SnapshotParts parts,
            StreamPlaces places,
            DriftGate gate,
            ResnapshotLimits limits,
            SourceTable shape,
            PublishedTable table,
            TopicReading topic,
            Consumer<RowDifference> counted,
            LongConsumer progress) {
        this.parts = parts;
        this.places = places;
        this.gate = gate;
        this.limits = limits;
        this.shape = shape;
        this.table = table;
        this.topic = topic;
        this.counted = counted;
        this.progress = progress;
    }

    /** What came of it. */
    sealed interface Result {

        /** All that was different is published. */
        record Published(RowDifference rows) implements Result {}

        /** Nothing is: too many rows would be deleted. */
        record Stopped(RowDifference rows, String why) implements Result {}
    }

    /**
     * The table at a point of the log.
     *
     * @param position of what is read there
     * @param before offsets of the topic before everything that comes after the point
     */
    private record Moment(TableMoment table, SourcePosition.InLog position, Map<TopicPartition, Long> before)
            implements AutoCloseable {
        @Override
        public void close() {
            table.close();
        }
    }

    /**
     * @param where in the source's SQL; empty for all rows
     * @param acceptedDeletes so many rows may be deleted in any case
     */
    Result run(String where, long acceptedDeletes) throws InterruptedException {
        RowDifference rows;
        Set<SourceKey> overtaken;
        requireNotHeld();
        RowCondition condition = RowCondition.check(parts.address(), shape, where);
        try (Moment moment = moment();
                RowReading source = moment.table().reading(FETCH_SIZE)) {
            Compared compared = compare(moment, source, condition);
            rows = compared.rows();
            counted.accept(rows);
            Optional<String> objection = new DeleteLimit(limits.deletedPercent()).objection(rows, acceptedDeletes);
            if (objection.isPresent()) {
                return new Result.Stopped(rows, objection.get());
            }
            overtaken = publish(moment, compared);
        }
        again(overtaken);
        return new Result.Published(rows);
    }

    private void requireNotHeld() {
        if (gate.holds(table)) {
            throw new CaptureException("changes of " + table.name().qualified()
                    + " are held, as its schema is not what it was: first accept that, ferry drift --accept "
                    + table.name().qualified());
        }
    }

    private Moment moment() throws InterruptedException {
        Map<TopicPartition, Long> before = topic.ends();
        try (StreamPlaces.Watch watch = places.watch()) {
            parts.session().mark();
            return moment(TableMoment.open(parts, shape, table), watch, before);
        }
    }

    private Moment moment(TableMoment read, StreamPlaces.Watch watch, Map<TopicPartition, Long> before)
            throws InterruptedException {
        try {
            // The stream would not pass the point of a source at rest.
            parts.session().mark();
            long base = watch.baseOf(read.start(), STREAM_PATIENCE);
            requireNotHeld();
            parts.sender().awaitAcknowledged();
            LOG.info(
                    "A table is read again table={} start={} base={}",
                    table.name().qualified(),
                    read.start(),
                    base);
            return new Moment(read, parts.epochs().position(table.name(), LogPoint.ofSnapshot(base)), before);
        } catch (InterruptedException | RuntimeException failed) {
            read.close();
            throw failed;
        }
    }

    /**
     * @param shares in how many the keys are divided
     * @param only what is different, if there is one share; else each is compared again when it is published
     */
    private record Compared(Comparison comparison, int shares, RowDifference rows, List<Comparison.Difference> only) {}

    private Compared compare(Moment moment, RowReading source, RowCondition condition) throws InterruptedException {
        List<String> columns = moment.table().columns().stream().sorted().toList();
        RowDigests digests = new RowDigests(columns);
        LogImages log = new LogImages(
                topic, topic.ends(), moment.position(), digests, condition.columns(), limits.comparedRows());
        Comparison comparison = new Comparison(shape, condition, source, log, digests, progress);
        long rows = shape.estimatedRows().orElse(0);
        for (int shares = Math.toIntExact(rows / limits.comparedRows()) + 1; ; shares *= 2) {
            try {
                return counted(comparison, shares);
            } catch (LogImages.TooManyException crowded) {
                LOG.info(
                        "The log has more rows than the table, they are compared in more shares shares={}", shares * 2);
            }
        }
    }

    private static Compared counted(Comparison comparison, int shares) throws InterruptedException {
        RowDifference rows = RowDifference.NONE;
        List<Comparison.Difference> only = new ArrayList<>();
        for (int i = 0; i < shares; i++) {
            Comparison.Difference difference = comparison.of(new Share(i, shares));
            rows = rows.plus(difference.counts());
            if (shares == 1) {
                only.add(difference);
            }
        }
        return new Compared(comparison, shares, rows, only);
    }

    private Set<SourceKey> publish(Moment moment, Compared compared) throws InterruptedException {
        Set<SourceKey> overtaken = new HashSet<>();
        for (int i = 0; i < compared.shares(); i++) {
            Comparison.Difference difference = compared.only().isEmpty()
                    ? compared.comparison().of(new Share(i, compared.shares()))
                    : compared.only().getFirst();
            moment.table().publishDeletes(difference.deletes(), moment.position());
            overtaken.addAll(publish(moment, difference.rows()));
        }
        return overtaken;
    }

    private Set<SourceKey> publish(Moment moment, Collection<SourceKey> keys) {
        moment.table().publish(keys, moment.position());
        return Overtaken.among(keys, topic, moment.before(), moment.position());
    }

    private void again(Set<SourceKey> overtaken) throws InterruptedException {
        Set<SourceKey> left = overtaken;
        for (int round = 0; !left.isEmpty(); round++) {
            if (round == MOST_ROUNDS) {
                throw new CaptureException(Counted.of(left.size(), "row") + ", such as "
                        + left.iterator().next()
                        + ", changed each time that they were read, without their large columns; all others are published."
                        + " Ask again, for these rows, when they change less");
            }
            LOG.info("Rows changed while they were read, and are read once more rows={}", left.size());
            try (Moment moment = moment()) {
                left = publish(moment, left);
            }
        }
    }
}
