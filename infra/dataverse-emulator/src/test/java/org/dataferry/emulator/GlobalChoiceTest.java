package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GlobalChoiceTest {
    private static final String SETS = "GlobalOptionSetDefinitions";
    private static final String COLOURS = """
            {"@odata.type":"Microsoft.Dynamics.CRM.OptionSetMetadata","Name":"mig_colours","OptionSetType":"Picklist",
             "DisplayName":{"LocalizedLabels":[{"Label":"Colours","LanguageCode":1033}]},
             "Options":[{"Value":1,"Label":{"LocalizedLabels":[{"Label":"Red","LanguageCode":1033}]}},
                        {"Value":2,"Label":{"LocalizedLabels":[{"Label":"Blue","LanguageCode":1033}]}}]}""";

    private final EmulatorFixture emulator = new EmulatorFixture();
    private ApiClient client = emulator.client();

    @BeforeEach
    void makeATable() {
        client.createTable("mig_Car");
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void isReadByNameAndByIdAndListed() {
        String id = client.post(SETS, COLOURS).id();

        JsonNode read = client.get(SETS + "(Name='mig_colours')").json();
        assertThat(read.path("MetadataId").asText()).isEqualTo(id);
        assertThat(read.path("@odata.type").asText()).isEqualTo("#Microsoft.Dynamics.CRM.OptionSetMetadata");
        assertThat(read.path("IsGlobal").asBoolean()).isTrue();
        assertThat(read.at("/DisplayName/UserLocalizedLabel/Label").asText()).isEqualTo("Colours");
        assertThat(client.get(SETS + "(" + id + ")/Microsoft.Dynamics.CRM.OptionSetMetadata?$select=Options")
                        .json()
                        .findValuesAsText("Value"))
                .containsExactly("1", "2");
        assertThat(client.get(SETS + "?$select=Name").json().path("value").findValuesAsText("Name"))
                .containsExactly("mig_colours");
        assertThat(client.get(SETS + "?$filter=Name%20eq%20'mig_colours'").status())
                .isEqualTo(400);
        assertThat(client.get(SETS + "(Name='mig_nothing')").status()).isEqualTo(404);
    }

    @Test
    void isNotMadeTwice() {
        client.post(SETS, COLOURS);

        assertThat(client.post(SETS, COLOURS.replace("mig_colours", "mig_Colours"))
                        .status())
                .isEqualTo(400);
        assertThat(client.post(SETS, COLOURS.replace("mig_colours", "colours")).status())
                .as("without a publisher's prefix")
                .isEqualTo(400);
    }

    @Test
    void givesItsOptionsToTheColumnsThatUseIt() {
        String id = client.post(SETS, COLOURS).id();
        client.createColumn("mig_car", "Picklist", "mig_Paint", bind(SETS + "(Name='mig_colours')"));
        client.createColumn("mig_car", "Picklist", "mig_Roof", bind("/" + SETS + "(" + id + ")"));
        client.createColumn(
                "mig_car", "MultiSelectPicklist", "mig_Stripes", bind(client.rootUrl() + SETS + "(" + id + ")"));

        String car = client.post("mig_cars", "{\"mig_paint\":2,\"mig_roof\":1,\"mig_stripes\":\"1,2\"}")
                .id();
        assertThat(client.post("mig_cars", "{\"mig_paint\":3}").code()).isEqualTo("0x8004431a");
        assertThat(client.get(
                                "mig_cars(" + car + ")?$select=mig_paint,mig_stripes",
                                "Prefer",
                                "odata.include-annotations=\"*\"")
                        .body())
                .contains("\"Blue\"", "\"Red; Blue\"");
        JsonNode paint = paint();
        assertThat(paint.at("/GlobalOptionSet/Name").asText()).isEqualTo("mig_colours");
        assertThat(paint.at("/OptionSet/IsGlobal").asBoolean()).isTrue();
        assertThat(paint.path("OptionSet").findValuesAsText("Value")).containsExactly("1", "2");
    }

    @Test
    void refusesColumnsThatNameNone() {
        assertThat(column(bind(SETS + "(Name='mig_nothing')")).status()).isEqualTo(404);
        assertThat(column(bind("EntityDefinitions(LogicalName='account')")).status())
                .isEqualTo(400);
        assertThat(column(",\"OptionSet\":{\"IsGlobal\":true,\"Name\":\"mig_colours\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void changesItsOptionsForAllColumnsAtOnce() {
        client.post(SETS, COLOURS);
        client.createColumn("mig_car", "Picklist", "mig_Paint", bind(SETS + "(Name='mig_colours')"));
        client.createColumn("account", "Picklist", "mig_Paint", bind(SETS + "(Name='mig_colours')"));

        assertThat(act("InsertOptionValue", ",\"Value\":3,\"Label\":{\"LocalizedLabels\":[{\"Label\":\"Green\"}]}")
                        .json()
                        .path("NewOptionValue")
                        .asInt())
                .isEqualTo(3);
        assertThat(act("UpdateOptionValue", ",\"Value\":2,\"Label\":{\"LocalizedLabels\":[{\"Label\":\"Navy\"}]}")
                        .status())
                .isEqualTo(204);
        assertThat(act("DeleteOptionValue", ",\"Value\":1").status()).isEqualTo(204);
        assertThat(act("OrderOption", ",\"Values\":[3,2]").status()).isEqualTo(204);

        assertThat(paint().path("OptionSet").findValuesAsText("Value")).containsExactly("3", "2");
        assertThat(paint().at("/OptionSet/Options/1/Label/UserLocalizedLabel/Label")
                        .asText())
                .isEqualTo("Navy");
        assertThat(client.post("mig_cars", "{\"mig_paint\":3}").status()).isEqualTo(204);
        assertThat(client.post("accounts", "{\"name\":\"a\",\"mig_paint\":3}").status())
                .isEqualTo(204);
        assertThat(client.post("mig_cars", "{\"mig_paint\":1}").code()).isEqualTo("0x8004431a");
        assertThat(client.post("InsertOptionValue", "{\"OptionSetName\":\"mig_nothing\",\"Value\":9}")
                        .status())
                .isEqualTo(400);
        assertThat(client.post(
                                "InsertOptionValue",
                                "{\"EntityLogicalName\":\"mig_car\",\"AttributeLogicalName\":\"mig_paint\",\"Value\":9}")
                        .message())
                .contains("OptionSetName");
    }

    @Test
    void isRenamedByPutWhichLeavesItsOptions() {
        String id = client.post(SETS, COLOURS).id();
        String renamed = COLOURS.replace("Colours", "Paints").replace("\"Value\":2", "\"Value\":7");

        assertThat(client.call("PUT", SETS + "(" + id + ")", renamed).status()).isEqualTo(204);

        JsonNode read = client.get(SETS + "(" + id + ")").json();
        assertThat(read.at("/DisplayName/UserLocalizedLabel/Label").asText()).isEqualTo("Paints");
        assertThat(read.path("Options").findValuesAsText("Value")).containsExactly("1", "2");
        assertThat(client.call("PUT", SETS + "(" + id + ")", COLOURS.replace("mig_colours", "mig_other"))
                        .status())
                .as("another name")
                .isEqualTo(400);
    }

    @Test
    void isDeletedOnceNoColumnUsesIt() {
        client.post(SETS, COLOURS);
        client.createColumn("mig_car", "Picklist", "mig_Paint", bind(SETS + "(Name='mig_colours')"));

        Answer used = client.delete(SETS + "(Name='mig_colours')");
        assertThat(used.status()).isEqualTo(400);
        assertThat(used.code()).isEqualTo("0x80048417");
        assertThat(used.message()).contains("mig_car");
        client.delete("EntityDefinitions(LogicalName='mig_car')/Attributes(LogicalName='mig_paint')");

        assertThat(client.delete(SETS + "(Name='mig_colours')").status()).isEqualTo(204);
        assertThat(client.get(SETS + "(Name='mig_colours')").status()).isEqualTo(404);
    }

    @Test
    void isThereAfterARestart() {
        client.post(SETS, COLOURS);
        client.createColumn("mig_car", "Picklist", "mig_Paint", bind(SETS + "(Name='mig_colours')"));
        emulator.restart();
        client = emulator.client();

        act("InsertOptionValue", ",\"Value\":3");

        assertThat(paint().path("OptionSet").findValuesAsText("Value")).containsExactly("1", "2", "3");
    }

    private Answer act(String action, String members) {
        return client.post(action, "{\"OptionSetName\":\"mig_colours\"" + members + "}");
    }

    private Answer column(String more) {
        return client.post(
                "EntityDefinitions(LogicalName='mig_car')/Attributes",
                "{\"@odata.type\":\"Microsoft.Dynamics.CRM.PicklistAttributeMetadata\",\"SchemaName\":\"mig_Paint\""
                        + more + "}");
    }

    private JsonNode paint() {
        return client.get("EntityDefinitions(LogicalName='mig_car')/Attributes(LogicalName='mig_paint')/"
                        + "Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName"
                        + "&$expand=OptionSet,GlobalOptionSet($select=Name)")
                .json();
    }

    private static String bind(String address) {
        return ",\"GlobalOptionSet@odata.bind\":\"" + address + "\"";
    }
}
