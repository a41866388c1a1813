package org.dataferry.control.projection;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.DeadLetterEvent;
import org.dataferry.schemas.control.DeadLetterId;
import org.dataferry.schemas.control.LimitChanges;
import org.dataferry.schemas.control.ReplayEvent;
import org.dataferry.schemas.control.SinkSteering;
import org.dataferry.schemas.control.SourceEvent;
import org.dataferry.schemas.control.WaiverEvent;
import org.dataferry.schemas.key.TableNames;
import org.jspecify.annotations.Nullable;

/**
 * What somebody decided, as the ledger's columns have it.
 *
 * @param detail which limits were changed, when the cutover is to be, what was noted, how rows were chosen, what became of them, or which dead letters
 * @param waiverId of a waiver
 */
record Decision(
        ControlEvent event,
        String what,
        @Nullable String entity,
        @Nullable String replayId,
        @Nullable Long rows,
        @Nullable String detail,
        @Nullable Integer rebuild,
        @Nullable String waiverId) {

    private Decision(
            ControlEvent event,
            String what,
            @Nullable String entity,
            @Nullable String replayId,
            @Nullable Long rows,
            @Nullable String detail,
            @Nullable Integer rebuild) {
        this(event, what, entity, replayId, rows, detail, rebuild, null);
    }

    static Decision of(ControlEvent event, TableNames names) {
        return switch (event) {
            case ControlEvent.StatesOpened opened ->
                new Decision(event, "STATES_OPENED", opened.entity(), null, null, null, opened.rebuild());
            case ControlEvent.Noted noted -> new Decision(event, "NOTED", null, null, null, noted.text(), null);
            case ControlEvent.CutoverPlanned planned ->
                new Decision(
                        event,
                        "CUTOVER_PLANNED",
                        null,
                        null,
                        null,
                        planned.freeze().map(Instant::toString).orElse(null),
                        null);
            case ReplayEvent replay -> of(replay);
            case SinkSteering.Paused paused ->
                steering(paused, "PAUSED", paused.entity().orElse(null), null);
            case SinkSteering.Resumed resumed ->
                steering(resumed, "RESUMED", resumed.entity().orElse(null), null);
            case SinkSteering.LimitsChanged changed ->
                steering(changed, "LIMITS_CHANGED", null, text(changed.changes()));
            case SinkSteering.LimitsReset reset -> steering(reset, "LIMITS_RESET", null, null);
            case WaiverEvent.Waived waived ->
                new Decision(
                        event,
                        "WAIVED",
                        waived.entity(),
                        null,
                        waived.rows(),
                        waived.segment(),
                        waived.rebuild(),
                        waived.waiverId());
            case WaiverEvent.Withdrawn withdrawn ->
                new Decision(
                        event, "WAIVER_WITHDRAWN", null, null, null, null, withdrawn.rebuild(), withdrawn.waiverId());
            case DeadLetterEvent.Discarded discarded -> letters(discarded, "DEAD_LETTERS_DISCARDED");
            case DeadLetterEvent.Replayed replayed -> letters(replayed, "DEAD_LETTERS_REPLAYED");
            case SourceEvent.Drifted drifted ->
                source(drifted, "SOURCE_DRIFTED", names.text(drifted.table()) + ": " + drifted.text());
            case SourceEvent.DriftAccepted accepted -> source(accepted, "DRIFT_ACCEPTED", names.text(accepted.table()));
            case SourceEvent.GapDecided decided ->
                source(decided, "GAP_DECIDED", decided.choice() + ": " + decided.gap());
            case SourceEvent.ResnapshotAsked asked ->
                source(
                        asked,
                        "RESNAPSHOT_ASKED",
                        names.text(asked.table()) + (asked.where().isEmpty() ? "" : ": " + asked.where()));
            case SourceEvent.Resnapshotted went ->
                source(went, "RESNAPSHOT_" + went.step(), went.words(names.text(went.table())));
        };
    }

    private static Decision of(ReplayEvent event) {
        return switch (event) {
            case ReplayEvent.Requested requested ->
                new Decision(
                        event,
                        "REPLAYED",
                        requested.entity(),
                        requested.replayId(),
                        requested.rows(),
                        requested.segment(),
                        null);
            case ReplayEvent.Approved ignored -> of(event, "REPLAY_APPROVED", null);
            case ReplayEvent.Paused ignored -> of(event, "REPLAY_PAUSED", null);
            case ReplayEvent.Resumed ignored -> of(event, "REPLAY_RESUMED", null);
            case ReplayEvent.Cancelled ignored -> of(event, "REPLAY_CANCELLED", null);
            case ReplayEvent.Ended ended ->
                of(
                        event,
                        "REPLAY_ENDED",
                        new TreeMap<>(ended.writes())
                                .entrySet().stream()
                                        .map(one -> one.getKey() + " " + one.getValue())
                                        .collect(Collectors.joining(", ")));
        };
    }

    private static Decision of(ReplayEvent event, String what, @Nullable String detail) {
        return new Decision(event, what, null, event.replayId(), null, detail, null);
    }

    private static Decision source(SourceEvent event, String what, String detail) {
        return new Decision(event, what, null, null, null, detail, null);
    }

    private static Decision letters(DeadLetterEvent event, String what) {
        String letters = event.letters().stream().map(DeadLetterId::text).collect(Collectors.joining(", "));
        return new Decision(event, what, null, null, null, letters, null);
    }

    private static Decision steering(
            SinkSteering event, String what, @Nullable String entity, @Nullable String limits) {
        return new Decision(event, what, entity, null, null, limits, event.rebuild());
    }

    /** In the order of the columns of {@code ferry.control}. */
    List<@Nullable String> columns(Place place) {
        return Columns.of(
                place.offset(),
                event.at(),
                event.by(),
                what,
                event.why(),
                entity,
                replayId,
                rows,
                detail,
                rebuild,
                waiverId);
    }

    /** Those that were changed, by the names of the options. */
    private static String text(LimitChanges changes) {
        StringBuilder text = new StringBuilder();
        add(text, "requests", changes.requests());
        add(text, "executionTime", changes.executionTime());
        add(text, "concurrentRequests", changes.concurrentRequests());
        add(text, "reserve", changes.reserve());
        add(text, "batchSize", changes.batchSize());
        add(text, "largestBatch", changes.largestBatch());
        add(text, "entitlement", changes.entitlement());
        return text.toString();
    }

    private static void add(StringBuilder text, String name, Optional<?> value) {
        value.ifPresent(set ->
                text.append(text.isEmpty() ? "" : ", ").append(name).append(' ').append(set));
    }
}
