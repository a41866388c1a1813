package org.dataferry.capture;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.dataferry.capture.engine.StoredOffset;
import org.dataferry.capture.epoch.EpochBook;
import org.dataferry.capture.log.AckedSender;
import org.dataferry.capture.publish.PublishedTable;
import org.dataferry.capture.snapshot.ChunkBook;
import org.dataferry.capture.source.SourceSession;
import org.dataferry.schemas.key.SourceTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides between going on and beginning anew, and leaves source, offsets and epochs ready for it.
 *
 * <p>Without an offset no snapshot was ever completed. Where Ferry copies the rows, that goes on by itself where it can;
 * where Debezium reads them, a slot that is there is dropped, because reading on from it would miss what was deleted since,
 * and a new epoch is begun. With an offset the slot must be there and hold the log from there on;
 * if not, changes are lost, and only people decide to read everything again.
 */
final class StartingPoint {

    private static final Logger LOG = LoggerFactory.getLogger(StartingPoint.class);

    /** For the remains of a process that was killed; the source ends them at once when told to. */
    private static final Duration SLOT_PATIENCE = Duration.ofSeconds(20);

    private final CaptureSettings settings;
    private final SourceSession session;
    private final EpochBook epochs;
    private final ChunkBook chunks;
    private final AckedSender sender;

    StartingPoint(
            CaptureSettings settings, SourceSession session, EpochBook epochs, ChunkBook chunks, AckedSender sender) {
        this.settings = settings;
        this.session = session;
        this.epochs = epochs;
        this.chunks = chunks;
        this.sender = sender;
    }

    /** The base of the first transaction that will come; empty if all rows are to be copied first. */
    OptionalLong prepare(Collection<PublishedTable> tables) {
        List<SourceTable> names = tables.stream().map(PublishedTable::name).toList();
        Optional<StoredOffset> offset =
                StoredOffset.read(settings.client(), settings.topics().captureOffsets(), settings.engineName());
        return offset.isEmpty() || settings.resnapshot()
                ? beginAnew(names)
                : OptionalLong.of(goOn(names, offset.get()));
    }

    private OptionalLong beginAnew(List<SourceTable> names) {
        StoredOffset.forget(settings.client(), settings.topics().captureOffsets(), settings.engineName(), sender);
        if (settings.resnapshot() || !settings.copies()) {
            chunks.forget();
        }
        if (settings.copies()) {
            return OptionalLong.empty();
        }
        session.dropKeptSlot();
        session.dropSlot(SLOT_PATIENCE);
        long start = session.currentLsn();
        epochs.beginSnapshot(names, start);
        LOG.info("A new epoch begins source={} start={}", settings.source(), start);
        return OptionalLong.of(start);
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
        requireSlot(base);
        session.dropKeptSlot();
        session.freeSlot(SLOT_PATIENCE);
        epochs.forgetBefore(base);
        LOG.info("Capture goes on source={} base={}", settings.source(), base);
        return base;
    }

    private void requireSlot(long base) {
        Optional<SourceSession.Slot> slot = session.slot();
        String slotName = settings.names().slot();
        if (slot.isEmpty()) {
            throw lost("the replication slot " + slotName + " is gone: it was dropped, or the source was restored");
        }
        if (slot.get().lost()) {
            throw lost(
                    "the source has removed log that the slot " + slotName + " still needed (max_slot_wal_keep_size)");
        }
        if (session.currentLsn() < base) {
            throw lost("the source's log ends at " + session.currentLsn() + ", but was captured up to " + base
                    + ": the source was restored to an earlier state");
        }
    }

    private CaptureException lost(String what) {
        return new CaptureException(what + ". Changes since the last capture cannot be read from the log any more."
                + " Choices: start capture with a new snapshot, which reads every row again and removes what is gone;"
                + " or bring the source back to the server that has the slot, and start again");
    }
}
