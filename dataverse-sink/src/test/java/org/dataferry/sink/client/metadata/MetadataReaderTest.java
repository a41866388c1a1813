package org.dataferry.sink.client.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.dataferry.sink.client.metadata.ColumnType.DateBehavior;
import org.dataferry.sink.client.metadata.ColumnType.Option;
import org.dataferry.sink.client.metadata.KeyDefinition.IndexStatus;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.AnswerReader;
import org.dataferry.sink.client.protocol.DataverseException;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.Reply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MetadataReaderTest {
    private static final String TABLE = "EntityDefinitions(LogicalName=%27mig_thing%27)";
    private static final String CAST = TABLE + "/Attributes/Microsoft.Dynamics.CRM.";

    private final Map<String, Reply> replies = new LinkedHashMap<>();
    private final List<DataverseRequest> sent = new ArrayList<>();
    private final MetadataReader reader = new MetadataReader(this::send);

    @BeforeEach
    void describeTheTable() {
        replies.put(TABLE, json("""
                {"LogicalName":"mig_thing","SchemaName":"mig_Thing","EntitySetName":"mig_things",
                "PrimaryIdAttribute":"mig_thingid","PrimaryNameAttribute":"mig_name","OwnershipType":"UserOwned",
                "TableType":"Standard"}"""));
        replies.put(
                TABLE + "/Attributes",
                list(
                        column("mig_name", "String"),
                        column("mig_rate", "Decimal"),
                        column("mig_count", "Integer"),
                        column("mig_color", "Picklist"),
                        column("statuscode", "Status"),
                        column("mig_due", "DateTime"),
                        column("mig_account", "Lookup"),
                        column("ownerid", "Owner"),
                        column("mig_done", "Boolean"),
                        column("mig_thingid", "Uniqueidentifier"),
                        column("mig_picture", "Image"),
                        """
                {"LogicalName":"mig_colors","SchemaName":"mig_Colors","AttributeType":"Virtual",
                "AttributeTypeName":{"Value":"MultiSelectPicklistType"},"RequiredLevel":{"Value":"SystemRequired"},
                "IsValidForCreate":false,"IsValidForUpdate":false}"""));
        replies.put(
                CAST + "String",
                list("{\"LogicalName\":\"mig_name\",\"MaxLength\":160,\"FormatName\":{\"Value\":\"Email\"}}"));
        replies.put(
                CAST + "Decimal",
                list("{\"LogicalName\":\"mig_rate\",\"Precision\":4,\"MinValue\":-100000000000,\"MaxValue\":0.5}"));
        replies.put(
                CAST + "Integer", list("{\"LogicalName\":\"mig_count\",\"MinValue\":-2147483648,\"MaxValue\":100}"));
        replies.put(CAST + "Picklist", list("""
                {"LogicalName":"mig_color","GlobalOptionSet":{"Name":"mig_hues"},"OptionSet":{"Options":[{"Value":1,"Label":{"LocalizedLabels":[],
                "UserLocalizedLabel":{"Label":"Red"}}}]}}"""));
        replies.put(CAST + "MultiSelectPicklist", list("""
                {"LogicalName":"mig_colors","OptionSet":null,"GlobalOptionSet":{"Options":[{"Value":9,"Label":{"LocalizedLabels":
                [{"Label":"Blue"}],"UserLocalizedLabel":null}}]}}"""));
        replies.put(CAST + "Image", list("{\"LogicalName\":\"mig_picture\",\"MaxSizeInKB\":10240}"));
        replies.put(CAST + "Status", list("""
                {"LogicalName":"statuscode","OptionSet":{"Options":[{"Value":2,"State":1,"Label":{"UserLocalizedLabel":{"Label":"Inactive"}}}]}}"""));
        replies.put(
                CAST + "DateTime",
                list(
                        "{\"LogicalName\":\"mig_due\",\"Format\":\"DateOnly\",\"DateTimeBehavior\":{\"Value\":\"TimeZoneIndependent\"}}"));
        replies.put(
                CAST + "Lookup",
                list(
                        "{\"LogicalName\":\"mig_account\",\"Targets\":[\"account\"]}",
                        "{\"LogicalName\":\"ownerid\",\"Targets\":[\"systemuser\",\"team\"]}"));
        replies.put(TABLE + "/Keys", list("""
                {"LogicalName":"mig_key","SchemaName":"mig_Key","KeyAttributes":["mig_no","mig_name"],"EntityKeyIndexStatus":"Pending"}"""));
        replies.put(TABLE + "/ManyToOneRelationships", list("""
                {"SchemaName":"mig_account_thing","ReferencingAttribute":"mig_account",
                "ReferencingEntityNavigationPropertyName":"mig_Account","ReferencedEntity":"account",
                "ReferencedAttribute":"accountid","CascadeConfiguration":{"Delete":"RemoveLink"}}"""));
    }

    @Test
    void readsATableWithItsColumnsKeysAndLookups() throws Exception {
        TableDefinition table = reader.table("mig_thing").orElseThrow();

        assertThat(table.entitySet()).isEqualTo(new EntitySet("mig_things", "mig_thing", "mig_thingid"));
        assertThat(table.primaryNameColumn()).hasValue("mig_name");
        assertThat(table.columns()).hasSize(12);
        assertThat(type(table, "mig_name")).isEqualTo(new ColumnType.Text(160, "Email"));
        assertThat(type(table, "mig_rate"))
                .isEqualTo(new ColumnType.DecimalNumber(4, new BigDecimal("-100000000000"), new BigDecimal("0.5")));
        assertThat(type(table, "mig_count")).isEqualTo(new ColumnType.WholeNumber(Integer.MIN_VALUE, 100));
        assertThat(type(table, "mig_color"))
                .isEqualTo(new ColumnType.Choice(List.of(new Option(1, "Red")), Optional.of("mig_hues")));
        assertThat(type(table, "mig_colors")).isEqualTo(new ColumnType.Choices(List.of(new Option(9, "Blue"))));
        assertThat(type(table, "statuscode"))
                .isEqualTo(new ColumnType.Status(List.of(new Option(2, "Inactive", OptionalInt.of(1)))));
        assertThat(type(table, "mig_due")).isEqualTo(new ColumnType.DateTime(DateBehavior.TIME_ZONE_INDEPENDENT, true));
        assertThat(type(table, "ownerid")).isEqualTo(new ColumnType.Lookup(List.of("systemuser", "team")));
        assertThat(type(table, "mig_done")).isEqualTo(new ColumnType.TwoOptions());
        assertThat(type(table, "mig_thingid")).isEqualTo(new ColumnType.UniqueIdentifier());
        assertThat(type(table, "mig_picture")).isEqualTo(new ColumnType.Image(10_240));
        assertThat(table.column("mig_colors").orElseThrow()).satisfies(column -> {
            assertThat(column.required()).isEqualTo(RequiredLevel.SYSTEM_REQUIRED);
            assertThat(column.validForCreate()).isFalse();
        });
        assertThat(table.keyOn(List.of("mig_name", "mig_no")))
                .map(KeyDefinition::status)
                .hasValue(IndexStatus.PENDING);
        assertThat(table.lookup("mig_account", "account"))
                .map(LookupRelationship::navigationProperty)
                .hasValue("mig_Account");
    }

    @Test
    void readsPastTheCachesAndEachCastOnce() throws Exception {
        reader.table("mig_thing");

        assertThat(sent).allSatisfy(request -> assertThat(request.headers()).containsEntry("Consistency", "Strong"));
        assertThat(sent)
                .filteredOn(request -> request.path().contains(".LookupAttribute"))
                .hasSize(1);
        assertThat(sent)
                .filteredOn(request -> request.path().contains("OptionSet"))
                .hasSize(3)
                .allSatisfy(request -> assertThat(request.path()).contains("$expand=OptionSet($select=Options)"));
    }

    @Test
    void findsNothingWhereThereIsNoTable() throws Exception {
        replies.put(
                TABLE,
                new Reply(404, Map.of(), "{\"error\":{\"code\":\"0x80060888\",\"message\":\"no such entity\"}}"));

        assertThat(reader.table("mig_thing")).isEmpty();
    }

    @Test
    void readsManyToManyRelationshipsWithTheirEntitySets() throws Exception {
        replies.put(TABLE + "/ManyToManyRelationships", list("""
                {"SchemaName":"mig_thing_tag","IntersectEntityName":"mig_thingtag","Entity1LogicalName":"mig_thing",
                "Entity1IntersectAttribute":"mig_thingid","Entity1NavigationPropertyName":"mig_Tags",
                "Entity2LogicalName":"mig_tag","Entity2IntersectAttribute":"mig_tagid",
                "Entity2NavigationPropertyName":"mig_Things"}""", """
                {"SchemaName":"mig_hidden","IntersectEntityName":"mig_nowhere"}"""));
        replies.put("EntityDefinitions(LogicalName=%27mig_thingtag%27)", json("""
                {"LogicalName":"mig_thingtag","EntitySetName":"mig_thingtagset","PrimaryIdAttribute":"mig_thingtagid"}"""));

        List<ManyToManyRelationship> relationships = reader.manyToManyRelationships("mig_thing");

        assertThat(relationships.getFirst())
                .isEqualTo(new ManyToManyRelationship(
                        "mig_thing_tag",
                        "mig_thingtag",
                        Optional.of(new EntitySet("mig_thingtagset", "mig_thingtag", "mig_thingtagid")),
                        new ManyToManyRelationship.End("mig_thing", "mig_thingid", "mig_Tags"),
                        new ManyToManyRelationship.End("mig_tag", "mig_tagid", "mig_Things")));
        assertThat(relationships.getLast().intersectSet()).isEmpty();
    }

    @Test
    void saysWhichTableItMayNotRead() {
        replies.put(
                TABLE, new Reply(403, Map.of(), "{\"error\":{\"code\":\"0x80040220\",\"message\":\"prvReadEntity\"}}"));

        assertThatExceptionOfType(DataverseException.class)
                .isThrownBy(() -> reader.table("mig_thing"))
                .withMessageContaining("mig_thing")
                .withMessageContaining("prvReadEntity");
    }

    private Answer<Reply> send(DataverseRequest request) {
        sent.add(request);
        String address = request.path().replaceAll("\\?.*", "").replace("AttributeMetadata", "");
        Reply reply = replies.getOrDefault(address, new Reply(404, Map.of(), "no " + address));
        return AnswerReader.read(reply, true, Instant.EPOCH);
    }

    private static ColumnType type(TableDefinition table, String column) {
        return table.column(column).orElseThrow().type();
    }

    private static String column(String name, String type) {
        return """
                {"LogicalName":"%s","SchemaName":"%s","AttributeType":"%s","AttributeTypeName":{"Value":"%sType"},
                "RequiredLevel":{"Value":"None"},"IsValidForCreate":true,"IsValidForUpdate":true}""".formatted(name, name, type, type);
    }

    private static Reply list(String... elements) {
        return json("{\"value\":[%s]}".formatted(String.join(",", elements)));
    }

    private static Reply json(String body) {
        return new Reply(200, Map.of(), body);
    }
}
