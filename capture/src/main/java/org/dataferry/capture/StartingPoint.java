package org.dataferry.capture;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.dataferry.capture.engine.StoredOffset;
import org.dataferry.capture.epoch.EpochBook;
import org.dataferry.capture.journal.ControlWriter;
import org.dataferry.capture.known.KnownSource;
import org.dataferry.capture.log.AckedSender;
import org.dataferry.capture.publish.PublishedTable;
import org.dataferry.capture.snapshot.ChunkBook;
import org.dataferry.capture.source.Publication;
import org.dataferry.capture.source.SourceSession;
import org.dataferry.schemas.control.SourceEvent;
import org.dataferry.schemas.control.SourceEvent.GapDecided.Choice;
import org.dataferry.schemas.control.SourceEvent.ResnapshotAsked;
import org.dataferry.schemas.key.SourceTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides between going on and beginning anew, and leaves source, offsets and epochs ready for it.
 *
 * <p>Without an offset no snapshot was ever completed. Where Ferry copies the rows, that goes on by itself where it can;
 * where Debezium reads them, a slot that is there is dropped, because reading on from it would miss what was deleted since,
 * and a new epoch is begun. With an offset the slot must be there and hold the log from there on; if not, changes are lost, and
 * only people decide to read everything again, or to go on behind the gap. What they decide is written down.
 */
final class StartingPoint {

    private static final Logger LOG = LoggerFactory.getLogger(StartingPoint.class);

    /** For the remains of a process that was killed; the source ends them at once when told to. */
    private static final Duration SLOT_PATIENCE = Duration.ofSeconds(20);

    private final CaptureSettings settings;
    private final SourceSession session;
    private final EpochBook epochs;
    private final ChunkBook chunks;
    private final KnownSource known;
    private final AckedSender sender;
    private final Clock clock;

    StartingPoint(
            CaptureSettings settings,
            SourceSession session,
            EpochBook epochs,
            ChunkBook chunks,
            KnownSource known,
            AckedSender sender,
            Clock clock) {
        this.settings = settings;
        this.session = session;
        this.epochs = epochs;
        this.chunks = chunks;
        this.known = known;
        this.sender = sender;
        this.clock = clock;
    }

    /** The base of the first transaction that will come; empty if all rows are to be copied first. */
    OptionalLong prepare(Collection<PublishedTable> tables) {
        List<SourceTable> names = tables.stream().map(PublishedTable::name).toList();
        epochs.leaveOut(settings.source(), names, session.currentLsn());
        Optional<StoredOffset> offset =
                StoredOffset.read(settings.client(), settings.topics().captureOffsets(), settings.engineName());
        OptionalLong base = offset.isEmpty() ? beginFirst(names) : decide(names, offset.get());
        session.identity().ifPresent(known::keep);
        return base;
    }

    private OptionalLong beginFirst(List<SourceTable> names) {
        settings.decision().filter(made -> made.choice() == Choice.ACCEPT_GAP).ifPresent(made -> {
            throw new CaptureException("there is no gap to accept: nothing of source '" + settings.source()
                    + "' was captured yet. Start capture without it");
        });
        return beginAnew(names);
    }

    private OptionalLong decide(List<SourceTable> names, StoredOffset offset) {
        long last = offset.commitLsn().orElse(offset.lsn());
        Optional<Gap> gap = new GapCheck(session, settings.names().slot()).find(last, offset, known.server());
        if (settings.readsAnew()) {
            settings.decision()
                    .ifPresent(made ->
                            record(made, gap.map(Gap::text).orElse("it was asked for"), last, session.currentLsn()));
            return beginAnew(names);
        }
        if (settings.decision().isPresent()) {
            return OptionalLong.of(goOnBehind(gap, last, settings.decision().get(), names));
        }
        if (gap.isPresent()) {
            throw new DecisionNeededException(
                    gap.get().text() + ". Changes since the last capture cannot be read from the log"
                            + " any more. Choices: --resnapshot reads every row again and removes what is gone; --accept-gap goes"
                            + " on from now, and what was changed in between is never captured; or bring the source back to the"
                            + " server that has the slot, and start again");
        }
        return OptionalLong.of(goOn(names, offset));
    }

    /** The offset comes last: a process that is killed before leaves what needs the decision once more. */
    private long goOnBehind(Optional<Gap> gap, long from, GapDecision made, List<SourceTable> names) {
        if (gap.isEmpty()) {
            throw new CaptureException("there is no gap to accept: all changes of source '" + settings.source()
                    + "' since the last capture are in its log. Start capture without it");
        }
        Publication.ensure(session, settings.names(), settings.tables());
        long start = gap.get().readableFrom().orElseGet(this::newSlot);
        session.slots().free(SLOT_PATIENCE);
        epochs.unread(names).forEach(this::askFor);
        epochs.beginGap(names, start);
        record(made, gap.get().text(), from, start);
        StoredOffset.write(settings.topics().captureOffsets(), settings.engineName(), start, clock.instant(), sender);
        LOG.warn(
                "Capture goes on behind a gap source={} start={} gap={}",
                settings.source(),
                start,
                gap.get().text());
        return start;
    }

    private long newSlot() {
        session.slots().drop(SLOT_PATIENCE);
        return session.slots().create();
    }

    private void record(GapDecision made, String gap, long from, long to) {
        new ControlWriter(settings.topics().control(), settings.avro(), sender)
                .write(new SourceEvent.GapDecided(
                        settings.source(), made.choice(), gap, from, to, made.by(), made.why(), clock.instant()));
    }

    private OptionalLong beginAnew(List<SourceTable> names) {
        StoredOffset.forget(settings.client(), settings.topics().captureOffsets(), settings.engineName(), sender);
        if (settings.readsAnew() || !settings.copies()) {
            chunks.forget();
        }
        if (settings.copies()) {
            return OptionalLong.empty();
        }
        session.slots().dropKept();
        session.slots().drop(SLOT_PATIENCE);
        long start = session.currentLsn();
        epochs.beginSnapshot(names, start);
        LOG.info("A new epoch begins source={} start={}", settings.source(), start);
        return OptionalLong.of(start);
    }

    private long goOn(List<SourceTable> names, StoredOffset offset) {
        List<SourceTable> unread = epochs.unread(names);
        List<SourceTable> followed =
                names.stream().filter(name -> !unread.contains(name)).toList();
        long base = offset.commitLsn().orElseGet(() -> epochs.snapshotStart(followed));
        add(unread, base);
        session.slots().dropKept();
        session.slots().free(SLOT_PATIENCE);
        epochs.forgetBefore(base);
        LOG.info("Capture goes on source={} base={}", settings.source(), base);
        return base;
    }

    /**
     * Tables that came to the migration after the others had been read, or came back to it. Their changes are followed from the
     * same place as those of the others, and their rows read while that goes on. It is asked for first: a table that has an epoch
     * counts as read.
     */
    private void add(List<SourceTable> unread, long base) {
        if (unread.isEmpty()) {
            return;
        }
        unread.forEach(this::askFor);
        epochs.beginSnapshot(unread, base);
        LOG.info(
                "Tables were added, and are read while the others go on source={} tables={}",
                settings.source(),
                unread);
    }

    private void askFor(SourceTable table) {
        new ControlWriter(settings.topics().control(), settings.avro(), sender)
                .write(new ResnapshotAsked(
                        table,
                        UUID.randomUUID().toString(),
                        "",
                        0,
                        SourceEvent.CAPTURE,
                        "the table came to the migration after the others had been read",
                        clock.instant()));
    }
}
