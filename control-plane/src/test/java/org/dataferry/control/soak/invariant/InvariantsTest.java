package org.dataferry.control.soak.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.dataferry.control.soak.scenario.Scenario;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each invariant speaks up when the log is as it must not be: a check that never fails proves nothing. */
class InvariantsTest {

    private static final WriteId ONE = write(1);
    private static final WriteId TWO = write(2);
    private static final Outcome APPLIED = new Outcome.Applied(Outcome.Effect.CREATED);
    private static final SoakLog WHOLE = new SoakLog(
            Set.of("change"),
            Map.of("change", 1),
            Set.of(ONE, TWO),
            Set.of(ONE),
            Map.of(ONE, APPLIED, TWO, new Outcome.Skipped(Outcome.SkipReason.NO_CHANGE)),
            Map.of(),
            Set.of(),
            Map.of(),
            Map.of());

    /** The source has the orders 1, 2 and 3, and 1 waits for a customer that it does not have. */
    private static final SourceModel SOURCE = SourceModel.of(
            Scenario.ofInstances(),
            Map.of("orders", List.of(order("1", "404"), order("2", null), order("3", null))),
            (table, key) -> key.equals(SourceKey.of(new Value.Whole(2))));

    @Test
    void holdWhereNothingIsWrong() {
        assertThat(new NothingLost(WHOLE).violations()).isEmpty();
        assertThat(new OneOutcomePerWrite(WHOLE, SOURCE).violations()).isEmpty();
    }

    @Test
    void seeAChangeThatNobodyAnnouncedOrThatWasAnnouncedTwice() {
        assertThat(new NothingLost(with(Map.of(), WHOLE.written(), WHOLE.outcomes())).violations())
                .containsExactly("change change was announced 0 times");
        assertThat(new NothingLost(with(Map.of("change", 2), WHOLE.written(), WHOLE.outcomes())).violations())
                .containsExactly("change change was announced 2 times");
    }

    @Test
    void seeAWriteThatNobodyAnnounced() {
        WriteId stray = write(9);

        assertThat(new NothingLost(with(WHOLE.announcedChanges(), Set.of(stray), WHOLE.outcomes())).violations())
                .containsExactly("write " + stray + " was never announced");
        assertThat(new OneOutcomePerWrite(
                                with(
                                        WHOLE.announcedChanges(),
                                        WHOLE.written(),
                                        Map.of(ONE, APPLIED, TWO, APPLIED, stray, APPLIED)),
                                SOURCE)
                        .violations())
                .containsExactly("write " + stray + " has an outcome and was never announced");
    }

    @Test
    void seeAWriteWithoutAnOutcomeAndOneThatIsOpen() {
        assertThat(new OneOutcomePerWrite(
                                with(
                                        WHOLE.announcedChanges(),
                                        WHOLE.written(),
                                        Map.of(ONE, new Outcome.Parked(row(3)))),
                                SOURCE)
                        .violations())
                .hasSize(2)
                .anyMatch(found -> found.contains(TWO + " has no outcome"))
                .anyMatch(found -> found.contains(ONE + " is Parked"));
    }

    @Test
    void letOnlyPresentRowsWaitForRowsThatTheSourceDoesNotHave() {
        RowId nowhere = row(404);
        WriteId gone = write(7);
        Outcome orphan = new Outcome.Rejected(RejectionReason.ORPHAN, "");
        Map<WriteId, RowId> waitedFor = Map.of(ONE, nowhere, TWO, row(3), gone, nowhere);
        SoakLog log = new SoakLog(
                Set.of(),
                Map.of(),
                Set.of(ONE, TWO, gone),
                Set.of(),
                Map.of(ONE, orphan, TWO, orphan, gone, orphan),
                waitedFor,
                Set.of(),
                Map.of(),
                Map.of());

        assertThat(new OneOutcomePerWrite(log, SOURCE).violations())
                .hasSize(2)
                .anyMatch(found -> found.contains(TWO + " is Rejected"))
                .anyMatch(found -> found.contains(gone + " is Rejected"));
    }

    @Test
    void letOnlyRowsBeRefusedThatEverHeldWhatTheTargetRefuses() {
        Outcome refused = new Outcome.Rejected(RejectionReason.VALUE_TOO_LONG, "");

        assertThat(new OneOutcomePerWrite(
                                with(WHOLE.announcedChanges(), WHOLE.written(), Map.of(ONE, refused, TWO, refused)),
                                SOURCE)
                        .violations())
                .hasSize(1)
                .allMatch(found -> found.contains(ONE + " is Rejected"));
    }

    @Test
    void seeARowThatWasCreatedWhileItWasThere() {
        Outcome deleted = new Outcome.Applied(Outcome.Effect.DELETED);
        Outcome superseded = new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED);

        assertThat(created(APPLIED, APPLIED)).hasSize(1).first().asString().contains(row(1).text());
        assertThat(created(APPLIED, deleted, APPLIED)).isEmpty();
        assertThat(created(APPLIED, superseded, APPLIED)).isEmpty();
        assertThat(created(APPLIED, superseded, APPLIED, APPLIED)).hasSize(1);
    }

    /** @param outcomes of the row A; those other than a creation belong to writes that delete it */
    private static List<String> created(Outcome... outcomes) {
        WriteId delete = new WriteId(new Cause.OfReplay("d"), row(1), Part.ROW);
        List<RecordedOutcome> recorded = Stream.of(outcomes)
                .map(outcome -> new RecordedOutcome(
                        outcome == APPLIED ? ONE : delete, 1, outcome, RecordedOutcome.Stage.SINK, Instant.EPOCH))
                .toList();
        SoakLog log = new SoakLog(
                Set.of(),
                Map.of(),
                Set.of(),
                Set.of(),
                Map.of(),
                Map.of(),
                Set.of(delete),
                Map.of(row(1), recorded),
                Map.of());
        return new CreatedOnce(log).violations();
    }

    private static SoakLog with(Map<String, Integer> changes, Set<WriteId> written, Map<WriteId, Outcome> outcomes) {
        return new SoakLog(
                WHOLE.captured(),
                changes,
                WHOLE.announced(),
                written,
                outcomes,
                Map.of(),
                Set.of(),
                Map.of(),
                Map.of());
    }

    private static Map<String, String> order(String key, @Nullable String customer) {
        Map<String, String> row = new HashMap<>(Map.of("id", key, "name", "x", "kind", "0", "closed", "f"));
        row.put("customer_a", customer);
        return row;
    }

    private static RowId row(long key) {
        return row("ferry_soakorder", "orders", key);
    }

    private static RowId row(String entity, String table, long key) {
        return new RowId.OfSource(entity, new SourceTable("shop", "public", table), SourceKey.of(new Value.Whole(key)));
    }

    private static WriteId write(long key) {
        return new WriteId(new Cause.OfReplay("r"), row(key), Part.ROW);
    }
}
