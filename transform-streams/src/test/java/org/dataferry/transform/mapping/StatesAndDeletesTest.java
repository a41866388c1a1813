package org.dataferry.transform.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.transform.mapping.MappingBench.row;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.settings.ChangedPolicy;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.MappingResult.Mapped;
import org.dataferry.transform.mapping.MappingResult.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a mapping says of the end of a row's life. */
class StatesAndDeletesTest {

    @TempDir
    Path folder;

    @Test
    void writesLostRowsAnewUnlessItIsSaid() {
        assertThat(contact("").compile().all().getFirst().lostPolicy()).isEqualTo(LostPolicy.REWRITE);
        assertThat(contact("lost: report").compile().all().getFirst().lostPolicy())
                .isEqualTo(LostPolicy.REPORT);
        assertThat(contact("").compile().reportLost()).isEmpty();
        assertThat(contact("lost: report").compile().reportLost()).containsExactly("contact");
        assertThat(contact("lost: ignore").problems())
                .containsExactly("contact.yaml, line 4, lost: 'ignore' is not what can become of a lost row; expected"
                        + " rewrite or report");
    }

    @Test
    void overwritesRowsThatSomebodyChangedUnlessItIsSaid() {
        assertThat(contact("").compile().changedPolicies())
                .containsExactly(Map.entry("contact", ChangedPolicy.OVERWRITE));
        assertThat(contact("changed: keep").compile().changedPolicies())
                .containsExactly(Map.entry("contact", ChangedPolicy.KEEP));
        assertThat(contact("changed: report").compile().changedPolicies())
                .containsExactly(Map.entry("contact", ChangedPolicy.REPORT));
        assertThat(contact("changed: ask").problems())
                .containsExactly("contact.yaml, line 4, changed: 'ask' is not what can become of a write to a changed"
                        + " row; expected overwrite, keep or report");
    }

    @Test
    void statesOpenByThemselvesUnlessItIsSaid() {
        assertThat(contact("").compile().all().getFirst().statesByCommand()).isFalse();
        assertThat(contact("state: { state: 1, opens: by-itself }")
                        .compile()
                        .all()
                        .getFirst()
                        .statesByCommand())
                .isFalse();
        assertThat(contact("state: { state: 1, opens: by-command }")
                        .compile()
                        .all()
                        .getFirst()
                        .statesByCommand())
                .isTrue();
    }

    @Test
    void deletesWhereNothingIsSaid() {
        MappingBench bench = contact("");

        assertThat(bench.compile().all().getFirst().deletePolicy()).isEqualTo(DeletePolicy.DELETE);
        assertThat(state(bench, row("name", Value.text("x")))).isEmpty();
    }

    @Test
    void doesWithADeleteWhatTheFileSays() {
        assertThat(contact("delete: keep").compile().all().getFirst().deletePolicy())
                .isEqualTo(DeletePolicy.KEEP);
        assertThat(contact("delete: deactivate").compile().all().getFirst().deletePolicy())
                .isEqualTo(DeletePolicy.DEACTIVATE);
        assertThat(contact("delete: archive").problems())
                .containsExactly("contact.yaml, line 4, delete: 'archive' is not what a delete can do; expected delete,"
                        + " deactivate or keep");
    }

    @Test
    void makesAStateOfConstants() {
        assertThat(state(contact("state: { state: 1, status: 2 }"), row("name", Value.text("x"))))
                .contains(new TargetState(1, 2));
        assertThat(state(contact("state: { state: 1 }"), row("name", Value.text("x"))))
                .contains(TargetState.INACTIVE);
    }

    @Test
    void makesAStateOfTheRow() {
        MappingBench bench = contact(
                "state: { state: { cel: \"closed == null ? null : closed ? 1 : 0\" }, status: { column: status } }");

        assertThat(state(bench, row("closed", new Value.Bool(true), "status", Value.whole(2))))
                .contains(new TargetState(1, 2));
        assertThat(state(bench, row("closed", new Value.Bool(true), "status", Value.NULL)))
                .contains(TargetState.INACTIVE);
        assertThat(state(bench, row("closed", Value.NULL, "status", Value.whole(2))))
                .isEmpty();
        assertThat(state(bench, row("status", Value.whole(2)))).isEmpty();
        assertThat(bench.map(row("name", Value.text("x"), "closed", new Value.Bool(true), "status", Value.whole(-7))))
                .isEqualTo(new Refused(
                        RejectionReason.VALUE_OUT_OF_RANGE, "state: status: -7 is outside 0 to 2147483647"));
    }

    @Test
    void saysWhatIsNoState() {
        assertThat(contact("state: { status: 2 }").problems())
                .containsExactly("contact.yaml, line 4, state: 'state' is missing; it is a number, { column: ... } or {"
                        + " cel: ... }");
        assertThat(contact("state: { state: name, status: { cel: closed } }").problems())
                .containsExactly(
                        "contact.yaml, line 4, state.state: source column name is text, statecode is whole: use cel:"
                                + " int(name)",
                        "contact.yaml, line 4, state.status.cel: the expression is bool, statuscode is whole: use cel:"
                                + " ... ? 1 : 0");
        assertThat(contact("state: { state: -1 }").problems())
                .containsExactly("contact.yaml, line 4, state.state: -1 is outside 0 to 2147483647");
    }

    private MappingBench contact(String more) {
        return new MappingBench(folder)
                .source("public.people", "*id WHOLE", "name TEXT", "closed BOOL", "status WHOLE")
                .target("contact", "lastname text(50)")
                .file("contact.yaml", "entity: contact\nfrom: public.people\ncolumns: { lastname: name }\n" + more);
    }

    private static Optional<TargetState> state(MappingBench bench, SourceRow row) {
        return ((Mapped) bench.map(row)).state();
    }
}
