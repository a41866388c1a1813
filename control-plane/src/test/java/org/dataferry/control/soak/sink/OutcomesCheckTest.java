package org.dataferry.control.soak.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.dataferry.control.soak.Findings;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.Part;
import org.junit.jupiter.api.Test;

class OutcomesCheckTest {

    private static final Outcome CREATED = new Outcome.Applied(Outcome.Effect.CREATED);
    private static final Outcome SUPERSEDED = new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED);

    private final Findings findings = new Findings(Invariants.ALL);
    private final Model model = new Model(new Random(1));
    private final Accounts accounts = new Accounts(model, findings);
    private final WriteIds ids = new WriteIds("test");
    private final ModelRow row = model.newRow(SoakTables.ORDER);

    @Test
    void takesTheOneOutcomeThatIsRight() {
        record(announced(Optional.empty()), CREATED);
        record(announced(Optional.of(RejectionReason.VALUE_TOO_LONG)), rejected(RejectionReason.VALUE_TOO_LONG));
        row.lives = 1;

        assertThat(violated()).isEmpty();
    }

    @Test
    void findsAHealthyWriteThatIsRejected() {
        record(announced(Optional.empty()), rejected(RejectionReason.REFUSED));

        assertThat(violated()).containsExactly(Invariants.HEALTHY);
    }

    @Test
    void findsABadWriteThatIsTakenOrRejectedForAnotherReason() {
        record(announced(Optional.of(RejectionReason.VALUE_TOO_LONG)), rejected(RejectionReason.REFUSED));

        assertThat(violated()).containsExactly(Invariants.REFUSED);
    }

    @Test
    void findsTheNewestWriteThatIsSupersededAndNotAnOlderOne() {
        Announced older = announced(Optional.empty());
        Announced newest = announced(Optional.empty());
        record(older, SUPERSEDED);
        record(newest, SUPERSEDED);

        violated();
        assertThat(findings.all().get(Invariants.HEALTHY))
                .singleElement()
                .asString()
                .contains(newest.write().id().text());
    }

    @Test
    void findsAWriteWithTwoOutcomesOrNone() {
        Announced twice = announced(Optional.empty());
        record(twice, CREATED);
        record(twice, new Outcome.AlreadyApplied(false));
        announced(Optional.empty());
        row.lives = 1;

        violated();
        assertThat(findings.all().get(Invariants.ONE_OUTCOME)).hasSize(2);
    }

    @Test
    void findsARowThatIsSaidToBeCreatedTwice() {
        record(announced(Optional.empty()), CREATED);
        record(announced(Optional.empty()), CREATED);
        row.lives = 1;

        assertThat(violated()).containsExactly(Invariants.CREATED);
    }

    @Test
    void sendsAWriteThatBouncedAgainOnlyWhileNothingNewerIsThere() {
        Announced older = announced(Optional.empty());
        Announced newest = announced(Optional.empty());
        ModelRow missing = model.newRow(SoakTables.PLACE);
        missing.isKnown = true;
        record(older, new Outcome.Bounced(missing.id(), Outcome.BounceReason.MISSING));
        record(newest, new Outcome.Bounced(missing.id(), Outcome.BounceReason.MISSING));

        assertThat(accounts.released()).containsExactly(newest);
        assertThat(older.isFinal()).isTrue();
        assertThat(accounts.open()).isEqualTo(1);
    }

    private Announced announced(Optional<RejectionReason> refusal) {
        row.version++;
        row.open++;
        EntityWrite write = new EntityWrite.UpsertRow(
                ids.next(row.id(), Part.ROW, ""),
                row.version,
                OptionalLong.empty(),
                Map.of(),
                Map.of(),
                Set.of(),
                WriteIds.MAPPING);
        row.lastOrder = ids.order();
        Announced announced = Announced.of(write, row, refusal, ids.order());
        accounts.announce(announced);
        return announced;
    }

    private void record(Announced write, Outcome outcome) {
        accounts.record(new RecordedOutcome(
                write.write().id(), write.write().version(), outcome, RecordedOutcome.Stage.SINK, Instant.EPOCH));
    }

    private static Outcome rejected(RejectionReason reason) {
        return new Outcome.Rejected(reason, "detail");
    }

    private Set<String> violated() {
        new OutcomesCheck(model, accounts, findings).look();
        return findings.all().entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
