package org.dataferry.control.dashboard.metrics;

import org.dataferry.capture.source.SourceHealth;
import org.dataferry.control.status.SourceLook;

/** How it is at a source, as metrics; what is not known is left out. */
final class SourceMetrics {

    private final Families families;
    private final String source;

    SourceMetrics(Families families, String source) {
        this.families = families;
        this.source = source;
    }

    private void gauge(String name, String help, double value) {
        families.gauge(name, help, value, "source", source);
    }

    void add(SourceLook look) {
        gauge(
                "ferry_source_held_tables",
                "Source tables whose changes are held until somebody has accepted what they have become.",
                look.held().drifts().size());
        gauge(
                "ferry_source_waiting_dumps",
                "Dumps that wait until somebody has accepted them.",
                look.dumps().waiting().size());
        gauge(
                "ferry_source_unread_tables",
                "Tables that could not be read as a dump when it was tried last.",
                look.dumps().unread().size());
        look.snapshot()
                .ifPresent(snapshot -> gauge(
                        "ferry_source_snapshot_ratio",
                        "Of the size of all tables, what the reading of all rows has read; absent while there is none.",
                        snapshot.share()));
        look.log().ifPresent(this::log);
    }

    private void log(SourceLook.Log log) {
        gauge(
                "ferry_source_standby",
                "Whether the source replays the log of another server.",
                log.health().standby() ? 1 : 0);
        gauge(
                "ferry_source_slot_present",
                "Whether the replication slot of capture is there.",
                log.health().slot().isPresent() ? 1 : 0);
        log.health().slot().ifPresent(this::slot);
        log.bytesPerSecond()
                .ifPresent(
                        rate -> gauge("ferry_source_log_bytes_per_second", "By which the source's log grows.", rate));
        log.roomBytes()
                .ifPresent(room ->
                        gauge("ferry_source_log_room_bytes", "How much log there is room for at the source.", room));
        log.timeUntilFull()
                .ifPresent(time -> gauge(
                        "ferry_source_log_full_seconds",
                        "Until there is no room for the source's log any more, if capture stopped now.",
                        time.toSeconds()));
    }

    private void slot(SourceHealth.Slot slot) {
        gauge("ferry_source_slot_active", "Whether somebody reads the slot.", slot.active() ? 1 : 0);
        gauge(
                "ferry_source_slot_lost",
                "Whether the source has removed log that the slot needs, so that capture needs a decision.",
                slot.isLost() ? 1 : 0);
        gauge("ferry_source_retained_log_bytes", "Of log that the slot keeps at the source.", slot.retainedBytes());
    }
}
