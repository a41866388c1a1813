package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DefinitionUpdateTest {
    private static final String TABLE = "EntityDefinitions(LogicalName='mig_pet')";
    private static final String CAST = "/Microsoft.Dynamics.CRM.";

    private final EmulatorFixture emulator = new EmulatorFixture();
    private ApiClient client = emulator.client();

    @BeforeEach
    void makeATable() {
        client.createTable("mig_Pet");
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void renamesATable() {
        Answer renamed = change(TABLE, table -> {
            label(table, "DisplayName", 1033, "Animal");
            label(table, "DisplayCollectionName", 1033, "Animals");
            label(table, "Description", 1033, "Fur or feathers");
        });

        assertThat(renamed.status()).as(renamed.body()).isEqualTo(204);
        assertThat(renamed.header("OData-EntityId")).isEqualTo(client.rootUrl() + TABLE);
        emulator.restart();
        client = emulator.client();
        JsonNode read = client.get(TABLE).json();
        assertThat(text(read, "DisplayName")).isEqualTo("Animal");
        assertThat(text(read, "DisplayCollectionName")).isEqualTo("Animals");
        assertThat(text(read, "Description")).isEqualTo("Fur or feathers");
        assertThat(client.post("mig_pets", "{\"mig_name\":\"Rex\"}").status()).isEqualTo(204);
    }

    @Test
    void keepsTheLabelsOfOtherLanguagesOnlyWhereTheyAreMerged() {
        change(TABLE, table -> label(table, "DisplayName", 1031, "Haustier"), "MSCRM.MergeLabels", "true");
        assertThat(languages()).containsExactly("1031", "1033");
        assertThat(text(client.get(TABLE).json(), "DisplayName")).isEqualTo("mig_Pet");

        change(TABLE, table -> label(table, "DisplayName", 1033, "Animal"), "MSCRM.MergeLabels", "true");
        assertThat(languages()).containsExactly("1031", "1033");
        assertThat(text(client.get(TABLE).json(), "DisplayName")).isEqualTo("Animal");

        change(TABLE, table -> label(table, "DisplayName", 1033, "Pet"));
        assertThat(languages()).containsExactly("1033");
    }

    @Test
    void refusesAnotherNameOrOwnershipOfATable() {
        assertThat(change(TABLE, table -> table.put("SchemaName", "mig_Beast")).status())
                .isEqualTo(400);
        assertThat(change(TABLE, table -> table.put("OwnershipType", "OrganizationOwned"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void switchesChangeTrackingOnAndNotOffAgain() {
        client.createTable("mig_Tale");
        String table = "EntityDefinitions(LogicalName='mig_tale')";
        client.post("mig_tales", "{\"mig_name\":\"before\"}");

        assertThat(change(table, json -> json.put("ChangeTrackingEnabled", true))
                        .status())
                .isEqualTo(204);

        Answer first = client.get("mig_tales?$select=mig_name", "Prefer", "odata.track-changes");
        assertThat(first.json().path("value").findValuesAsText("mig_name")).containsExactly("before");
        client.post("mig_tales", "{\"mig_name\":\"after\"}");
        Answer changes = client.get(first.json().path("@odata.deltaLink").asText());
        assertThat(changes.json().path("value").findValuesAsText("mig_name")).containsExactly("after");
        Answer off = change(table, json -> json.put("ChangeTrackingEnabled", false));
        assertThat(off.status()).isEqualTo(501);
        assertThat(off.message()).contains("change tracking");
    }

    @Test
    void widensAndNarrowsATextWhoseValuesStay() {
        client.createColumn("mig_pet", "String", "mig_Tag", ",\"MaxLength\":5");
        String tag = TABLE + "/Attributes(LogicalName='mig_tag')";
        assertThat(client.post("mig_pets", "{\"mig_tag\":\"1234567\"}").code()).isEqualTo("0x80044331");

        Answer widened = change(tag + CAST + "StringAttributeMetadata", column -> {
            column.put("MaxLength", 8);
            column.set("FormatName", ApiClient.JSON.createObjectNode().put("Value", "Email"));
        });
        assertThat(widened.status()).as(widened.body()).isEqualTo(204);
        String id = client.post("mig_pets", "{\"mig_tag\":\"1234567\"}").id();
        change(tag + CAST + "StringAttributeMetadata", column -> column.put("MaxLength", 3));

        assertThat(client.get("mig_pets(" + id + ")").json().path("mig_tag").asText())
                .isEqualTo("1234567");
        assertThat(client.patch("mig_pets(" + id + ")", "{\"mig_tag\":\"1234\"}")
                        .code())
                .isEqualTo("0x80044331");
        JsonNode read = client.get(tag + CAST + "StringAttributeMetadata").json();
        assertThat(read.path("MaxLength").asInt()).isEqualTo(3);
        assertThat(read.at("/FormatName/Value").asText()).isEqualTo("Email");
    }

    @Test
    void changesTheBoundsOfNumbers() {
        client.createColumn("mig_pet", "Integer", "mig_Age", ",\"MinValue\":0,\"MaxValue\":10");
        client.createColumn("mig_pet", "Decimal", "mig_Weight", ",\"MinValue\":0,\"MaxValue\":10,\"Precision\":1");

        change(
                TABLE + "/Attributes(LogicalName='mig_age')" + CAST + "IntegerAttributeMetadata",
                column -> column.put("MaxValue", 20));
        change(
                TABLE + "/Attributes(LogicalName='mig_weight')" + CAST + "DecimalAttributeMetadata",
                column -> column.put("MaxValue", 20.5).put("Precision", 2));

        assertThat(client.post("mig_pets", "{\"mig_age\":15,\"mig_weight\":20.25}")
                        .status())
                .isEqualTo(204);
        assertThat(client.post("mig_pets", "{\"mig_age\":25}").code()).isEqualTo("0x8004432f");
        assertThat(client.post("mig_pets", "{\"mig_weight\":20.75}").code()).isEqualTo("0x80044330");
    }

    @Test
    void changesALabelAndTheRequiredLevelAsMicrosoftsExampleDoes() {
        client.createColumn("mig_pet", "Boolean", "mig_Tame", "");
        String tame = TABLE + "/Attributes(LogicalName='mig_tame')";
        ObjectNode column = (ObjectNode)
                client.get(tame + CAST + "BooleanAttributeMetadata").json();
        column.put("@odata.type", "Microsoft.Dynamics.CRM.BooleanAttributeMetadata");
        column.put("DefaultValue", true);
        label(column, "DisplayName", 1033, "Is tame");
        column.withObject("/RequiredLevel").put("Value", "ApplicationRequired");

        assertThat(client.call("PUT", tame, column.toString()).status()).isEqualTo(204);

        JsonNode read = client.get(tame).json();
        assertThat(text(read, "DisplayName")).isEqualTo("Is tame");
        assertThat(read.at("/RequiredLevel/Value").asText()).isEqualTo("ApplicationRequired");
        String id = client.post("mig_pets", "{}").id();
        assertThat(client.get("mig_pets(" + id + ")").json().path("mig_tame").asBoolean())
                .as("the new default")
                .isTrue();
    }

    @Test
    void leavesTheOptionsOfAChoice() {
        client.createColumn(
                "mig_pet", "Picklist", "mig_Kind", ",\"OptionSet\":{\"Options\":[{\"Value\":1},{\"Value\":2}]}");
        String kind = TABLE + "/Attributes(LogicalName='mig_kind')" + CAST + "PicklistAttributeMetadata";

        assertThat(change(kind, column -> column.put("DefaultFormValue", 2)).status())
                .isEqualTo(204);
        assertThat(change(kind, column -> column.put("DefaultFormValue", 3)).status())
                .as("no option")
                .isEqualTo(400);

        assertThat(client.get(kind + "?$expand=OptionSet")
                        .json()
                        .path("OptionSet")
                        .findValuesAsText("Value"))
                .containsExactly("1", "2");
        String id = client.post("mig_pets", "{}").id();
        assertThat(client.get("mig_pets(" + id + ")").json().path("mig_kind").asInt())
                .isEqualTo(2);
    }

    @Test
    void refusesAnotherTypeNameOrBehaviorOfAColumn() {
        client.createColumn("mig_pet", "DateTime", "mig_Born", "");
        String born = TABLE + "/Attributes(LogicalName='mig_born')";
        String cast = born + CAST + "DateTimeAttributeMetadata";

        assertThat(change(cast, column -> column.put("LogicalName", "mig_died")).status())
                .isEqualTo(400);
        assertThat(change(born, column -> column.put("@odata.type", "#Microsoft.Dynamics.CRM.StringAttributeMetadata"))
                        .status())
                .isEqualTo(400);
        Answer behavior =
                change(cast, column -> column.withObject("/DateTimeBehavior").put("Value", "DateOnly"));
        assertThat(behavior.status()).isEqualTo(501);
        assertThat(behavior.message()).contains("DateTimeBehavior");
        assertThat(change(cast, column -> column.put("Format", "DateOnly")).status())
                .isEqualTo(204);
    }

    @Test
    void refusesATextThatIsTooLongForItsKey() {
        client.createKeyColumn("mig_pet", "mig_Chip");

        Answer answer = change(
                TABLE + "/Attributes(LogicalName='mig_chip')" + CAST + "StringAttributeMetadata",
                column -> column.put("MaxLength", 451));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).contains("900");
    }

    @Test
    void refusesToChangeAKey() {
        client.createKeyColumn("mig_pet", "mig_Chip");

        assertThat(client.call("PUT", TABLE + "/Keys(LogicalName='mig_chip_key')", "{}")
                        .status())
                .isEqualTo(405);
    }

    @Test
    void changesWhatADeleteDoesToTheRowsOfARelationship() {
        client.createLookup("mig_pet_owner", "mig_pet", "contact", "mig_OwnerId", "RemoveLink");
        String relationship = "RelationshipDefinitions(SchemaName='mig_pet_owner')";
        String owner = client.post("contacts", "{\"lastname\":\"Doe\"}").id();
        client.post("mig_pets", "{\"mig_OwnerId@odata.bind\":\"contacts(" + owner + ")\"}");

        assertThat(change(
                                relationship,
                                json -> json.withObject("/CascadeConfiguration").put("Delete", "Restrict"))
                        .status())
                .isEqualTo(204);

        assertThat(client.delete("contacts(" + owner + ")").code()).isEqualTo("0x80040227");
        assertThat(change(relationship, json -> json.put("ReferencedEntity", "account"))
                        .status())
                .isEqualTo(400);
        assertThat(change(
                                relationship,
                                json -> json.withObject("/CascadeConfiguration").put("Assign", "Cascade"))
                        .status())
                .isEqualTo(501);
    }

    @Test
    void relabelsYesAndNo() {
        client.createColumn("mig_pet", "Boolean", "mig_Tame", "");
        String flag = "\"EntityLogicalName\":\"mig_pet\",\"AttributeLogicalName\":\"mig_tame\"";

        assertThat(client.post(
                                "UpdateOptionValue",
                                "{" + flag + ",\"Value\":1,\"Label\":{\"LocalizedLabels\":[{\"Label\":\"Up\"}]}}")
                        .status())
                .isEqualTo(204);

        assertThat(client.get(TABLE + "/Attributes(LogicalName='mig_tame')" + CAST
                                + "BooleanAttributeMetadata?$expand=OptionSet")
                        .json()
                        .at("/OptionSet/TrueOption/Label/UserLocalizedLabel/Label")
                        .asText())
                .isEqualTo("Up");
        assertThat(client.post("InsertOptionValue", "{" + flag + ",\"Value\":2}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void showsOldDefinitionsForAWhileUnlessConsistencyIsStrong() {
        try (EmulatorFixture late =
                new EmulatorFixture(settings -> settings.with("assumptions: {definitions: {cachedFor: 1h}}"))) {
            ApiClient reader = late.client();
            String pets = "EntityDefinitions(LogicalName='mig_pet')";
            assertThat(reader.get(pets).status()).isEqualTo(404);
            reader.createTable("mig_Pet");

            assertThat(reader.get(pets).status()).isEqualTo(404);
            assertThat(reader.post("mig_pets", "{}").status())
                    .as("rows know it at once")
                    .isEqualTo(204);
            assertThat(reader.get(pets, "Consistency", "Strong").status()).isEqualTo(200);
            assertThat(reader.get(pets).status()).isEqualTo(200);
        }
    }

    private Answer change(String path, Consumer<ObjectNode> change, String... headers) {
        ObjectNode definition = (ObjectNode) client.get(path).json();
        change.accept(definition);
        return client.call("PUT", path, definition.toString(), headers);
    }

    private List<String> languages() {
        return client.get(TABLE).json().at("/DisplayName/LocalizedLabels").findValuesAsText("LanguageCode");
    }

    private static String text(JsonNode definition, String property) {
        return definition.at("/" + property + "/UserLocalizedLabel/Label").asText();
    }

    private static void label(ObjectNode definition, String property, int language, String text) {
        ObjectNode label = definition.putObject(property);
        label.putArray("LocalizedLabels").addObject().put("Label", text).put("LanguageCode", language);
    }
}
