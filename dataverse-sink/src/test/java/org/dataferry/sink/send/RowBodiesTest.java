package org.dataferry.sink.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataferry.sink.testing.Writes.columns;
import static org.dataferry.sink.testing.Writes.row;
import static org.dataferry.sink.testing.Writes.upsert;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.dataferry.schemas.key.FerryKey;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.client.protocol.Json;
import org.junit.jupiter.api.Test;

final class RowBodiesTest {

    private static final RowId ROW = row("ALFKI");

    private final RowBodies bodies = new RowBodies("mig_ferrykey", "mig_rowid");

    @Test
    void writesEveryTypeAsTheWebApiReadsIt() {
        Map<String, Value> columns = new LinkedHashMap<>();
        columns.put("empty", Value.NULL);
        columns.put("text", Value.text("Straße \"1\""));
        columns.put("whole", Value.whole(42));
        columns.put("decimal", Value.decimal("1000.00"));
        columns.put("small", Value.decimal("0.0000001"));
        columns.put("floating", new Value.Floating(1.5));
        columns.put("bool", new Value.Bool(true));
        columns.put("day", new Value.Day(LocalDate.of(1996, 7, 4)));
        columns.put("localMoment", new Value.LocalMoment(LocalDateTime.of(1996, 7, 4, 12, 30)));
        columns.put("moment", new Value.Moment(Instant.parse("1996-07-04T12:30:00.250Z")));
        columns.put("time", new Value.TimeOfDay(LocalTime.of(8, 15)));
        columns.put("guid", new Value.Guid(UUID.fromString("7f000000-0000-4000-8000-000000000001")));
        columns.put("bytes", new Value.Bytes(new byte[] {1, 2, 3}));

        assertThat(Json.write(bodies.forUpsert(upsert(ROW, 1, columns))))
                .isEqualTo("{\"empty\":null,\"text\":\"Straße \\\"1\\\"\",\"whole\":42,\"decimal\":1000,"
                        + "\"small\":0.0000001,\"floating\":1.5,\"bool\":true,\"day\":\"1996-07-04\","
                        + "\"localMoment\":\"1996-07-04T12:30:00Z\",\"moment\":\"1996-07-04T12:30:00.250Z\","
                        + "\"time\":\"08:15\",\"guid\":\"7f000000-0000-4000-8000-000000000001\",\"bytes\":\"AQID\"}");
    }

    @Test
    void putsTheKeyIntoACreateButNotIntoAnUpsertOrUpdate() {
        EntityWrite.UpsertRow write = upsert(ROW, 1, columns("name", "x"));

        assertThat(bodies.forCreate(write).path("mig_ferrykey").asText())
                .isEqualTo(FerryKey.of(ROW).value());
        assertThat(bodies.forUpsert(write).has("mig_ferrykey")).isFalse();
        assertThat(bodies.forUpdate(write, false).has("mig_ferrykey")).isFalse();
    }

    @Test
    void putsTheWholeRowIdBesideAKeyThatIsTooShortForIt() {
        RowId longRow = row("x".repeat(500));

        assertThat(bodies.forCreate(upsert(longRow, 1, Map.of()))
                        .path("mig_rowid")
                        .asText())
                .isEqualTo(longRow.text());
        assertThat(bodies.forCreate(upsert(ROW, 1, Map.of())).has("mig_rowid")).isFalse();
    }

    @Test
    void sendsOnlyChangesWhereTheySufficeAndNeverWhatIsAbsent() {
        Map<String, Value> columns = new LinkedHashMap<>(columns("name", "x", "city", "y"));
        columns.put("notes", Value.ABSENT);
        EntityWrite.UpsertRow write = upsert(ROW, 2, OptionalLong.of(1), columns, Set.of("name", "notes"));

        assertThat(Json.write(bodies.forUpdate(write, true))).isEqualTo("{\"name\":\"x\"}");
        assertThat(Json.write(bodies.forUpdate(write, false))).isEqualTo("{\"name\":\"x\",\"city\":\"y\"}");
    }

    @Test
    void refusesWhatHasNoFormInDataverse() {
        Value list = new Value.Many(List.of(Value.whole(1)));

        assertThatThrownBy(() -> bodies.forCreate(upsert(ROW, 1, Map.of("tags", list))))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("a list has no form in Dataverse");
    }
}
