package org.dataferry.control.dashboard.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When somebody is told of what is so. */
class OpenAlertsTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Alert STALLED = new Alert("stalled", Alert.Severity.CRITICAL, "stalled", "");
    private static final Condition AT_ONCE = new Condition(STALLED, Duration.ZERO);
    private static final Condition AFTER_A_MINUTE = new Condition(STALLED, MINUTE);

    private final OpenAlerts open = new OpenAlerts(Duration.ofHours(1));

    @Test
    void whatIsUrgentIsToldAtOnceAndOnce() {
        assertThat(open.look(whole(AT_ONCE), NOON))
                .containsExactly(new Notice(Notice.Kind.RAISED, STALLED, NOON, NOON));
        assertThat(open.look(whole(AT_ONCE), NOON.plusSeconds(1))).isEmpty();
    }

    @Test
    void whatMayMendItselfIsToldOnceItHasLasted() {
        assertThat(open.look(whole(AFTER_A_MINUTE), NOON)).isEmpty();
        assertThat(open.look(whole(AFTER_A_MINUTE), NOON.plusSeconds(59))).isEmpty();

        assertThat(open.look(whole(AFTER_A_MINUTE), NOON.plus(MINUTE)))
                .containsExactly(new Notice(Notice.Kind.RAISED, STALLED, NOON, NOON.plus(MINUTE)));
    }

    @Test
    void nobodyHearsOfWhatMendedItself() {
        open.look(whole(AFTER_A_MINUTE), NOON);

        assertThat(open.look(whole(), NOON.plusSeconds(30))).isEmpty();
        // It begins anew.
        assertThat(open.look(whole(AFTER_A_MINUTE), NOON.plusSeconds(70))).isEmpty();
    }

    @Test
    void whatWasToldIsToldToBeOver() {
        open.look(whole(AT_ONCE), NOON);

        assertThat(open.look(whole(), NOON.plus(MINUTE)))
                .containsExactly(new Notice(Notice.Kind.CLEARED, STALLED, NOON, NOON.plus(MINUTE)));
        assertThat(open.look(whole(), NOON.plus(MINUTE))).isEmpty();
    }

    @Test
    void whatLastsIsToldAgain() {
        open.look(whole(AT_ONCE), NOON);

        assertThat(open.look(whole(AT_ONCE), NOON.plusSeconds(3_599))).isEmpty();
        assertThat(open.look(whole(AT_ONCE), NOON.plusSeconds(3_600)))
                .extracting(Notice::kind)
                .containsExactly(Notice.Kind.REPEATED);
        assertThat(open.look(whole(AT_ONCE), NOON.plusSeconds(3_700))).isEmpty();
    }

    @Test
    void nothingIsOverWhileNobodyCanTell() {
        open.look(whole(AT_ONCE), NOON);

        assertThat(open.look(new Findings(List.of(), false), NOON.plusSeconds(1)))
                .isEmpty();
        assertThat(open.look(whole(AT_ONCE), NOON.plusSeconds(2))).isEmpty();
    }

    private static Findings whole(Condition... conditions) {
        return new Findings(List.of(conditions), true);
    }
}
