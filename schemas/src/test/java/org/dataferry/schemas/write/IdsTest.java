package org.dataferry.schemas.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.testing.Generated;
import org.dataferry.schemas.value.EpochMicros;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids of changes and writes, positions, and what records refuse. */
class IdsTest {

    private final Generated generated = Generated.fromSeed(1);

    @Test
    void idsReadBackFromTheirTexts() {
        for (int i = 0; i < 1_000; i++) {
            ChangeId change = generated.changeId();
            WriteId write = generated.writeId();
            assertThat(ChangeId.parse(change.toString())).as("%s", generated).isEqualTo(change);
            assertThat(WriteId.parse(write.toString())).as("%s", generated).isEqualTo(write);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "replay 1",
                "replay\"`1 m\"`a\"`b\"`tx NOTHING",
                "fate\"`1 m\"`a\"`b\"`tx ROW",
                "replay\"`1 m\"`a\"`b\"`tx LOOKUP:",
                "replay m x"
            })
    void refusesWhatIsNoWriteId(String text) {
        assertThatThrownBy(() -> WriteId.parse(text)).isInstanceOf(SchemasException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "change", "replay", "reference a b c", "reference a b", "mapping 1 2", "other 1"})
    void refusesWhatIsNoCause(String text) {
        assertThatThrownBy(() -> Cause.parse(text)).isInstanceOf(SchemasException.class);
    }

    @Test
    void positionsAreOrderedByEpochCommitRecordAndRow() {
        List<SourcePosition> inOrder = List.of(
                new SourcePosition.InLog(1, 10, 9, 5),
                new SourcePosition.InLog(1, 20, 5, 0),
                new SourcePosition.InLog(1, 20, 6, 0),
                new SourcePosition.InLog(1, 20, 6, 1),
                new SourcePosition.InDump(2, 1),
                new SourcePosition.InDump(2, 2),
                new SourcePosition.InLog(3, 0, 0, 0));

        assertThat(inOrder)
                .isSorted()
                .allSatisfy(position ->
                        assertThat(SourcePosition.parse(position.text())).isEqualByComparingTo(position));
        assertThat(inOrder.getFirst()).isLessThan(inOrder.getLast());
    }

