package org.dataferry.sink.client.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.dataferry.sink.client.metadata.ColumnType.DateBehavior;
import org.dataferry.sink.client.metadata.ColumnType.Option;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.AnswerReader;
import org.dataferry.sink.client.protocol.DataverseException;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.Json;
import org.dataferry.sink.client.protocol.Reply;
import org.dataferry.sink.client.testing.ManualClock;
import org.dataferry.sink.client.testing.RecordingSleeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MetadataWriterTest {
    private static final Reply MADE = new Reply(204, Map.of(), "");
    private static final NewKey KEY = new NewKey("mig_Thing_Key", "Key", List.of("mig_ferrykey"));

    private final ManualClock clock = new ManualClock();
    private final RecordingSleeper sleeper = new RecordingSleeper(clock);
    private final List<DataverseRequest> writes = new ArrayList<>();
    private final Queue<Reply> writeReplies = new ArrayDeque<>();
    private final Queue<String> keyStates = new ArrayDeque<>();
    private final MetadataWriter writer =
            new MetadataWriter(this::send, new MetadataReader(this::send), clock, sleeper);

    @Test
    void createsATableWithItsColumns() throws Exception {
        writeReplies.add(MADE);

        writer.createTable(new NewTable(
                "mig_Thing",
                "Thing",
                "Things",
                NewTable.Ownership.ORGANIZATION_OWNED,
                column("mig_Name", new ColumnType.Text(100, "Text")),
                List.of(
                        column("mig_Rate", new ColumnType.DecimalNumber(2, BigDecimal.ZERO, BigDecimal.TEN)),
                        column("mig_Due", new ColumnType.DateTime(DateBehavior.DATE_ONLY, true)),
                        column("mig_Color", new ColumnType.Choice(List.of(new Option(1, "Red")))))));

        JsonNode table = body();
        assertThat(writes.getFirst().path()).isEqualTo("EntityDefinitions");
        assertThat(table.path("@odata.type").asText()).isEqualTo("Microsoft.Dynamics.CRM.EntityMetadata");
        assertThat(table.path("SchemaName").asText()).isEqualTo("mig_Thing");
        assertThat(label(table.path("DisplayCollectionName"))).isEqualTo("Things");
        assertThat(table.path("OwnershipType").asText()).isEqualTo("OrganizationOwned");
        JsonNode name = table.path("Attributes").path(0);
        assertThat(name.path("IsPrimaryName").asBoolean()).isTrue();
        assertThat(name.path("MaxLength").asInt()).isEqualTo(100);
        assertThat(name.path("FormatName").path("Value").asText()).isEqualTo("Text");
        assertThat(table.path("Attributes").path(1).path("MaxValue").asInt()).isEqualTo(10);
        assertThat(table.path("Attributes")
                        .path(2)
                        .path("DateTimeBehavior")
                        .path("Value")
                        .asText())
                .isEqualTo("DateOnly");
        assertThat(label(table.path("Attributes")
                        .path(3)
                        .path("OptionSet")
                        .path("Options")
                        .path(0)
                        .path("Label")))
                .isEqualTo("Red");
    }

    @Test
    void createsALookupWithItsRelationship() throws Exception {
        writeReplies.add(MADE);

        writer.createLookup(
                new NewLookup("mig_account_thing", "mig_thing", "mig_AccountId", "Account", "account", "accountid"));

        assertThat(writes.getFirst().path()).isEqualTo("RelationshipDefinitions");
        assertThat(body().path("ReferencedEntity").asText()).isEqualTo("account");
        assertThat(body().path("ReferencingEntity").asText()).isEqualTo("mig_thing");
        assertThat(body().path("Lookup").path("SchemaName").asText()).isEqualTo("mig_AccountId");
    }

    @Test
    void addsAnOptionAndPublishesIt() throws Exception {
        writeReplies.addAll(List.of(MADE, MADE, MADE, MADE));
        Option option = new Option(7, "Old");

        writer.insertOption("mig_thing", "mig_kind", new ColumnType.Choice(List.of()), option);
        writer.insertOption(
                "mig_thing", "mig_kind", new ColumnType.Choice(List.of(), Optional.of("mig_kinds")), option);

        assertThat(writes)
                .extracting(DataverseRequest::path)
                .containsExactly("InsertOptionValue", "PublishXml", "InsertOptionValue", "PublishXml");
        assertThat(body(0).path("EntityLogicalName").asText()).isEqualTo("mig_thing");
        assertThat(body(0).path("AttributeLogicalName").asText()).isEqualTo("mig_kind");
        assertThat(body(0).path("Value").asInt()).isEqualTo(7);
        assertThat(label(body(0).path("Label"))).isEqualTo("Old");
        assertThat(body(1).path("ParameterXml").asText()).contains("<entity>mig_thing</entity>");
        assertThat(body(2).path("OptionSetName").asText()).isEqualTo("mig_kinds");
        assertThat(body(2).has("EntityLogicalName")).isFalse();
        assertThat(body(3).path("ParameterXml").asText()).contains("<optionset>mig_kinds</optionset>");
    }

    @Test
    void createsAManyToManyRelationship() throws Exception {
        writeReplies.add(MADE);

        writer.createManyToMany(
                new NewManyToMany("mig_thing_tag", "mig_thingtag", "mig_thing", "mig_Tags", "mig_tag", "mig_Things"));

        assertThat(writes.getFirst().path()).isEqualTo("RelationshipDefinitions");
        assertThat(body()).isEqualTo(Json.parse("""
                        {"@odata.type":"Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata",
                        "SchemaName":"mig_thing_tag","IntersectEntityName":"mig_thingtag",
                        "Entity1LogicalName":"mig_thing","Entity1NavigationPropertyName":"mig_Tags",
                        "Entity2LogicalName":"mig_tag","Entity2NavigationPropertyName":"mig_Things"}""").orElseThrow());
    }

    @Test
    void createsALookupToSeveralTables() throws Exception {
        writeReplies.add(MADE);

        writer.createPolymorphicLookup(new NewPolymorphicLookup(
                "mig_thing",
                "mig_MediaId",
                "Media",
                List.of(
                        new NewPolymorphicLookup.Target("mig_thing_book", "mig_book"),
                        new NewPolymorphicLookup.Target("mig_thing_film", "mig_film"))));

        assertThat(writes.getFirst().path()).isEqualTo("CreatePolymorphicLookupAttribute");
        assertThat(body().path("OneToManyRelationships").findValuesAsText("ReferencedEntity"))
                .containsExactly("mig_book", "mig_film");
        assertThat(body().path("OneToManyRelationships").findValuesAsText("ReferencingEntity"))
                .containsExactly("mig_thing", "mig_thing");
        assertThat(body().path("Lookup").path("@odata.type").asText())
                .isEqualTo("Microsoft.Dynamics.CRM.ComplexLookupAttributeMetadata");
        assertThat(body().path("Lookup").path("SchemaName").asText()).isEqualTo("mig_MediaId");
    }

    @Test
    void refusesRelationshipsWhoseEndsCannotBeTold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NewManyToMany("mig_r", "mig_i", "mig_thing", "mig_R", "mig_thing", "mig_R"))
                .withMessageContaining("mig_R");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NewPolymorphicLookup("mig_thing", "mig_MediaId", "Media", List.of()))
                .withMessageContaining("mig_MediaId");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cannot start another [EntityCustomization] because there is a previous [Import] running",
                "An unexpected error occurred.",
                "EntityId 1 not found in MetadataCache",
            })
    void triesAgainWhileCustomizationsCollide(String message) throws Exception {
        String code = message.startsWith("An unexpected") ? "0x80040216" : "0x80071151";
        writeReplies.add(refusal(400, code, message));
        writeReplies.add(refusal(400, code, message));
        writeReplies.add(MADE);

        writer.createKey("mig_thing", KEY);

        assertThat(writes).hasSize(3);
        assertThat(sleeper.pauses()).hasSize(2);
    }

    @Test
    void takesAThingThatExistsAsMade() throws Exception {
        keyStates.add("Pending");
        writeReplies.add(refusal(400, "0x80060893", "A key with this name exists"));

        writer.createKey("mig_thing", KEY);

        assertThat(writes).hasSize(1);
    }

    @Test
    void looksWhetherALostCreateWasDone() throws Exception {
        keyStates.add("Pending");
        writeReplies.add(new Reply(504, Map.of(), "<html/>"));

        writer.createKey("mig_thing", KEY);

        assertThat(writes).hasSize(1);
    }

    @Test
    void saysWhatCouldNotBeMade() {
        writeReplies.add(refusal(403, "0x80040220", "missing prvCreateEntity"));

        assertThatExceptionOfType(DataverseException.class)
                .isThrownBy(() -> writer.createKey("mig_thing", KEY))
                .withMessageContaining("mig_thing_key")
                .withMessageContaining("prvCreateEntity");
    }

    @Test
    void givesUpOnCollisionsAfterItsPatience() {
        for (int times = 0; times < 1_000; times++) {
            writeReplies.add(refusal(400, "0x80071151", "another customization operation is running"));
        }

        assertThatExceptionOfType(DataverseException.class)
                .isThrownBy(() -> writer.createKey("mig_thing", KEY))
                .withMessageContaining("customization operation");
        assertThat(writes.size()).isBetween(10, 500);
    }

    @Test
    void waitsUntilAKeyIsActive() throws Exception {
        keyStates.addAll(List.of("Pending", "InProgress", "Active"));

        writer.awaitKey("mig_thing", "mig_thing_key", Duration.ofMinutes(1));

        assertThat(sleeper.pauses()).hasSize(2);
    }

    @Test
    void saysThatAKeyCouldNotBeBuilt() {
        keyStates.addAll(List.of("InProgress", "Failed"));

        assertThatExceptionOfType(DataverseException.class)
                .isThrownBy(() -> writer.awaitKey("mig_thing", "mig_thing_key", Duration.ofMinutes(1)))
                .withMessageContaining("mig_thing_key")
                .withMessageContaining("could not be built");
    }

    @Test
    void waitsForAKeyNoLongerThanTold() {
        for (int times = 0; times < 100; times++) {
            keyStates.add("Pending");
        }
        assertThatExceptionOfType(DataverseException.class)
                .isThrownBy(() -> writer.awaitKey("mig_thing", "mig_thing_key", Duration.ofSeconds(10)))
                .withMessageContaining("still PENDING");
    }

    @Test
    void makesNoColumnsThatHaveNoPlainDefinition() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> column("mig_AccountId", new ColumnType.Lookup(List.of("account"))))
                .withMessageContaining("relationship");
    }

    private Answer<Reply> send(DataverseRequest request) {
        if (request.reads()) {
            String state = keyStates.poll();
            String keys = state == null
                    ? ""
                    : "{\"LogicalName\":\"mig_thing_key\",\"KeyAttributes\":[],\"EntityKeyIndexStatus\":\"%s\"}"
                            .formatted(state);
            return AnswerReader.read(
                    new Reply(200, Map.of(), "{\"value\":[%s]}".formatted(keys)), true, clock.instant());
        }
        writes.add(request);
        return AnswerReader.read(writeReplies.remove(), false, clock.instant());
    }

    private JsonNode body() {
        return body(writes.size() - 1);
    }

    private JsonNode body(int write) {
        return Json.parse(writes.get(write).body().orElseThrow()).orElseThrow();
    }

    private static NewColumn column(String schemaName, ColumnType type) {
        return new NewColumn(schemaName, schemaName, type, RequiredLevel.NONE);
    }

    private static String label(JsonNode label) {
        return label.path("LocalizedLabels").path(0).path("Label").asText();
    }

    private static Reply refusal(int status, String code, String message) {
        return new Reply(status, Map.of(), "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}".formatted(code, message));
    }
}
