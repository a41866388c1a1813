package org.dataferry.control.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.junit.jupiter.api.Test;

/** Promise 2 at a fence: what was announced before it has an outcome, and what has none is named. */
class SumCheckTest {

    private static final SourceTable TABLE = new SourceTable("erp", "public", "customers");
    private static final Outcome APPLIED = new Outcome.Applied(Outcome.Effect.CREATED);

    private final LoggedMigration migration = new LoggedMigration("account", "contact", "account_contact");
    private final SteppedClock clock = new SteppedClock();

    @Test
    void holdsWhereEveryWriteHasAnOutcomeFinalOrOpen() {
        announce("A", "B", "C", "D");
        record("A", APPLIED);
        record("B", new Outcome.Parked(row("A")));
        record("C", new Outcome.Deferred(Outcome.DeferralReason.HEARTBEAT));
        record("D", new Outcome.Bounced(row("A"), Outcome.BounceReason.MISSING));

        assertThat(check().look()).contains(List.of());
    }

    @Test
    void breaksWhereOneOutcomeIsLeftOut() {
        Stream.of("A", "B", "C").forEach(this::announce);
        Stream.of("A", "C").forEach(key -> record(key, APPLIED));

        assertThat(afterRounds(check(), 2))
                .contains(List.of(
                        new Imbalance("f", "account", 1, List.of(write("B").text()))));
    }

    @Test
    void namesTheEntityAndNoMoreThanTenOfItsWrites() {
        for (int i = 0; i < 25; i++) {
            announce("K" + i);
        }

        List<Imbalance> found = afterRounds(check(), 2).orElseThrow();

        assertThat(found).singleElement().satisfies(imbalance -> {
            assertThat(imbalance.entity()).isEqualTo("account");
            assertThat(imbalance.count()).isEqualTo(25);
            assertThat(imbalance.writeIds()).hasSize(10).doesNotHaveDuplicates();
        });
    }

    @Test
    void saysNothingOfWhatIsAnnouncedAfterTheFence() {
        announce("A");
        record("A", APPLIED);
        SumCheck check = check();
        announce("B");

        assertThat(check.look()).contains(List.of());
    }

    @Test
    void isNotHiddenByWhatIsAnnouncedAndAppliedAfterTheFence() {
        announce("A");
        SumCheck check = check();
        for (int i = 0; i < 5; i++) {
            announce("L" + i);
            record("L" + i, APPLIED);
            round(check);
        }

        assertThat(check.look().orElseThrow()).extracting(Imbalance::count).containsExactly(1L);
    }

    @Test
    void waitsForAWriteThatFollowsTheOutcomeOfAnother() {
        announce("A", "B");
        record("A", APPLIED);
        SumCheck check = check();
        assertThat(round(check)).isEmpty();
        record("B", APPLIED);

        assertThat(round(check)).contains(List.of());
    }

    @Test
    void waitsForAsManyRoundsAsOneBringsAnything() {
        announce("A", "B", "C", "D", "E");
        SumCheck check = check();
        for (String key : List.of("A", "B", "C", "D")) {
            assertThat(round(check)).isEmpty();
            record(key, APPLIED);
        }
        assertThat(round(check)).isEmpty();
        record("E", APPLIED);

        assertThat(round(check)).contains(List.of());
    }

    @Test
    void concludesNothingWhileAStageStandsStill() {
        announce("A");
        SumCheck check = check();
        migration.written("account", 5);
        for (int i = 0; i < 20; i++) {
            clock.step();
            assertThat(check.look()).isEmpty();
        }

        assertThat(afterRounds(check, 2).orElseThrow()).isNotEmpty();
    }

    @Test
    void countsWritesThatNoChangeCaused() {
        Cause replay = new Cause.OfReplay("r1");
        WriteId lost = new WriteId(replay, row("A"), Part.ROW);
        WriteId link = new WriteId(
                replay,
                new RowId.Link(
                        "account_contact",
                        row("A"),
                        new RowId.OfSource("contact", TABLE, SourceKey.of(new Value.Text("A")))),
                Part.LINK);
        migration.announce(new FanOut.Reannounced(replay, List.of(lost, link)), "tA");

        assertThat(afterRounds(check(), 2).orElseThrow())
                .containsExactlyInAnyOrder(
                        new Imbalance("f", "account", 1, List.of(lost.text())),
                        new Imbalance("f", "account_contact", 1, List.of(link.text())));
    }

    @Test
    void leavesOutWhatAnEarlierMappingAnnouncedAndNoSinkReadsAnyMore() {
        Cause replay = new Cause.OfReplay("r1");
        migration.announce(
                new FanOut.Reannounced(
                        replay,
                        List.of(new WriteId(
                                replay,
                                new RowId.OfSource("contact", TABLE, SourceKey.of(new Value.Text("A"))),
                                Part.ROW))),
                "tA");

        assertThat(check().look()).contains(List.of());
    }

    /** As at a fence that transform has passed by now. */
    private SumCheck check() {
        return new SumCheck(
                "f",
                migration.stableEnds(SumCheck.fanOuts(LoggedMigration.TOPICS)),
                migration.reader,
                migration,
                LoggedMigration.TOPICS,
                Set.of("account", "account_contact"),
                clock);
    }

    private Optional<List<Imbalance>> afterRounds(SumCheck check, int rounds) {
        Optional<List<Imbalance>> result = check.look();
        for (int i = 0; i < rounds; i++) {
            assertThat(result).isEmpty();
            result = round(check);
        }
        return result;
    }

    /** All that stands in the topics goes once around. */
    private Optional<List<Imbalance>> round(SumCheck check) {
        check.look();
        migration.goRound();
        check.look();
        clock.step();
        return check.look();
    }

    private void announce(String... keys) {
        for (String key : keys) {
            migration.announce(
                    new FanOut.Announced(change(key), List.of(write(key))),
                    change(key).key().text());
        }
    }

    private void record(String key, Outcome outcome) {
        migration.record(new RecordedOutcome(write(key), 1, outcome, RecordedOutcome.Stage.SINK, clock.instant()));
    }

    private static ChangeId change(String key) {
        return new ChangeId("nw", TABLE, SourceKey.of(new Value.Text(key)), new SourcePosition.InLog(1, 1, 1, 0));
    }

    private static RowId row(String key) {
        return new RowId.OfSource("account", TABLE, SourceKey.of(new Value.Text(key)));
    }

    private static WriteId write(String key) {
        return new WriteId(new Cause.OfChange(change(key)), row(key), Part.ROW);
    }
}
