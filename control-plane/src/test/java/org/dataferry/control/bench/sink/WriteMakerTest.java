package org.dataferry.control.bench.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.junit.jupiter.api.Test;

final class WriteMakerTest {

    private static final int TEXT_LENGTH = 100;

    private final WriteMaker maker = new WriteMaker(7);

    @Test
    void aRowHasAsManyColumnsAsTheCeilingIsAskedForTheKeyThatTheSinkAddsIncluded() {
        EntityWrite.UpsertRow create = (EntityWrite.UpsertRow) maker.create(5);

        assertThat(create.columns().size() + create.lookups().size() + 1).isEqualTo(TargetModel.COLUMNS);
        assertThat(create.basedOn()).isEmpty();
    }

    @Test
    void anUpdateIsOfTheSameRowAndChangesFiveColumns() {
        EntityWrite.UpsertRow create = (EntityWrite.UpsertRow) maker.create(5);
        EntityWrite.UpsertRow update = (EntityWrite.UpsertRow) maker.update(5);

        assertThat(update.row()).isEqualTo(create.row());
        assertThat(update.basedOn()).hasValue(create.version());
        assertThat(update.changed()).hasSize(5);
        update.columns().forEach((column, value) -> {
            if (!update.changed().contains(column)) {
                assertThat(value).isEqualTo(create.columns().get(column));
            }
        });
    }

    @Test
    void onlyABadRowHasATextThatIsTooLong() {
        assertThat(length(maker.create(5))).isLessThanOrEqualTo(TEXT_LENGTH);
        assertThat(length(maker.bad(5))).isGreaterThan(TEXT_LENGTH);
    }

    private static int length(EntityWrite write) {
        Value.Text text = (Value.Text) ((EntityWrite.UpsertRow) write).columns().get("ben_text0");
        return text.value().length();
    }
}
