package org.dataferry.transform.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;

class RowStateTest {

    private static final int IMAGES = 8;
    private static final Map<String, Value> A = row("a", "x");
    private static final Map<String, Value> B = row("b", "x");

    @Test
    void firstVersionIsTheWholeRow() {
        Step.Upsert first = upsert(RowState.NEW, A);

        assertThat(first.version()).isEqualTo(1);
        assertThat(first.basedOn()).isEmpty();
        assertThat(first.columns()).isEqualTo(A);
        assertThat(first.changed()).containsExactlyInAnyOrder("name", "note");
    }

    @Test
    void sameRowIsUnchangedOnlyOnceTheTargetHasIt() {
        RowState sent = upsert(RowState.NEW, A).after();

        assertThat(sent.upsert(A, Map.of(), Set.of(), false, IMAGES)).isInstanceOf(Step.Upsert.class);
        assertThat(sent.applied(1).upsert(A, Map.of(), Set.of(), false, IMAGES)).isEqualTo(new Step.Unchanged());
    }

    @Test
    void sendsAAgainWhileBIsOnItsWay() {
        RowState b = upsert(applied(A), B).after();

        Step.Upsert again = upsert(b, A);

        assertThat(again.version()).isEqualTo(3);
        assertThat(again.basedOn()).isEqualTo(OptionalLong.of(2));
        assertThat(again.changed()).containsExactly("name");
    }

    @Test
    void rejectedVersionIsNotComparedWith() {
        RowState rejected = upsert(applied(A), B).after().dropped(2);

        assertThat(rejected.upsert(A, Map.of(), Set.of(), false, IMAGES)).isEqualTo(new Step.Unchanged());
        Step.Upsert again = upsert(rejected, B);
        assertThat(again.version()).isEqualTo(3);
        assertThat(again.basedOn()).isEqualTo(OptionalLong.of(1));
    }

    @Test
    void versionsGoOnAfterARemoval() {
        Step.Remove removal = (Step.Remove) applied(A).remove(0, IMAGES);
        Step.Upsert again = upsert(removal.after().applied(removal.version()), A);

        assertThat(removal.version()).isEqualTo(2);
        assertThat(again.version()).isEqualTo(3);
        assertThat(again.basedOn()).isEmpty();
    }

    @Test
    void removalIsSentUntilTheTargetIsKnownToHaveNoRow() {
        RowState removing = ((Step.Remove) applied(A).remove(0, IMAGES)).after();

        assertThat(removing.remove(0, IMAGES)).isInstanceOf(Step.Remove.class);
        assertThat(removing.dropped(2).remove(0, IMAGES)).isInstanceOf(Step.Remove.class);
        assertThat(removing.applied(2).remove(0, IMAGES)).isEqualTo(new Step.Unchanged());
        assertThat(RowState.NEW.remove(0, IMAGES)).isEqualTo(new Step.Unchanged());
        // Every version was rejected, but the row may be older than Ferry.
        assertThat(upsert(RowState.NEW, A).after().dropped(1).remove(0, IMAGES)).isInstanceOf(Step.Remove.class);
    }

    @Test
    void absentColumnStaysAsItLastWas() {
        Map<String, Value> partial = new LinkedHashMap<>(A);
        partial.put("note", Value.ABSENT);

        assertThat(applied(A).upsert(partial, Map.of(), Set.of(), false, IMAGES))
                .isEqualTo(new Step.Unchanged());
        partial.put("name", Value.text("b"));
        Step.Upsert step = upsert(applied(A), partial);
        assertThat(step.columns()).isEqualTo(B);
        assertThat(step.changed()).containsExactly("name");
        assertThat(upsert(RowState.NEW, partial).columns()).isEqualTo(partial);
    }

    @Test
    void columnThatIsNoLongerMappedCausesNoWrite() {
        assertThat(applied(A).upsert(Map.of("name", Value.text("a")), Map.of(), Set.of(), false, IMAGES))
                .isEqualTo(new Step.Unchanged());
    }

    @Test
    void tooManyOnTheirWayAreForgottenAndTheRowIsSentWhole() {
        RowState state = applied(A);
        for (int i = 0; i < 3; i++) {
            state = upsert(state, row("n" + i, "x")).after();
            state = ((Step.Upsert) state.upsert(B, Map.of(), Set.of(), false, 2)).after();
        }
        assertThat(state.underway()).hasSize(2);

        RowState forgotten = state.applied(2).dropped(6).dropped(7);

        assertThat(upsert(forgotten, A).basedOn()).isEmpty();
    }

    @Test
    void lateAndRepeatedOutcomesChangeNothing() {
        RowState state = upsert(upsert(RowState.NEW, A).after(), B).after().applied(2);

        assertThat(state.applied(1)).isEqualTo(state);
        assertThat(state.applied(2)).isEqualTo(state);
        assertThat(state.dropped(1)).isEqualTo(state);
    }

    @Test
    void versionNotGivenHereIsNotGivenAgain() {
        assertThat(upsert(RowState.NEW.applied(7), A).version()).isEqualTo(8);
        assertThat(upsert(RowState.NEW.dropped(7), A).version()).isEqualTo(8);
    }

    private static RowState applied(Map<String, Value> columns) {
        return upsert(RowState.NEW, columns).after().applied(1);
    }

    private static Step.Upsert upsert(RowState state, Map<String, Value> columns) {
        return (Step.Upsert) state.upsert(columns, Map.of(), Set.of(), false, IMAGES);
    }

    private static Map<String, Value> row(String name, String note) {
        return Map.of("name", Value.text(name), "note", Value.text(note));
    }
}
