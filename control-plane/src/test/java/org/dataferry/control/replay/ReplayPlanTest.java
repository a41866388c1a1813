package org.dataferry.control.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replay that was killed goes on with exactly the rows that were chosen. */
class ReplayPlanTest {

    private static final SourceTable TABLE = new SourceTable("erp", "public", "order lines");

    @TempDir
    private Path state;

    @Test
    void isReadAsItWasWritten() {
        ReplayPlan plan = new ReplayPlan(
                "r1",
                List.of(
                        step("account", new Value.Text("a\tb\nc")),
                        step("ferry_line", new Value.Whole(-7), new Value.Text("")),
                        step("contact", new Value.Text("Zoë ﷽ \\"))));

        plan.save(state);

        assertThat(ReplayPlan.load(state, "r1")).isEqualTo(plan);
        assertThat(plan.entities()).containsExactly("account", "contact", "ferry_line");
    }

    @Test
    void isRefusedWhereItIsCutOff() throws IOException {
        new ReplayPlan("r1", List.of(step("account", new Value.Whole(1)), step("account", new Value.Whole(2))))
                .save(state);
        Path file = state.resolve("replays/r1.rows");
        Files.write(file, Files.readAllLines(file).subList(0, 1));

        assertThatThrownBy(() -> ReplayPlan.load(state, "r1"))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("cut off");
    }

    @Test
    void isMissedByName() {
        assertThatThrownBy(() -> ReplayPlan.load(state, "r9"))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("r9")
                .hasMessageContaining("not on this machine");
    }

    private static ReplayStep step(String entity, Value... key) {
        return new ReplayStep(entity, new ReplayRow(TABLE, SourceKey.of(key)));
    }
}
