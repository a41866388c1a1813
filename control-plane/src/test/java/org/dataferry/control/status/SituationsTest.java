package org.dataferry.control.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.dataferry.control.ledger.LoggedMigration;
import org.dataferry.control.run.SteppedClock;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.control.SinkSteering;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.usage.Entitlement;
import org.dataferry.schemas.usage.RequestUse;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.junit.jupiter.api.Test;

/** An account that was announced at noon and has no outcome, and a contact of which there is nothing to do. */
class SituationsTest {

    private static final SourceTable ACCOUNTS = new SourceTable("erp", "public", "accounts");
    private static final SourceTable CONTACTS = new SourceTable("erp", "public", "contacts");
    private static final Signs.Running ALL = new Signs.Running(OptionalLong.of(7), true, true, Optional.empty());

    private final SteppedClock clock = new SteppedClock();
    private final LoggedMigration migration = new LoggedMigration("account", "contact");
    private final Situations situations = new Situations(
            migration.reader(),
            Map.of("account", Set.of(ACCOUNTS), "contact", Set.of(CONTACTS)),
            new Assessor(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(20),
                    new Moments(ZoneOffset.UTC),
                    "https://crm.example",
                    "ferry.log"),
            OptionalLong.of(1_000),
            clock);

    SituationsTest() {
        SourceKey key = SourceKey.of(new Value.Text("A"));
        ChangeId change = new ChangeId("nw", ACCOUNTS, key, new SourcePosition.InLog(1, 1, 1, 0));
        RowId row = new RowId.OfSource("account", ACCOUNTS, key);
        migration.announce(
                new FanOut.Announced(change, List.of(new WriteId(new Cause.OfChange(change), row, Part.ROW))),
                key.text());
        migration.fence(new FenceEvent.Reached("h", FenceEvent.Kind.HEARTBEAT, "erp", clock.instant(), Map.of()));
        clock.step(Duration.ofSeconds(60));
    }

    private Situation look() {
        migration.reader().catchUp();
        return situations.look(ALL);
    }

    private void pause(String entity) {
        migration.decide(
                new SinkSteering.Paused(Optional.ofNullable(entity), 1, "ada", "wrong names", clock.instant()));
    }

    private static SyncState state(Situation situation, String entity) {
        return situation.of(entity).orElseThrow().assessment().state();
    }

    @Test
    void whatIsPausedIsNotStalled() {
        assertThat(state(look(), "account")).isEqualTo(SyncState.STALLED);
        assertThat(look().whole().state()).isEqualTo(SyncState.STALLED);

        pause("account");
        Situation paused = look();

        assertThat(paused.of("account").orElseThrow().assessment())
                .isEqualTo(new Assessment(
                        SyncState.PAUSED, "paused by ada since 12:01:00 UTC: wrong names; 1 write waits"));
        assertThat(state(paused, "contact")).isEqualTo(SyncState.IDLE);
        assertThat(paused.whole())
                .isEqualTo(new Assessment(
                        SyncState.PAUSED, "1 write waits for entities that are paused; all others are in step"));
    }

    @Test
    void whatWaitsForNothingPausedIsStalledAllTheSame() {
        pause("contact");

        assertThat(look().whole().state()).isEqualTo(SyncState.STALLED);
        assertThat(state(look(), "account")).isEqualTo(SyncState.STALLED);
    }

    @Test
    void aPauseOfAllIsOneOfEach() {
        pause(null);
        Situation paused = look();

        assertThat(paused.whole().state()).isEqualTo(SyncState.PAUSED);
        assertThat(state(paused, "account")).isEqualTo(SyncState.PAUSED);
        assertThat(state(paused, "contact")).isEqualTo(SyncState.PAUSED);
        assertThat(paused.forecast()).isEqualTo(new Forecast.Unknown("it is paused"));
    }

    @Test
    void tellsWhatIsUsedOfTheEntitlement() {
        migration.used(new RequestUse("one", clock.instant().minusSeconds(60), 300));
        migration.used(new RequestUse("one", clock.instant().minusSeconds(60), 400));
        migration.used(new RequestUse("two", clock.instant(), 100));

        Entitlement entitlement = look().entitlement();

        assertThat(entitlement.limit()).hasValue(1_000);
        assertThat(entitlement.used())
                .as("the last record of a process and minute counts")
                .isEqualTo(500);
        assertThat(entitlement.perHour()).isEqualTo(60 * 500.0);
    }

    @Test
    void tellsWhomTheTargetShutsOutWhileNoSinkGetsIn() {
        migration.used(new RequestUse("one", clock.instant().minusSeconds(60), 300));
        migration.used(new RequestUse("one", clock.instant(), 0, Optional.of("user-1: disabled")));
        assertThat(look().whole().why()).contains("lets no application user in, user-1: disabled");

        migration.used(new RequestUse("two", clock.instant(), 7));
        assertThat(look().whole().why()).as("another gets in").doesNotContain("user-1");

        migration.used(new RequestUse("two", clock.instant(), 7, Optional.of("user-2: no role")));
        assertThat(look().whole().why()).contains("user-1: disabled; user-2: no role");

        migration.used(new RequestUse("one", clock.instant(), 1));
        assertThat(look().whole().why()).as("let in again").doesNotContain("user-1");
    }

    @Test
    void isAsBeforeWhenItIsResumed() {
        pause("account");
        migration.decide(new SinkSteering.Resumed(Optional.of("account"), 1, "ada", "", clock.instant()));

        assertThat(state(look(), "account")).isEqualTo(SyncState.STALLED);
        assertThat(look().control().hasPauses()).isFalse();
    }
}