    @Test
    void logAndDumpsShareNoEpoch() {
        SourcePosition log = new SourcePosition.InLog(1, 1, 1, 0);
        SourcePosition dump = new SourcePosition.InDump(1, 1);

        assertThatThrownBy(() -> log.compareTo(dump)).hasMessageContaining("l1.1.1.0 and d1.1");
        assertThatThrownBy(() -> dump.compareTo(log)).isInstanceOf(SchemasException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x1.1", "l1.1.1", "d1", "d1.x", "d0.1", "d1.0", "l0.1.1.1", "l1.-1.0.0", "d01.1", "d1.+1"})
    void refusesWhatIsNoPosition(String text) {
        assertThatThrownBy(() -> SourcePosition.parse(text)).isInstanceOf(SchemasException.class);
    }

    @Test
    void writeDoesNotContradictItself() {
        RowId row = generated.row();
        WriteId id = new WriteId(new Cause.OfReplay("1"), row, Part.ROW);
        WriteId link = new WriteId(new Cause.OfReplay("1"), row, Part.LINK);

        assertThatThrownBy(() -> new EntityWrite.DeleteRow(id, 0, "m")).hasMessageContaining("count from 1");
        assertThatThrownBy(() -> new EntityWrite.SetState(id, 1, 0, 1, "m")).hasMessageContaining("expected STATE");
        assertThatThrownBy(() ->
                        new EntityWrite.Link(link, 1, new LookupTarget.ByKey(row), new LookupTarget.ByKey(row), "m"))
                .hasMessageContaining("not that of a link");
        assertThatThrownBy(() -> upsert(id, OptionalLong.of(5), Set.of())).hasMessageContaining("is not before it");
        assertThatThrownBy(() -> upsert(id, OptionalLong.empty(), Set.of("other")))
                .hasMessageContaining("other changed");
    }

    @Test
    void lookupsOfOneRowAreWritesOfTheirOwn() {
        Cause cause = new Cause.OfReplay("1");
        RowId row = new RowId.OfSource("account", new SourceTable("s", "p", "t"), SourceKey.of(Value.whole(1)));
        WriteId parent = new WriteId(cause, row, Part.LOOKUP, "parentid");
        WriteId owner = new WriteId(cause, row, Part.LOOKUP, "ownerid");

        assertThat(parent).isNotEqualTo(owner);
        assertThat(parent.text()).endsWith(" LOOKUP:parentid").isNotEqualTo(owner.text());
        assertThat(new WriteId(cause, row, Part.ROW).text()).endsWith(" ROW");
        assertThatThrownBy(() -> new WriteId(cause, row, Part.LOOKUP)).hasMessageContaining("names the column");
        assertThatThrownBy(() -> new WriteId(cause, row, Part.ROW, "name")).hasMessageContaining("is of no column");
        assertThatThrownBy(() -> new EntityWrite.PatchLookup(parent, 1, "ownerid", LookupTarget.NONE, "m"))
                .hasMessageContaining("but patches ownerid");
    }

    @Test
    void fanOutAnnouncesWritesOfItsOwnCause() {
        ChangeId change = generated.changeId();
        Cause replay = new Cause.OfReplay("1");
        List<WriteId> writes = List.of(new WriteId(replay, generated.row(), Part.ROW));

        assertThatThrownBy(() -> new FanOut.Announced(change, writes)).hasMessageContaining("under another cause");
        assertThatThrownBy(() -> new FanOut.Reannounced(new Cause.OfMapping("2"), writes))
                .hasMessageContaining("under another cause");
    }

    @Test
    void numbersBelowZeroAreNoVersions() {
        assertThatThrownBy(() -> new Identity.Gone(-1)).isInstanceOf(SchemasException.class);
        assertThatThrownBy(() -> new RecordedOutcome(
                        generated.writeId(),
                        -1,
                        new Outcome.AlreadyApplied(false),
                        RecordedOutcome.Stage.SINK,
                        Instant.EPOCH))
                .isInstanceOf(SchemasException.class);
        assertThatThrownBy(() -> new ChangeId("", generated.sourceTable(), generated.sourceKey(), generated.position()))
                .hasMessageContaining("names its migration");
    }

    @ParameterizedTest
    @EnumSource(RejectionReason.class)
    void reasonSaysWhoCanMendItAndHow(RejectionReason reason) {
        assertThat(reason.kind()).isNotNull();
        assertThat(reason.remedy()).isNotBlank();
    }

    @Test
    void valuesHaveOneForm() {
        assertThat(Value.decimal("1.00")).isEqualTo(Value.decimal("1"));
        assertThat(Value.decimal("0.00")).isEqualTo(Value.decimal("0"));
        assertThat(new Value.Floating(-0.0)).isEqualTo(new Value.Floating(0.0));
        assertThat(new Value.Moment(Instant.ofEpochSecond(0, 1_999)))
                .isEqualTo(new Value.Moment(EpochMicros.toInstant(1)));
        assertThat(new Value.Bytes(new byte[20])).hasToString("Bytes[" + "00".repeat(16) + ", length=20]");
        assertThat(new Value.Bytes(new byte[2])).hasSameHashCodeAs(new Value.Bytes(new byte[2]));
        assertThat(List.of(
                        Value.NULL.isPresent(),
                        Value.ABSENT.isPresent(),
                        Value.text("").isPresent()))
                .containsExactly(false, false, true);
        assertThatThrownBy(() -> new Value.LocalMoment(LocalDateTime.MAX)).hasMessageContaining("too far from 1970");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1_000_001, -1_000_000, -1, 0, 1, 999_999, Long.MAX_VALUE})
    void microsecondsReadBackAlsoAtTheirEnds(long micros) {
        assertThat(EpochMicros.of(EpochMicros.toInstant(micros))).isEqualTo(micros);
    }

    private static EntityWrite upsert(WriteId id, OptionalLong basedOn, Set<String> changed) {
        return new EntityWrite.UpsertRow(id, 5, basedOn, Map.of("c", Value.NULL), Map.of(), changed, "m");
    }
}
