package org.dataferry.capture;

import java.util.Optional;
import java.util.OptionalLong;
import org.dataferry.capture.engine.StoredOffset;
import org.dataferry.capture.source.ServerIdentity;
import org.dataferry.capture.source.SourceSession;
import org.dataferry.capture.source.SourceSlots;

/**
 * Whether all that was changed since the last capture can still be read from the source's log. It changes nothing. What is in
 * the way, in this order:
 *
 * <ol>
 *   <li>Another server answers: its log says nothing of the one before.
 *   <li>The server went another way than was captured: it has been restored, or a replica took over that had not seen all.
 *   <li>The slot is gone, or lost the log that it has to keep.
 *   <li>The slot is ahead: somebody else has read from it, or moved it.
 * </ol>
 */
final class GapCheck {

    private final SourceSession session;
    private final String slotName;

    GapCheck(SourceSession session, String slotName) {
        this.session = session;
        this.slotName = slotName;
    }

    /**
     * @param base the end of the last transaction that was captured
     * @param last which server it was; empty if that was not kept
     * @return what is in the way; empty if nothing is
     */
    Optional<Gap> find(long base, StoredOffset offset, Optional<ServerIdentity> last) {
        Optional<ServerIdentity> now = session.identity();
        return last.flatMap(before -> now.flatMap(server -> otherHistory(before, server, base)))
                .or(() -> behind(base))
                .or(this::slotUnusable)
                .map(Gap::ofAll)
                .or(() -> slotAhead(offset));
    }

    private Optional<String> otherHistory(ServerIdentity before, ServerIdentity now, long base) {
        if (before.system() != now.system()) {
            return Optional.of("another server answers at the source's address: its system identifier is "
                    + Long.toUnsignedString(now.system()) + ", and was " + Long.toUnsignedString(before.system()));
        }
        if (before.timeline() == now.timeline()) {
            return Optional.empty();
        }
        OptionalLong left = session.leftTimelineAt(now.timeline(), before.timeline());
        if (left.isEmpty()) {
            return Optional.of("the source is on timeline " + now.timeline() + ", which does not come from timeline "
                    + before.timeline() + " that was captured");
        }
        return base <= left.getAsLong()
                ? Optional.empty()
                : Optional.of("the source left timeline " + before.timeline() + " at " + lsn(left.getAsLong())
                        + ", but was captured up to " + lsn(base)
                        + ": it was restored to an earlier state, or a replica took over that had not seen all");
    }

    private Optional<String> behind(long base) {
        long end = session.currentLsn();
        return end >= base
                ? Optional.empty()
                : Optional.of("the source's log ends at " + lsn(end) + ", but was captured up to " + lsn(base)
                        + ": the source was restored to an earlier state");
    }

    private Optional<String> slotUnusable() {
        Optional<SourceSlots.Slot> slot = session.slots().find();
        if (slot.isEmpty()) {
            return Optional.of("the replication slot " + slotName
                    + " is gone: it was dropped, or the source was restored, or a replica without it took over");
        }
        return slot.get().lost()
                ? Optional.of("the source has removed log that the slot " + slotName + " still needed ("
                        + slot.get().lostBecause().orElse("max_slot_wal_keep_size") + ")")
                : Optional.empty();
    }

    private Optional<Gap> slotAhead(StoredOffset offset) {
        long confirmed = session.slots().find().orElseThrow().confirmed();
        return confirmed <= offset.lsn()
                ? Optional.empty()
                : Optional.of(new Gap(
                        "the replication slot " + slotName + " is at " + lsn(confirmed)
                                + ", ahead of what was captured, which is up to " + lsn(offset.lsn())
                                + ": somebody else has read from it, or moved it",
                        OptionalLong.of(confirmed)));
    }

    /** As PostgreSQL writes it. */
    static String lsn(long number) {
        return Long.toHexString(number >>> 32).toUpperCase(java.util.Locale.ROOT) + "/"
                + Long.toHexString(number & 0xFFFF_FFFFL).toUpperCase(java.util.Locale.ROOT);
    }
}
