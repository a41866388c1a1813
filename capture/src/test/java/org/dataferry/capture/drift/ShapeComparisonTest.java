package org.dataferry.capture.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dataferry.capture.source.TableShape;
import org.dataferry.capture.source.TableShape.Column;
import org.dataferry.schemas.control.SourceDrift;
import org.dataferry.schemas.control.SourceDrift.Kind;
import org.junit.jupiter.api.Test;

class ShapeComparisonTest {

    private static final Column ID = new Column(1, "id", "integer");
    private static final Column NAME = new Column(2, "name", "text");
    private static final TableShape BEFORE = new TableShape(7, List.of(ID, NAME), List.of("id"));

    @Test
    void seesNothingWhereNothingChanged() {
        assertThat(ShapeComparison.of(BEFORE, BEFORE).isSame()).isTrue();
    }

    @Test
    void tellsARenamedColumnFromOneThatWasDroppedWhileAnotherWasAdded() {
        ShapeComparison renamed = compare(7, ID, new Column(2, "title", "text"));
        ShapeComparison replaced = compare(7, ID, new Column(3, "title", "text"));

        assertThat(renamed.drifts()).containsExactly(new SourceDrift(Kind.COLUMN_RENAMED, "name text", "title text"));
        assertThat(replaced.drifts())
                .containsExactly(
                        new SourceDrift(Kind.COLUMN_DROPPED, "name text", ""),
                        new SourceDrift(Kind.COLUMN_ADDED, "", "title text"));
        assertThat(renamed.touched()).isEqualTo(replaced.touched()).containsExactly("name");
    }

    @Test
    void touchesNothingByAnAddedColumn() {
        assertThat(compare(7, ID, NAME, new Column(3, "more", "text")).touched())
                .isEmpty();
    }

    @Test
    void seesARetypedColumnOfATableThatWasMadeAnew() {
        assertThat(compare(8, new Column(1, "name", "varchar(5)"), new Column(2, "id", "integer"))
                        .drifts())
                .containsExactly(new SourceDrift(Kind.COLUMN_RETYPED, "name text", "name varchar(5)"));
    }

    @Test
    void seesAnotherKeyButNotARenamedOne() {
        TableShape other = new TableShape(7, List.of(ID, NAME), List.of("id", "name"));
        TableShape renamed = new TableShape(7, List.of(new Column(1, "number", "integer"), NAME), List.of("number"));

        assertThat(ShapeComparison.of(BEFORE, other).drifts())
                .containsExactly(new SourceDrift(Kind.KEY_CHANGED, "id", "id, name"));
        assertThat(ShapeComparison.of(BEFORE, renamed).drifts())
                .extracting(SourceDrift::kind)
                .containsExactly(Kind.COLUMN_RENAMED);
    }

    private static ShapeComparison compare(long oid, Column... columns) {
        return ShapeComparison.of(BEFORE, new TableShape(oid, List.of(columns), List.of("id")));
    }
}
