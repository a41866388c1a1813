package org.dataferry.schemas.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.dataferry.schemas.control.SinkControl.Decision;
import org.junit.jupiter.api.Test;

class SinkControlTest {

    private static final Instant NINE = Instant.parse("2026-11-29T09:00:00Z");
    private static final Instant TEN = Instant.parse("2026-11-29T10:00:00Z");

    private SinkControl control = SinkControl.NONE;

    private void after(SinkSteering event) {
        control = control.after(event);
    }

    private static SinkSteering paused(String entity, String why, Instant at) {
        return new SinkSteering.Paused(Optional.ofNullable(entity), 1, "ada", why, at);
    }

    private static SinkSteering resumed(String entity) {
        return new SinkSteering.Resumed(Optional.ofNullable(entity), 1, "ada", "", TEN);
    }

    private static LimitChanges requests(int most) {
        return new LimitChanges(
                Optional.of(most),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static LimitChanges reserve(double share) {
        return new LimitChanges(
                Optional.empty(),
                Optional.of(Duration.ofSeconds(100)),
                Optional.empty(),
                Optional.of(share),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void anEntityIsPausedUntilItIsResumed() {
        after(paused("account", "wrong mapping", NINE));
        assertThat(control.pauseOf("account")).contains(new Decision("ada", "wrong mapping", NINE));
        assertThat(control.isPaused("contact")).isFalse();

        after(resumed("account"));
        assertThat(control.hasPauses()).isFalse();
    }

    @Test
    void thePauseOfAllHoldsForEachAndEndsApartFromThoseOfSingleOnes() {
        after(paused(null, "cutover", NINE));
        after(paused("account", "wrong mapping", TEN));

        assertThat(control.pauseOf("contact")).contains(new Decision("ada", "cutover", NINE));
        assertThat(control.pauseOf("account")).contains(new Decision("ada", "wrong mapping", TEN));
        after(resumed("account"));
        assertThat(control.pauseOf("account")).contains(new Decision("ada", "cutover", NINE));
    }

    @Test
    void resumingAllEndsEveryPause() {
        after(paused("account", "wrong mapping", NINE));
        after(paused(null, "cutover", NINE));
        after(resumed(null));

        assertThat(control).isEqualTo(SinkControl.NONE);
    }

    @Test
    void eachLimitIsThatOfTheLastEventThatNamesIt() {
        after(new SinkSteering.LimitsChanged(requests(3_000), 1, "ada", "", NINE));
        after(new SinkSteering.LimitsChanged(reserve(0.3), 1, "bob", "go-live", TEN));

        assertThat(control.limits().requests()).contains(3_000);
        assertThat(control.limits().reserve()).contains(0.3);
        assertThat(control.limitsBy()).contains(new Decision("bob", "go-live", TEN));

        after(new SinkSteering.LimitsChanged(reserve(0), 1, "bob", "", TEN));
        assertThat(control.limits().reserve()).contains(0.0);
        assertThat(control.limits().requests()).contains(3_000);

        after(new SinkSteering.LimitsReset(1, "bob", "", TEN));
        assertThat(control.limits().isEmpty()).isTrue();
        assertThat(control.limitsBy()).isEmpty();
    }
}
