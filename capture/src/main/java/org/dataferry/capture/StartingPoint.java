package org.dataferry.capture;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dataferry.capture.engine.StoredOffset;
import org.dataferry.capture.epoch.EpochBook;
import org.dataferry.capture.journal.ControlWriter;
import org.dataferry.capture.known.KnownSource;
import org.dataferry.capture.log.AckedSender;
import org.dataferry.capture.publish.PublishedTable;
import org.dataferry.capture.source.Publication;
import org.dataferry.capture.source.SourceSession;
import org.dataferry.schemas.control.SourceEvent;
import org.dataferry.schemas.control.SourceEvent.GapDecided.Choice;
import org.dataferry.schemas.key.SourceTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides between going on and beginning anew, and leaves source, offsets and epochs ready for it.
 *
 * <p>Without an offset no snapshot was ever completed: a slot that is there is dropped, because reading on from it would
 * miss what was deleted since; a new epoch is begun. With an offset the slot must be there and hold the log from there on;
 * if not, changes are lost, and only people decide to read everything again, or to go on behind the gap. What they decide is
 * written down.
 */
final class StartingPoint {

    private static final Logger LOG = LoggerFactory.getLogger(StartingPoint.class);

    /** For the remains of a process that was killed; the source ends them at once when told to. */
    private static final Duration SLOT_PATIENCE = Duration.ofSeconds(20);

    private final CaptureSettings settings;
    private final SourceSession session;
    private final EpochBook epochs;
    private final KnownSource known;
    private final AckedSender sender;
    private final Clock clock;

    StartingPoint(
            CaptureSettings settings,
            SourceSession session,
            EpochBook epochs,
            KnownSource known,
            AckedSender sender,
            Clock clock) {
        this.settings = settings;
        this.session = session;
        this.epochs = epochs;
        this.known = known;
        this.sender = sender;
        this.clock = clock;
    }

    /** The base of the first transaction that will come. */
    long prepare(Collection<PublishedTable> tables) {
        List<SourceTable> names = tables.stream().map(PublishedTable::name).toList();
        Optional<StoredOffset> offset =
                StoredOffset.read(settings.client(), settings.topics().captureOffsets(), settings.engineName());
        long base = offset.isEmpty() ? beginFirst(names) : decide(names, offset.get());
        session.identity().ifPresent(known::keep);
        return base;
    }

    private long beginFirst(List<SourceTable> names) {
        settings.decision().filter(made -> made.choice() == Choice.ACCEPT_GAP).ifPresent(made -> {
            throw new CaptureException("there is no gap to accept: nothing of source '" + settings.source()
                    + "' was captured yet. Start capture without it");
        });
        return beginAnew(names);
    }

    private long decide(List<SourceTable> names, StoredOffset offset) {
        long last = offset.commitLsn().orElse(offset.lsn());
        Optional<Gap> gap = new GapCheck(session, settings.names().slot()).find(last, offset, known.server());
        if (settings.readsAnew()) {
            settings.decision()
                    .ifPresent(made ->
                            record(made, gap.map(Gap::text).orElse("it was asked for"), last, session.currentLsn()));
            return beginAnew(names);
        }
        if (settings.decision().isPresent()) {
            return goOnBehind(gap, last, settings.decision().get(), names);
        }
        if (gap.isPresent()) {
            throw new DecisionNeededException(
                    gap.get().text() + ". Changes since the last capture cannot be read from the log"
                            + " any more. Choices: --resnapshot reads every row again and removes what is gone; --accept-gap goes"
                            + " on from now, and what was changed in between is never captured; or bring the source back to the"
                            + " server that has the slot, and start again");
        }
        return goOn(names, offset);
    }

    /** The offset comes last: a process that is killed before leaves what needs the decision once more. */
    private long goOnBehind(Optional<Gap> gap, long from, GapDecision made, List<SourceTable> names) {
        if (gap.isEmpty()) {
            throw new CaptureException("there is no gap to accept: all changes of source '" + settings.source()
                    + "' since the last capture are in its log. Start capture without it");
        }
        Publication.ensure(session, settings.names(), settings.tables());
        long start = gap.get().readableFrom().orElseGet(this::newSlot);
        session.freeSlot(SLOT_PATIENCE);
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
        session.dropSlot(SLOT_PATIENCE);
        return session.createSlot();
    }

    private void record(GapDecision made, String gap, long from, long to) {
        new ControlWriter(settings.topics().control(), settings.avro(), sender)
                .write(new SourceEvent.GapDecided(
                        settings.source(), made.choice(), gap, from, to, made.by(), made.why(), clock.instant()));
    }

    private long beginAnew(List<SourceTable> names) {
        StoredOffset.forget(settings.client(), settings.topics().captureOffsets(), settings.engineName(), sender);
        session.dropSlot(SLOT_PATIENCE);
        long start = session.currentLsn();
        epochs.beginSnapshot(names, start);
        LOG.info("A new epoch begins source={} start={}", settings.source(), start);
        return start;
    }

    private long goOn(List<SourceTable> names, StoredOffset offset) {
        List<SourceTable> unread = epochs.unknown(names);
        if (!unread.isEmpty()) {
            throw new CaptureException("tables "
                    + unread.stream().map(SourceTable::qualified).collect(Collectors.joining(", "))
                    + " were added after the others had been read. Leave them out, or start capture once with a new"
                    + " snapshot, which reads all tables again");
        }
        long base = offset.commitLsn().orElseGet(() -> epochs.snapshotStart(names));
        session.freeSlot(SLOT_PATIENCE);
        epochs.forgetBefore(base);
        LOG.info("Capture goes on source={} base={}", settings.source(), base);
        return base;
    }
}
