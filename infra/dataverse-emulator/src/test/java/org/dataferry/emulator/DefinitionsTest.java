package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DefinitionsTest {
    private static final String STRINGS = "/Attributes/Microsoft.Dynamics.CRM.StringAttributeMetadata";

    private EmulatorFixture emulator;
    private ApiClient client;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture();
        client = emulator.client();
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    @Test
    void listsTheTablesInTheServiceDocument() {
        assertThat(client.get("").json().path("value").findValuesAsText("name"))
                .contains("accounts", "contacts", "systemusers", "businessunits");
    }

    @Test
    void describesBuiltInTables() {
        Answer answer = client.get("EntityDefinitions(LogicalName='account')"
                + "?$select=LogicalName,EntitySetName,PrimaryIdAttribute,PrimaryNameAttribute,OwnershipType");

        assertThat(answer.json().path("EntitySetName").asText()).isEqualTo("accounts");
        assertThat(answer.json().path("PrimaryIdAttribute").asText()).isEqualTo("accountid");
        assertThat(answer.json().path("PrimaryNameAttribute").asText()).isEqualTo("name");
        assertThat(answer.json().has("MetadataId")).isTrue();
        assertThat(answer.json().has("SchemaName")).isFalse();
    }

    @Test
    void findsTablesByFilterAndById() {
        Answer found = client.get("EntityDefinitions?%24select=LogicalName,EntitySetName,PrimaryIdAttribute"
                + "&%24filter=LogicalName+eq+%27account%27");
        String id = found.json().path("value").path(0).path("MetadataId").asText();

        assertThat(found.json().path("value")).hasSize(1);
        assertThat(client.get("EntityDefinitions(" + id + ")")
                        .json()
                        .path("LogicalName")
                        .asText())
                .isEqualTo("account");
        assertThat(client.get("EntityDefinitions?$select=LogicalName&$filter="
                                + ApiClient.encode("OwnershipType eq Microsoft.Dynamics.CRM.OwnershipTypes'UserOwned'"
                                        + " and IsCustomEntity eq false"))
                        .json()
                        .path("value")
                        .findValuesAsText("LogicalName"))
                .containsExactlyInAnyOrder("account", "contact");
        assertThat(client.get("EntityDefinitions(LogicalName='nothing')").status())
                .isEqualTo(404);
    }

    @Test
    void showsWhatATypeHasOnlyBehindItsCast() {
        String table = "EntityDefinitions(LogicalName='account')";

        assertThat(client.get(table + STRINGS + "?$select=LogicalName,MaxLength&$filter="
                                + ApiClient.encode("LogicalName eq 'name'"))
                        .json()
                        .path("value")
                        .path(0)
                        .path("MaxLength")
                        .asInt())
                .isEqualTo(160);
        assertThat(client.get(table + "/Attributes?$select=LogicalName,MaxLength")
                        .status())
                .isEqualTo(400);
        assertThat(client.get(table + "/Attributes(LogicalName='name')?$select=AttributeType")
                        .json()
                        .path("AttributeType")
                        .asText())
                .isEqualTo("String");
        assertThat(client.get(
                                table
                                        + "/Attributes/Microsoft.Dynamics.CRM.LookupAttributeMetadata?$select=LogicalName,Targets")
                        .body())
                .contains("\"LogicalName\":\"primarycontactid\",\"Targets\":[\"contact\"]");
    }

    @Test
    void expandsOptions() {
        client.createTable("mig_Option");
        client.createColumn(
                "mig_option",
                "Picklist",
                "mig_Color",
                ",\"OptionSet\":{\"Options\":[{\"Value\":3,\"Label\":{\"LocalizedLabels\":[{\"Label\":\"Red\","
                        + "\"LanguageCode\":1033}]}}]}");

        Answer answer = client.get("EntityDefinitions(LogicalName='mig_option')/Attributes/"
                + "Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName"
                + "&$expand=OptionSet($select=Options),GlobalOptionSet($select=Options)");

        var option = answer.json()
                .path("value")
                .path(0)
                .path("OptionSet")
                .path("Options")
                .path(0);
        assertThat(option.path("Value").asInt()).isEqualTo(3);
        assertThat(option.path("Label").path("UserLocalizedLabel").path("Label").asText())
                .isEqualTo("Red");
    }

    @Test
    void makesTablesWithPluralSetNames() {
        client.createTable("mig_City");

        assertThat(client.get("mig_cities").json().path("value")).isEmpty();
        assertThat(client.post("EntityDefinitions", "{\"SchemaName\":\"NoPrefix\",\"Attributes\":[]}")
                        .status())
                .isEqualTo(400);
        assertThat(client.delete("EntityDefinitions(LogicalName='mig_city')").status())
                .isEqualTo(204);
        assertThat(client.get("mig_cities").status()).isEqualTo(404);
    }

    @Test
    void namesTheNavigationPropertyOfALookup() {
        client.createTable("mig_Visit");
        client.createLookup("mig_visit_contact", "mig_visit", "contact", "mig_ContactId", "RemoveLink");

        Answer many = client.get("EntityDefinitions(LogicalName='mig_visit')/ManyToOneRelationships?$select=SchemaName,"
                + "ReferencingAttribute,ReferencingEntityNavigationPropertyName,ReferencedEntity,ReferencedAttribute&$filter="
                + ApiClient.encode("SchemaName eq 'mig_visit_contact'"));
        var relationship = many.json().path("value").path(0);

        assertThat(relationship.path("ReferencingAttribute").asText()).isEqualTo("mig_contactid");
        assertThat(relationship.path("ReferencingEntityNavigationPropertyName").asText())
                .isEqualTo("mig_ContactId");
        assertThat(relationship.path("ReferencedAttribute").asText()).isEqualTo("contactid");
        assertThat(client.get("EntityDefinitions(LogicalName='contact')/OneToManyRelationships?$select=SchemaName")
                        .body())
                .contains("mig_visit_contact");
        assertThat(client.get("RelationshipDefinitions(SchemaName='mig_visit_contact')")
                        .status())
                .isEqualTo(200);
        assertThat(client.post(
                                "RelationshipDefinitions",
                                "{\"@odata.type\":\"Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata\"}")
                        .status())
                .isEqualTo(501);
    }

    @Test
    void makesAKeyUsableOnlyOnceItsIndexIsActive() {
        try (EmulatorFixture slow =
                new EmulatorFixture(settings -> settings.withKeyActivation(Duration.ofMillis(600)))) {
            ApiClient other = slow.client();
            other.createColumn("account", "String", "mig_Slow", "");
            other.post("accounts", "{\"name\":\"before\",\"mig_slow\":\"S1\"}");
            assertThat(other.createKey("account", "mig_SlowKey", "\"mig_slow\"").status())
                    .isEqualTo(204);

            assertThat(other.keyStatus("account", "mig_slowkey")).isEqualTo("Pending");
            Answer early = other.get("accounts(mig_slow='S1')");
            assertThat(early.status()).isEqualTo(400);
            assertThat(early.code()).isEqualTo("0x8006088f");
            other.awaitKey("account", "mig_slowkey", "InProgress");
            slow.restart();
            other = slow.client();
            other.awaitKey("account", "mig_slowkey", "Active");
            assertThat(other.get("accounts(mig_slow='S1')").json().path("name").asText())
                    .isEqualTo("before");
        }
    }

    @Test
    void failsAKeyOverDuplicatesUntilItIsReactivated() {
        client.createColumn("contact", "String", "mig_Dup", "");
        String first = client.post("contacts", "{\"mig_dup\":\"same\"}").id();
        client.post("contacts", "{\"mig_dup\":\"SAME\"}");
        client.post("contacts", "{}");
        client.post("contacts", "{}");

        client.createKey("contact", "mig_DupKey", "\"mig_dup\"");
        client.awaitKey("contact", "mig_dupkey", "Failed");
        client.patch("contacts(" + first + ")", "{\"mig_dup\":\"other\"}");
        client.post(
                "ReactivateEntityKey", "{\"EntityLogicalName\":\"contact\",\"EntityKeyLogicalName\":\"mig_dupkey\"}");

        client.awaitKey("contact", "mig_dupkey", "Active");
    }

    @Test
    void refusesKeysThatExistAndKeysThatCannotBe() {
        client.createKeyColumn("contact", "mig_Once");

        assertThat(client.createKey("contact", "mig_Once_key", "\"lastname\"").code())
                .isEqualTo("0x80060893");
        assertThat(client.createKey("contact", "mig_Other", "\"mig_once\"").code())
                .isEqualTo("0x80060894");
        assertThat(client.createKey("contact", "mig_Memo", "\"description\"").status())
                .isEqualTo(400);
        assertThat(client.createKey("account", "mig_Long", "\"name\",\"address1_line1\",\"address1_line2\"")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void takesPublishingForDone() {
        assertThat(client.post("PublishAllXml", "").status()).isEqualTo(204);
    }
}
