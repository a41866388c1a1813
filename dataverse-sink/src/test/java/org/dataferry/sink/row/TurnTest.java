package org.dataferry.sink.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.sink.testing.Writes.columns;
import static org.dataferry.sink.testing.Writes.delete;
import static org.dataferry.sink.testing.Writes.doubted;
import static org.dataferry.sink.testing.Writes.file;
import static org.dataferry.sink.testing.Writes.link;
import static org.dataferry.sink.testing.Writes.patch;
import static org.dataferry.sink.testing.Writes.queued;
import static org.dataferry.sink.testing.Writes.row;
import static org.dataferry.sink.testing.Writes.state;
import static org.dataferry.sink.testing.Writes.unlink;
import static org.dataferry.sink.testing.Writes.upsert;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FileContent;
import org.dataferry.schemas.write.LookupTarget;
import org.junit.jupiter.api.Test;

final class TurnTest {

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
        MergedWrite merged = turn(changed(5, 4, "a"), delete(ROW, 6)).next();

        assertThat(merged.write()).isEqualTo(delete(ROW, 6));
        assertThat(merged.superseded()).extracting(QueuedWrite::offset).containsExactly(0L);
    }

    @Test
    void isInDoubtIfAnyOfThemIs() {
        assertThat(Turn.of(List.of(doubted(changed(5, 4, "a"), 0), queued(changed(6, 5, "a"), 1)))
                        .next()
                        .inDoubt())
                .isTrue();
        assertThat(turn(changed(5, 4, "a")).next().inDoubt()).isFalse();
    }

    @Test
    void mergesAPatchedLookupIntoALaterImageWhichThenGoesWhole() {
        Turn turn = turn(changed(5, 4, "a"), patch(ROW, 6, "parentid", LookupTarget.NONE), changed(7, 6, "b"));

        assertThat(((EntityWrite.UpsertRow) turn.next().write()).basedOn()).isEmpty();
        assertThat(versions(turn.next().superseded())).containsExactly(5L, 6L);
        assertThat(turn.later()).isEmpty();
    }

    @Test
    void sendsPatchedLookupsAfterTheImageOneByOne() {
        EntityWrite first = patch(ROW, 6, "parentid", LookupTarget.NONE);
        EntityWrite second = patch(ROW, 7, "ownerid", LookupTarget.NONE);
        Turn turn = turn(changed(5, 4, "a"), first, second);

        assertThat(turn.next().write().version()).isEqualTo(5);
        assertThat(versions(turn.later())).containsExactly(6L, 7L);
        Turn next = Turn.of(turn.later());
        assertThat(next.next().write()).isEqualTo(first);
        assertThat(next.next().superseded()).isEmpty();
        assertThat(Turn.of(next.later()).next().write()).isEqualTo(second);
    }

    @Test
    void keepsAStateThatNoImageCanStandFor() {
        Turn turn = turn(changed(4, 3, "a"), state(ROW, 5, 1, 2), changed(6, 4, "b"));

        assertThat(turn.next().write().version()).isEqualTo(6);
        assertThat(((EntityWrite.UpsertRow) turn.next().write()).basedOn()).hasValue(3);
        assertThat(versions(turn.next().superseded())).containsExactly(4L);
        assertThat(versions(turn.later())).containsExactly(5L);
    }

    @Test
    void supersedesAStateByALaterOneAndByADelete() {
        Turn states = turn(state(ROW, 5, 1, 2), changed(6, 4, "b"), state(ROW, 7, 0, 1));
        Turn deleted = turn(state(ROW, 5, 1, 2), delete(ROW, 6), changed(7, 6, "b"));
        Turn alone = turn(state(ROW, 5, 1, 2), patch(ROW, 6, "parentid", LookupTarget.NONE), state(ROW, 7, 0, 1));

        assertThat(versions(states.next().superseded())).containsExactly(5L);
        assertThat(versions(states.later())).containsExactly(7L);
        assertThat(versions(deleted.next().superseded())).containsExactly(5L, 6L);
        assertThat(alone.next().write().version()).isEqualTo(6);
        assertThat(versions(alone.next().superseded())).containsExactly(5L);
    }

    @Test
    void supersedesAFileByALaterOneOfItsColumnAndByADelete() {
        Turn files = turn(
                file(ROW, 5, "contract", FileContent.NONE),
                file(ROW, 6, "photo", FileContent.NONE),
                changed(7, 4, "b"),
                file(ROW, 8, "contract", FileContent.NONE));
        Turn deleted = turn(file(ROW, 5, "contract", FileContent.NONE), delete(ROW, 6));

        assertThat(files.next().write().version()).isEqualTo(7);
        assertThat(((EntityWrite.UpsertRow) files.next().write()).basedOn()).hasValue(4);
        assertThat(versions(files.next().superseded())).containsExactly(5L);
        assertThat(versions(files.later())).containsExactly(6L, 8L);
        assertThat(versions(deleted.next().superseded())).containsExactly(5L);
    }

    @Test
    void holdsTheRowForAStateInDoubtAsWell() {
        Turn turn = Turn.of(List.of(doubted(state(ROW, 5, 1, 2), 0), queued(changed(6, 4, "b"), 1)));

        assertThat(turn.next().write().version()).isEqualTo(6);
        assertThat(turn.next().inDoubt()).isTrue();
    }

    @Test
    void sendsOnlyTheNewestOfALinkThatComesAndGoes() {
        RowId.Link link = new RowId.Link("mig_Watchers", ROW, row("contact", "b"));
        LookupTarget from = new LookupTarget.ByKey(ROW);
        LookupTarget to = new LookupTarget.ByKey(row("contact", "b"));

        Turn turn = turn(link(link, 1, from, to), unlink(link, 2, from, to), link(link, 3, from, to));

        assertThat(turn.next().write()).isEqualTo(link(link, 3, from, to));
        assertThat(versions(turn.next().superseded())).containsExactly(1L, 2L);
        assertThat(turn.later()).isEmpty();
    }

    @Test
    void forgetsChangesOfColumnsThatTheNewestMappingDoesNotKnow() {
        EntityWrite older = upsert(ROW, 5, OptionalLong.of(4), columns("gone", "x"), Set.of("gone"));

        assertThat(merged(older, changed(6, 5, "a")).changed()).containsExactly("a");
    }

    private static EntityWrite.UpsertRow changed(long version, long basedOn, String... changed) {
        String value = Long.toString(version);
        return upsert(ROW, version, OptionalLong.of(basedOn), columns("a", value, "b", value), Set.of(changed));
    }

    private static EntityWrite.UpsertRow merged(EntityWrite... writes) {
        return (EntityWrite.UpsertRow) turn(writes).next().write();
    }

    private static Turn turn(EntityWrite... writes) {
        List<QueuedWrite> queued = new ArrayList<>();
        for (EntityWrite write : writes) {
            queued.add(queued(write, queued.size()));
        }
        return Turn.of(queued);
    }

    private static List<Long> versions(List<QueuedWrite> writes) {
        return writes.stream().map(queued -> queued.write().version()).toList();
    }
}
