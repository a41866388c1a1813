package org.dataferry.transform.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.dataferry.transform.mapping.TargetState;
import org.junit.jupiter.api.Test;

/** A row is active; other states of it are on their way. */
class StatePartTest {

    private static final TargetState CLOSED = new TargetState(1, 2);
    private static final TargetState LOST = new TargetState(1, 3);
    private static final int MOST = 2;

    private final StatePart active =
            StatePart.NONE.sent(1, TargetState.ACTIVE, MOST).applied(1);

    @Test
    void appliedOneTakesAwayThoseBeforeItOnly() {
        StatePart part = active.sent(2, CLOSED, MOST).sent(4, LOST, MOST).applied(2);

        assertThat(part.applied()).contains(CLOSED);
        assertThat(part.underway()).containsExactly(new StatePart.Underway(4, LOST));
        assertThat(part.dropped(4).isToBe(CLOSED)).isTrue();
    }

    @Test
    void refusedOneLeavesThoseBeforeItOnTheirWay() {
        StatePart part = active.sent(2, CLOSED, MOST).sent(4, LOST, MOST).dropped(4);

        assertThat(part.isToBe(CLOSED)).isTrue();
        assertThat(part.isToBe(TargetState.ACTIVE)).isFalse();
    }

    @Test
    void afterASupersededOneNoStateIsKnownUntilOneIsApplied() {
        StatePart part =
                active.sent(2, CLOSED, MOST).sent(4, LOST, MOST).superseded(2).dropped(4);

        assertThat(part.isToBe(TargetState.ACTIVE)).isFalse();
        assertThat(part.isToBe(CLOSED)).isFalse();
        assertThat(part.sent(6, CLOSED, MOST).applied(6).isToBe(CLOSED)).isTrue();
    }

    @Test
    void beyondTheLimitTheOldestIsForgottenAndMayBeThere() {
        StatePart part = active.sent(2, CLOSED, MOST)
                .sent(4, LOST, MOST)
                .sent(6, CLOSED, MOST)
                .applied(2)
                .dropped(4)
                .dropped(6);

        assertThat(part.isToBe(TargetState.ACTIVE)).isFalse();
    }

    @Test
    void rowThatIsMadeAnewKeepsWhatIsOnItsWay() {
        StatePart part = active.sent(2, CLOSED, MOST).madeAnew();

        assertThat(part.applied()).isEmpty();
        assertThat(part.applied(2).applied()).contains(CLOSED);
    }

    @Test
    void rowThatIsRemovedMayHaveASupersededStateYet() {
        StatePart part = StatePart.NONE.sent(2, CLOSED, MOST).superseded(2).removed();

        assertThat(part.mayHaveOldState()).isTrue();
    }
}
