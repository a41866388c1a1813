package org.dataferry.sink.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataferry.sink.testing.Writes.columns;
import static org.dataferry.sink.testing.Writes.row;
import static org.dataferry.sink.testing.Writes.upsert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.dataferry.schemas.key.FerryKey;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.client.metadata.LookupRelationship;
import org.dataferry.sink.client.metadata.TableDefinition;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.Json;
import org.junit.jupiter.api.Test;

final class RowBodiesTest {

    private static final RowId ROW = row("ALFKI");

    private static final RowId NAMED = row("contact", "Käse");
    private static final UUID GUID = UUID.fromString("7f000000-0000-4000-8000-000000000001");

    private static final TargetTables TABLES = new TargetTables(
            Map.of(
                    "account", new EntitySet("accounts", "account", "accountid"),
                    "contact", new EntitySet("contacts", "contact", "contactid"),
                    "systemuser", new EntitySet("systemusers", "systemuser", "systemuserid")),
            Map.of("account", account()),
            Map.of());

    private final RowBodies bodies = new RowBodies(TABLES, "mig_ferrykey", "mig_rowid");

    private static TableDefinition account() {
        return new TableDefinition(
                new EntitySet("accounts", "account", "accountid"),
                "Account",
                Optional.of("name"),
                "UserOwned",
                "Standard",
                Map.of(),
                List.of(),
                List.of(
                        lookup("payerid", "payerid_account", "account"),
                        lookup("payerid", "payerid_contact", "contact"),
                        lookup("mig_contactid", "mig_ContactId", "contact"),
                        lookup("ownerid", "ownerid", "owner")));
    }

    private static LookupRelationship lookup(String column, String navigation, String referenced) {
        return new LookupRelationship("schema", column, navigation, referenced, referenced + "id", "RemoveLink");
    }

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
    void bindsLookupsThroughThePropertyThatLeadsToTheNamedTable() {
        EntityWrite.UpsertRow write = naming(Map.of(
                "payerid", new LookupTarget.ByGuid(NAMED, GUID), "mig_contactid", new LookupTarget.ByKey(NAMED)));

        ObjectNode body = bodies.forUpsert(write);

        assertThat(body.path("payerid_contact@odata.bind").asText()).isEqualTo("/contacts(" + GUID + ")");
        assertThat(body.path("mig_ContactId@odata.bind").asText())
                .isEqualTo("/contacts(mig_ferrykey='" + FerryKey.of(NAMED).value() + "')");
        assertThat(body.size()).isEqualTo(2);
    }

    @Test
    void emptiesALookupByANull() {
        EntityWrite.UpsertRow write = naming(Map.of("payerid", LookupTarget.NONE));

        assertThat(Json.write(bodies.forUpsert(write))).isEqualTo("{\"payerid_account@odata.bind\":null}");
    }

    @Test
    void bindsUsersAndTeamsAsOwners() {
        RowId user = row("systemuser", "nancy");
        EntityWrite.UpsertRow write = naming(Map.of("ownerid", new LookupTarget.ByGuid(user, GUID)));

        assertThat(Json.write(bodies.forUpsert(write)))
                .isEqualTo("{\"ownerid@odata.bind\":\"/systemusers(" + GUID + ")\"}");
    }

    @Test
    void sendsOnlyTheLookupsThatChangedWhereTheySuffice() {
        Map<String, LookupTarget> lookups = new LinkedHashMap<>();
        lookups.put("payerid", new LookupTarget.ByGuid(NAMED, GUID));
        lookups.put("mig_contactid", LookupTarget.NONE);
        EntityWrite.UpsertRow write =
                upsert(ROW, 2, OptionalLong.of(1), columns("name", "x"), lookups, Set.of("mig_contactid"));

        assertThat(Json.write(bodies.forUpdate(write, true))).isEqualTo("{\"mig_ContactId@odata.bind\":null}");
        assertThat(bodies.forUpdate(write, false).size()).isEqualTo(3);
    }

    @Test
    void refusesALookupThatTheTargetDoesNotHave() {
        LookupTarget account = new LookupTarget.ByGuid(ROW, GUID);
        LookupTarget unknown = new LookupTarget.ByGuid(row("mig_nosuch", "a"), GUID);

        assertThatThrownBy(() -> bodies.forCreate(naming(Map.of("mig_contactid", account))))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining(
                        "'mig_contactid' of account is no lookup of the target that can name a row of 'account'");
        assertThatThrownBy(() -> bodies.forCreate(naming(Map.of("name", LookupTarget.NONE))))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("'name' of account is no lookup of the target");
        assertThatThrownBy(() -> bodies.forCreate(naming(Map.of("payerid", unknown))))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("mig_nosuch");
    }

    private static EntityWrite.UpsertRow naming(Map<String, LookupTarget> lookups) {
        return upsert(ROW, 1, OptionalLong.empty(), Map.of(), lookups, Set.of());
    }

    @Test
    void refusesWhatHasNoFormInDataverse() {
        Value list = new Value.Many(List.of(Value.whole(1)));

        assertThatThrownBy(() -> bodies.forCreate(upsert(ROW, 1, Map.of("tags", list))))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("a list has no form in Dataverse");
    }
}
