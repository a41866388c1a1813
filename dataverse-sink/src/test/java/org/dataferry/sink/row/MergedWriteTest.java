package org.dataferry.sink.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.sink.testing.Writes.columns;
import static org.dataferry.sink.testing.Writes.delete;
import static org.dataferry.sink.testing.Writes.doubted;
import static org.dataferry.sink.testing.Writes.queued;
import static org.dataferry.sink.testing.Writes.row;
import static org.dataferry.sink.testing.Writes.upsert;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.write.EntityWrite;
import org.junit.jupiter.api.Test;

final class MergedWriteTest {

    private static final RowId ROW = row("a");

    @Test
    void carriesTheChangesOfAllRelativeToWhatTheOldestWasBasedOn() {
        EntityWrite.UpsertRow merged = merged(changed(5, 4, "a"), changed(6, 5, "b"), changed(7, 6, "a"));

        assertThat(merged.version()).isEqualTo(7);
        assertThat(merged.basedOn()).hasValue(4);
        assertThat(merged.changed()).containsExactlyInAnyOrder("a", "b");
        assertThat(merged.columns()).isEqualTo(columns("a", "7", "b", "7"));
    }

    @Test
    void carriesOnlyTheWholeImageWhereTheChainIsBroken() {
        assertThat(merged(changed(5, 3, "a"), changed(7, 6, "b")).basedOn()).isEmpty();
    }

    @Test
    void carriesOnlyTheWholeImageAfterADelete() {
        assertThat(merged(changed(5, 4, "a"), delete(ROW, 6), changed(7, 6, "b"))
                        .basedOn())
                .isEmpty();
    }

    @Test
    void isBasedOnNothingWhenTheOldestIsNot() {
        EntityWrite.UpsertRow first = upsert(ROW, 1, columns("a", "1", "b", "1"));

        assertThat(merged(first, changed(2, 1, "a")).basedOn()).isEmpty();
    }

    @Test
    void isADeleteWhenTheNewestIs() {
        MergedWrite merged = MergedWrite.of(List.of(queued(changed(5, 4, "a"), 0), queued(delete(ROW, 6), 1)));

        assertThat(merged.write()).isEqualTo(delete(ROW, 6));
        assertThat(merged.superseded()).extracting(QueuedWrite::offset).containsExactly(0L);
    }

    @Test
    void isInDoubtIfAnyOfThemIs() {
        assertThat(MergedWrite.of(List.of(doubted(changed(5, 4, "a"), 0), queued(changed(6, 5, "a"), 1)))
                        .inDoubt())
                .isTrue();
        assertThat(MergedWrite.of(List.of(queued(changed(5, 4, "a"), 0))).inDoubt())
                .isFalse();
    }

    private static EntityWrite.UpsertRow changed(long version, long basedOn, String... changed) {
        String value = Long.toString(version);
        return upsert(ROW, version, OptionalLong.of(basedOn), columns("a", value, "b", value), Set.of(changed));
    }

    private static EntityWrite.UpsertRow merged(EntityWrite... writes) {
        List<QueuedWrite> queued = new ArrayList<>();
        for (EntityWrite write : writes) {
            queued.add(queued(write, queued.size()));
        }
        return (EntityWrite.UpsertRow) MergedWrite.of(queued).write();
    }
}
