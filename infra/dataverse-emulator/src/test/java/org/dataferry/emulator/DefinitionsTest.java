package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
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
                .contains("account", "contact", "incident")
                .doesNotContain("systemuser", "product", "transactioncurrency");
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
    void changesTheOptionsOfAChoice() {
        client.createTable("mig_Paint");
        client.createColumn(
                "mig_paint",
                "Picklist",
                "mig_Colour",
                ",\"OptionSet\":{\"IsGlobal\":false,\"Options\":[{\"Value\":3,\"Label\":{\"LocalizedLabels\":[{\"Label\":\"Red\"}]}}]}");
        String choice = "\"EntityLogicalName\":\"mig_paint\",\"AttributeLogicalName\":\"mig_colour\"";
        String green = "{" + choice + ",\"Value\":4,\"Label\":{\"LocalizedLabels\":[{\"Label\":\"Green\"}]}}";

        assertThat(client.post("mig_paints", "{\"mig_colour\":4}").code()).isEqualTo("0x8004431a");
        assertThat(client.post("InsertOptionValue", green)
                        .json()
                        .path("NewOptionValue")
                        .asInt())
                .isEqualTo(4);
        assertThat(client.post("mig_paints", "{\"mig_colour\":4}").status()).isEqualTo(204);
        assertThat(client.post("InsertOptionValue", green).status())
                .as("it is there")
                .isEqualTo(400);
        assertThat(client.post("InsertOptionValue", "{" + choice + "}")
                        .json()
                        .path("NewOptionValue")
                        .asInt())
                .isEqualTo(100_000_000);

        assertThat(client.post("UpdateOptionValue", green.replace("Green", "Lime"))
                        .status())
                .isEqualTo(204);
        assertThat(client.post("DeleteOptionValue", "{" + choice + ",\"Value\":3}")
                        .status())
                .isEqualTo(204);
        assertThat(client.post("OrderOption", "{" + choice + ",\"Values\":[100000000,4]}")
                        .status())
                .isEqualTo(204);

        var options = client.get("EntityDefinitions(LogicalName='mig_paint')/Attributes(LogicalName='mig_colour')/"
                        + "Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$expand=OptionSet($select=Options)")
                .json()
                .at("/OptionSet/Options");
        assertThat(options).hasSize(2);
        assertThat(options.at("/0/Value").asInt()).isEqualTo(100_000_000);
        assertThat(options.at("/1/Label/UserLocalizedLabel/Label").asText()).isEqualTo("Lime");
        assertThat(client.post("DeleteOptionValue", "{" + choice + ",\"Value\":3}")
                        .status())
                .as("it is gone")
                .isEqualTo(400);
    }

    @Test
    void addsStatusesToAState() {
        client.createTable("mig_Ticket");
        String shipped = """
                {"EntityLogicalName":"mig_ticket","AttributeLogicalName":"statuscode","StateCode":1,"Value":%d,
                 "Label":{"LocalizedLabels":[{"Label":"Shipped","LanguageCode":1033}]}}""";

        assertThat(client.post("InsertStatusValue", shipped.formatted(7))
                        .json()
                        .path("NewOptionValue")
                        .asInt())
                .isEqualTo(7);
        assertThat(client.post("InsertStatusValue", shipped.formatted(7)).status())
                .isEqualTo(400);
        assertThat(client.post("InsertStatusValue", shipped.replace("\"Value\":%d,", ""))
                        .json()
                        .path("NewOptionValue")
                        .asInt())
                .isEqualTo(100_000_000);
        String ticket = "mig_tickets(" + client.post("mig_tickets", "{}").id() + ")";
        assertThat(client.patch(ticket, "{\"statuscode\":7}").code()).isEqualTo("0x80048408");
        assertThat(client.patch(ticket, "{\"statecode\":1,\"statuscode\":7}").status())
                .isEqualTo(204);
        assertThat(client.get("EntityDefinitions(LogicalName='mig_ticket')/Attributes/"
                                + "Microsoft.Dynamics.CRM.StatusAttributeMetadata?$expand=OptionSet")
                        .body())
                .contains("\"Value\":7,", "Shipped", "\"State\":1");
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
    }

    @Test
    void makesAManyToManyRelationshipWithItsIntersectTable() {
        Answer made = client.createManyToMany(
                "mig_account_contact",
                "account",
                "contact",
                ",\"IntersectEntityName\":\"mig_AccountContacts\",\"Entity2NavigationPropertyName\":\"mig_Accounts\"");

        assertThat(made.status()).as(made.body()).isEqualTo(204);
        assertThat(client.get("RelationshipDefinitions(" + made.id() + ")")
                        .json()
                        .path("SchemaName")
                        .asText())
                .isEqualTo("mig_account_contact");
        for (String table : List.of("account", "contact")) {
            var read = client.get("EntityDefinitions(LogicalName='" + table + "')/ManyToManyRelationships?$select="
                            + "SchemaName,IntersectEntityName,Entity1LogicalName,Entity1IntersectAttribute,"
                            + "Entity1NavigationPropertyName,Entity2LogicalName,Entity2IntersectAttribute,"
                            + "Entity2NavigationPropertyName&$filter="
                            + ApiClient.encode("SchemaName eq 'mig_account_contact'"))
                    .json()
                    .path("value")
                    .path(0);
            assertThat(read.path("IntersectEntityName").asText()).isEqualTo("mig_accountcontacts");
            assertThat(read.path("Entity1LogicalName").asText()).isEqualTo("account");
            assertThat(read.path("Entity1IntersectAttribute").asText()).isEqualTo("accountid");
            assertThat(read.path("Entity1NavigationPropertyName").asText()).isEqualTo("mig_account_contact");
            assertThat(read.path("Entity2IntersectAttribute").asText()).isEqualTo("contactid");
            assertThat(read.path("Entity2NavigationPropertyName").asText()).isEqualTo("mig_Accounts");
        }
        var intersect = client.get("EntityDefinitions(LogicalName='mig_accountcontacts')")
                .json();
        assertThat(intersect.path("EntitySetName").asText()).isEqualTo("mig_accountcontactsset");
        assertThat(intersect.path("IsIntersect").asBoolean()).isTrue();
        assertThat(client.get("EntityDefinitions(LogicalName='mig_accountcontacts')/Attributes?$select=LogicalName")
                        .json()
                        .path("value")
                        .findValuesAsText("LogicalName"))
                .containsExactly("mig_accountcontactsid", "accountid", "contactid", "versionnumber");
    }

    @Test
    void listsRelationshipsByTheirKind() {
        client.createTable("mig_Kind");
        client.createLookup("mig_kind_contact", "mig_kind", "contact", "mig_ContactId", "RemoveLink");
        client.createManyToMany("mig_kind_contacts", "mig_kind", "contact", "");
        String cast = "RelationshipDefinitions/Microsoft.Dynamics.CRM.";
        String names = "?$select=SchemaName";

        assertThat(client.get(cast + "ManyToManyRelationshipMetadata" + names).body())
                .contains("mig_kind_contacts")
                .doesNotContain("mig_kind_contact\"");
        assertThat(client.get(cast + "OneToManyRelationshipMetadata" + names).body())
                .contains("mig_kind_contact\"")
                .doesNotContain("mig_kind_contacts");
        assertThat(client.get("RelationshipDefinitions" + names).body())
                .contains("mig_kind_contacts", "mig_kind_contact\"");
    }

    @Test
    void refusesManyToManyRelationshipsThatCannotBe() {
        client.createTable("mig_Twin");
        client.createManyToMany("mig_twin_contact", "mig_twin", "contact", "");

        assertThat(client.createManyToMany("mig_twin_contact", "mig_twin", "account", "")
                        .status())
                .isEqualTo(400);
        assertThat(client.createManyToMany("mig_twin_nobody", "mig_twin", "mig_nobody", "")
                        .status())
                .isEqualTo(400);
        assertThat(client.createManyToMany("mig_twin_twin", "mig_twin", "mig_twin", "")
                        .message())
                .contains("Entity1NavigationPropertyName");
        assertThat(client.createManyToMany(
                                "mig_twin_more",
                                "mig_twin",
                                "contact",
                                ",\"Entity1NavigationPropertyName\":\"mig_twin_contact\"")
                        .status())
                .isEqualTo(400);
        assertThat(client.post("EntityDefinitions(LogicalName='mig_twin_contact')/Attributes", """
                        {"@odata.type":"Microsoft.Dynamics.CRM.StringAttributeMetadata","SchemaName":"mig_More"}""")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void removesTheRelationshipsOfADeletedTable() {
        client.createTable("mig_Gone");
        client.createManyToMany("mig_gone_contact", "mig_gone", "contact", "");

        client.delete("EntityDefinitions(LogicalName='mig_gone')");

        assertThat(client.get("RelationshipDefinitions(SchemaName='mig_gone_contact')")
                        .status())
                .isEqualTo(404);
        assertThat(client.get("mig_gone_contactset").status()).isEqualTo(404);
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
