package org.dataferry.control.dashboard.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dataferry.control.dashboard.SampleLooks;
import org.dataferry.control.dashboard.live.Snapshot;
import org.dataferry.control.status.Look;
import org.dataferry.control.status.SyncState;
import org.junit.jupiter.api.Test;

/** What of a look somebody is told of. */
class AlertRulesTest {

    private static final Instant NOW = SampleLooks.NOON;

    private final AlertRules rules = new AlertRules(Duration.ofSeconds(1));

    @Test
    void aMigrationThatFollowsTellsOfItsRefusedRowsOnly() {
        assertThat(keys(SampleLooks.in(SyncState.IN_STEP)))
                .containsExactly(
                        "dead-letters",
                        "lagging",
                        "rejected-account",
                        "down-sink",
                        "dump-waits-public.customers",
                        "unread-public.customers");
    }

    @Test
    void aLagBelowTheLimitIsNone() {
        AlertRules patient = new AlertRules(Duration.ofMinutes(5));

        assertThat(patient.of(Optional.of(seen(SampleLooks.in(SyncState.IN_STEP), NOW, Optional.empty())), NOW, NOW)
                        .conditions())
                .extracting(condition -> condition.alert().key())
                .doesNotContain("lagging");
    }

    @Test
    void itsStateIsToldWhereItStandsOrIsNotKnown() {
        assertThat(keys(SampleLooks.in(SyncState.STALLED))).contains("stalled");
        assertThat(keys(SampleLooks.in(SyncState.UNKNOWN))).contains("unknown");
        assertThat(keys(SampleLooks.withBrokenSum())).contains("sum-broken");
    }

    /** Noon's look foretells four minutes past at the latest. */
    @Test
    void aCutoverThatMayBeMissedIsTold() {
        assertThat(keys(SampleLooks.in(SyncState.CATCHING_UP))).doesNotContain("cutover-late");
        assertThat(keys(SampleLooks.withCutover(NOW.plusSeconds(200)))).contains("cutover-late");
        assertThat(keys(SampleLooks.withCutover(NOW))).doesNotContain("cutover-late");
    }

    /** Old figures are no reason to tell anything, nor that something was over. */
    @Test
    void whatCannotBeSeenIsAllThatIsTold() {
        Snapshot old = seen(SampleLooks.withBrokenSum(), NOW, Optional.of("Kafka does not answer"));

        assertThat(rules.of(Optional.of(old), NOW, NOW.plusSeconds(61)).conditions())
                .singleElement()
                .satisfies(condition -> {
                    assertThat(condition.alert().key()).isEqualTo("not-looked-at");
                    assertThat(condition.alert().text()).startsWith("Kafka does not answer");
                });
        assertThat(rules.of(Optional.empty(), NOW, NOW.plusSeconds(61)).conditions())
                .extracting(condition -> condition.alert().key())
                .containsExactly("not-looked-at");
        assertThat(rules.of(Optional.empty(), NOW, NOW.plusSeconds(59)).conditions())
                .isEmpty();
    }

    /** As where a look hangs. */
    @Test
    void anOldLookTellsNothingMore() {
        Snapshot old = seen(SampleLooks.withBrokenSum(), NOW, Optional.empty());

        Findings findings = rules.of(Optional.of(old), NOW, NOW.plusSeconds(61));

        assertThat(findings.isWhole()).isFalse();
        assertThat(findings.conditions())
                .extracting(condition -> condition.alert().key())
                .containsExactly("not-looked-at");
    }

    private List<String> keys(Look look) {
        return rules.of(Optional.of(seen(look, NOW, Optional.empty())), NOW, NOW).conditions().stream()
                .map(condition -> condition.alert().key())
                .toList();
    }

    private static Snapshot seen(Look look, Instant at, Optional<String> trouble) {
        return new Snapshot(1, at, look, at, trouble, JsonNodeFactory.instance.objectNode(), new byte[0], new byte[0]);
    }
}
