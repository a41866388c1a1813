package org.dataferry.control.dashboard.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dataferry.control.status.SourceWords;
import org.dataferry.control.story.Sight;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.DeadLetterEvent;
import org.dataferry.schemas.control.LimitChanges;
import org.dataferry.schemas.control.ReplayEvent;
import org.dataferry.schemas.control.SinkSteering;
import org.dataferry.schemas.control.SourceEvent;
import org.dataferry.schemas.control.WaiverEvent;
import org.dataferry.schemas.words.Counted;

/**
 * What somebody decided.
 *
 * @param what for programs
 * @param text for people, without who and why
 */
record DecisionWords(String what, String text) {

    static DecisionWords of(ControlEvent event, Sight sight) {
        return switch (event) {
            case ControlEvent.StatesOpened opened ->
                new DecisionWords("STATES_OPENED", "opened the states of " + opened.entity() + of(opened.rebuild()));
            case ReplayEvent replay -> replay(replay);
            case ControlEvent.Noted noted -> new DecisionWords("NOTED", noted.text());
            case ControlEvent.CutoverPlanned planned ->
                new DecisionWords(
                        "CUTOVER_PLANNED",
                        planned.freeze()
                                .map(freeze -> "set the cutover to " + freeze)
                                .orElse("took the time of the cutover back"));
            case SinkSteering.Paused paused ->
                new DecisionWords("PAUSED", "paused " + entity(paused.entity()) + of(paused.rebuild()));
            case SinkSteering.Resumed resumed ->
                new DecisionWords("RESUMED", "resumed " + entity(resumed.entity()) + of(resumed.rebuild()));
            case SinkSteering.LimitsChanged changed ->
                new DecisionWords("LIMITS_CHANGED", "changed " + changes(changed.changes()) + of(changed.rebuild()));
            case SinkSteering.LimitsReset reset ->
                new DecisionWords("LIMITS_RESET", "took all changes of limits back" + of(reset.rebuild()));
            case WaiverEvent.Waived waived ->
                new DecisionWords(
                        "WAIVED",
                        "waived " + Counted.of(waived.rows(), "row") + " of " + waived.entity() + " ("
                                + sight.chosen(waived.entity(), waived.segment()) + "), as " + waived.waiverId()
                                + of(waived.rebuild()));
            case WaiverEvent.Withdrawn withdrawn ->
                new DecisionWords(
                        "WAIVER_WITHDRAWN", "withdrew waiver " + withdrawn.waiverId() + of(withdrawn.rebuild()));
            case DeadLetterEvent.Discarded discarded ->
                new DecisionWords("DEAD_LETTERS_DISCARDED", "discarded " + letters(discarded));
            case DeadLetterEvent.Replayed replayed ->
                new DecisionWords("DEAD_LETTERS_REPLAYED", "replayed " + letters(replayed));
            case SourceEvent.Drifted drifted ->
                new DecisionWords("SOURCE_DRIFTED", SourceWords.of(drifted, sight.plain()));
            case SourceEvent.DriftAccepted accepted ->
                new DecisionWords("DRIFT_ACCEPTED", SourceWords.of(accepted, sight.plain()));
            case SourceEvent.GapDecided decided ->
                new DecisionWords("GAP_DECIDED", SourceWords.of(decided, sight.plain()));
            case SourceEvent.ResnapshotAsked asked ->
                new DecisionWords("RESNAPSHOT_ASKED", SourceWords.of(asked, sight.plain()));
            case SourceEvent.Resnapshotted went ->
                new DecisionWords("RESNAPSHOT_" + went.step(), SourceWords.of(went, sight.plain()));
        };
    }

    private static DecisionWords replay(ReplayEvent event) {
        String id = " replay " + event.replayId();
        return switch (event) {
            case ReplayEvent.Requested requested ->
                new DecisionWords(
                        "REPLAYED",
                        (requested.awaitsApproval() ? "asked for approval of" : "began") + id + ": "
                                + Counted.of(requested.rows(), "row") + " of " + requested.entity());
            case ReplayEvent.Approved ignored -> new DecisionWords("REPLAY_APPROVED", "approved" + id);
            case ReplayEvent.Paused ignored -> new DecisionWords("REPLAY_PAUSED", "paused" + id);
            case ReplayEvent.Resumed ignored -> new DecisionWords("REPLAY_RESUMED", "resumed" + id);
            case ReplayEvent.Cancelled ignored -> new DecisionWords("REPLAY_CANCELLED", "cancelled" + id);
            case ReplayEvent.Ended ended ->
                new DecisionWords("REPLAY_ENDED", "came to the end of" + id + ": " + outcomes(ended.writes()));
        };
    }

    private static String outcomes(Map<String, Long> writes) {
        return new TreeMap<>(writes)
                .entrySet().stream()
                        .filter(one -> one.getValue() > 0)
                        .map(one -> one.getValue() + " " + one.getKey())
                        .collect(Collectors.joining(", "));
    }

    private static String of(int rebuild) {
        return rebuild == 1 ? "" : ", of rebuild " + rebuild;
    }

    private static String entity(Optional<String> entity) {
        return entity.orElse("everything");
    }

    private static String letters(DeadLetterEvent event) {
        return event.letters().size() == 1
                ? "dead letter " + event.letters().getFirst()
                : event.letters().size() + " dead letters";
    }

    private static String changes(LimitChanges changes) {
        List<String> words = new ArrayList<>();
        changes.requests().ifPresent(value -> words.add("requests to " + value));
        changes.executionTime()
                .map(Duration::toSeconds)
                .ifPresent(value -> words.add("execution time to " + value + " s"));
        changes.concurrentRequests().ifPresent(value -> words.add("concurrent requests to " + value));
        changes.reserve().ifPresent(value -> words.add("reserve to " + value));
        changes.batchSize().ifPresent(value -> words.add("batch size to " + value));
        changes.largestBatch().ifPresent(value -> words.add("largest batch to " + value));
        changes.entitlement().ifPresent(value -> words.add("entitlement to " + value));
        return String.join(", ", words);
    }
}
