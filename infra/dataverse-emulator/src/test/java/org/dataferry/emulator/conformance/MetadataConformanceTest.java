package org.dataferry.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Definitions of tables, columns, keys and relationships. [webapi/query-metadata-web-api] Source pages are named at each fact. */
@ExtendWith(OrgExtension.class)
class MetadataConformanceTest {
    private static final String THING = "EntityDefinitions(LogicalName='cnf_thing')";
    private static final String CHOICES = "GlobalOptionSetDefinitions";

    private final Org org;

    MetadataConformanceTest(Org org) {
        this.org = org;
    }

    private Answer thing(String path) {
        return org.withTables().get(THING + path);
    }

    private static JsonNode named(Answer answer, String member, String value) {
        for (JsonNode node : answer.json().path("value")) {
            if (node.path(member).asText().equals(value)) {
                return node;
            }
        }
        throw new AssertionError("No " + value + " in " + answer.body());
    }

    // [webapi/query-metadata-web-api]
    @Test
    void aTableNamesItsSetAndItsPrimaryColumns() {
        JsonNode json = thing("?$select=LogicalName,SchemaName,EntitySetName,PrimaryIdAttribute,PrimaryNameAttribute")
                .json();

        assertThat(json.path("SchemaName").asText()).isEqualTo("cnf_Thing");
        assertThat(json.path("EntitySetName").asText()).isEqualTo("cnf_things");
        assertThat(json.path("PrimaryIdAttribute").asText()).isEqualTo("cnf_thingid");
        assertThat(json.path("PrimaryNameAttribute").asText()).isEqualTo("cnf_name");
        assertThat(json.path("MetadataId").asText()).hasSize(36);
    }

    // [webapi/query-metadata-web-api]: properties of a type are visible behind its cast
    @Test
    void aCastShowsThePropertiesOfAType() {
        Answer answer =
                thing("/Attributes/Microsoft.Dynamics.CRM.StringAttributeMetadata?$select=LogicalName,MaxLength");

        assertThat(named(answer, "LogicalName", "cnf_code").path("MaxLength").asInt())
                .isEqualTo(50);
    }

    // [webapi/query-metadata-web-api]
    @Test
    void optionsOfAChoiceAreExpanded() {
        Answer answer = thing("/Attributes/Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName"
                + "&$expand=OptionSet($select=Options)");

        JsonNode options =
                named(answer, "LogicalName", "cnf_colour").path("OptionSet").path("Options");
        assertThat(options.path(1).path("Value").asInt()).isEqualTo(2);
        assertThat(options.path(1)
                        .path("Label")
                        .path("UserLocalizedLabel")
                        .path("Label")
                        .asText())
                .isEqualTo("Blue");
    }

    // [define-alternate-keys-entity]
    @Test
    void aKeyNamesItsColumnsAndTheStatusOfItsIndex() {
        JsonNode key = named(
                thing("/Keys?$select=LogicalName,KeyAttributes,EntityKeyIndexStatus"), "LogicalName", "cnf_codekey");

        assertThat(key.path("KeyAttributes").path(0).asText()).isEqualTo("cnf_code");
        assertThat(key.path("EntityKeyIndexStatus").asText()).isEqualTo("Active");
    }

    // [webapi/query-metadata-web-api]: the navigation property is written with the case of the schema name
    @Test
    void aRelationshipNamesTheNavigationPropertyThatWritesNeed() {
        JsonNode relationship = named(
                thing("/ManyToOneRelationships?$select=SchemaName,ReferencingAttribute,"
                        + "ReferencingEntityNavigationPropertyName,ReferencedEntity"),
                "SchemaName",
                "cnf_parent_thing");

        assertThat(relationship.path("ReferencingEntityNavigationPropertyName").asText())
                .isEqualTo("cnf_ParentId");
        assertThat(relationship.path("ReferencingAttribute").asText()).isEqualTo("cnf_parentid");
        assertThat(relationship.path("ReferencedEntity").asText()).isEqualTo("cnf_parent");
    }

    /** The environment, if it lets the suite change definitions. */
    private Org changing() {
        assumeTrue(org.mayWriteMetadata(), "skipped: conformance.metadataWrites is not true");
        return org.withTables();
    }

    private static String label(String text) {
        return "{\"LocalizedLabels\":[{\"Label\":\"" + text + "\",\"LanguageCode\":1033}]}";
    }

    // [webapi/create-update-optionsets]: the answer names it by its MetadataId, and it is read by its name too
    @Test
    void aGlobalChoiceIsMadeAndDeleted() {
        Answer made = changing().post(CHOICES, choice("cnf_shapes"));
        String address = CHOICES + "(Name='cnf_shapes')";

        assertThat(made.status()).as(made.body()).isEqualTo(204);
        assertThat(org.get(address).json().path("MetadataId").asText()).isEqualTo(made.id());
        assertThat(org.delete(address).status()).isEqualTo(204);
        assertThat(org.get(address, "Consistency", "Strong").status()).isEqualTo(404);
    }

    // [webapi/create-update-optionsets]: columns take it by GlobalOptionSet@odata.bind, and its options by
    // OptionSetName
    @Test
    void columnsFollowTheGlobalChoiceThatTheyUse() {
        changing().post(CHOICES, choice("cnf_sizes"));
        org.cleanUp(CHOICES + "(Name='cnf_sizes')");
        Answer column = org.post(THING + "/Attributes", """
                {"@odata.type":"Microsoft.Dynamics.CRM.PicklistAttributeMetadata","SchemaName":"cnf_Size","DisplayName":%s,
                 "GlobalOptionSet@odata.bind":"/GlobalOptionSetDefinitions(Name='cnf_sizes')"}""".formatted(label("Size")));
        assertThat(column.status()).as(column.body()).isEqualTo(204);
        org.cleanUp(THING + "/Attributes(LogicalName='cnf_size')");

        Answer inserted = org.post(
                "InsertOptionValue",
                "{\"OptionSetName\":\"cnf_sizes\",\"Value\":727000001,\"Label\":" + label("L") + "}");

        assertThat(inserted.json().path("NewOptionValue").asInt()).isEqualTo(727_000_001);
        assertThat(named(
                                thing("/Attributes/Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName"
                                        + "&$expand=GlobalOptionSet($select=Name)"),
                                "LogicalName",
                                "cnf_size")
                        .at("/GlobalOptionSet/Name")
                        .asText())
                .isEqualTo("cnf_sizes");
    }

    // [webapi/create-update-column-definitions-using-web-api], "Update a column"
    @Test
    void aColumnIsRelabelledByPutOfItsWholeDefinition() {
        String address = THING + "/Attributes(LogicalName='cnf_done')";
        ObjectNode column = (ObjectNode) changing()
                .get(address + "/Microsoft.Dynamics.CRM.BooleanAttributeMetadata")
                .json();
        column.put("@odata.type", "Microsoft.Dynamics.CRM.BooleanAttributeMetadata");
        column.remove("@odata.context");
        column.withObject("/DisplayName/LocalizedLabels/0").put("Label", "Ready");

        Answer changed = org.call("PUT", address, column.toString(), "MSCRM.MergeLabels", "true");
        org.post(
                "PublishXml",
                "{\"ParameterXml\":\"<importexportxml><entities><entity>cnf_thing</entity></entities></importexportxml>\"}");

        assertThat(changed.status()).as(changed.body()).isEqualTo(204);
        assertThat(org.get(address, "Consistency", "Strong")
                        .json()
                        .at("/DisplayName/UserLocalizedLabel/Label")
                        .asText())
                .isEqualTo("Ready");
    }

    // [webapi/create-update-column-definitions-using-web-api], "Create a customer lookup column"
    @Test
    void aCustomerLookupIsMadeByAnActionThatNamesItsRelationships() {
        Answer made = changing().post("CreateCustomerRelationships", """
                {"OneToManyRelationships":[
                  {"SchemaName":"cnf_thing_buyer_account","ReferencedEntity":"account","ReferencingEntity":"cnf_thing"},
                  {"SchemaName":"cnf_thing_buyer_contact","ReferencedEntity":"contact","ReferencingEntity":"cnf_thing"}],
                 "Lookup":{"@odata.type":"Microsoft.Dynamics.CRM.ComplexLookupAttributeMetadata","SchemaName":"cnf_BuyerId",
                  "AttributeType":"Lookup","AttributeTypeName":{"Value":"LookupType"},"DisplayName":%s}}""".formatted(label("Buyer")));

        assertThat(made.status()).as(made.body()).isEqualTo(200);
        org.cleanUp(THING + "/Attributes(LogicalName='cnf_buyerid')");
        assertThat(made.json().path("@odata.context").asText())
                .endsWith("$metadata#Microsoft.Dynamics.CRM.CreateCustomerRelationshipsResponse");
        assertThat(made.json().path("RelationshipIds")).hasSize(2);
        assertThat(made.json().path("AttributeId").asText()).hasSize(36);
    }

    // [reference/web-service-error-codes]: CannotDeletePrimaryUIAttribute, CannotDeleteInUseComponent
    @Test
    void aColumnThatIsNeededIsNotDeleted() {
        assertThat(changing()
                        .delete(THING + "/Attributes(LogicalName='cnf_name')")
                        .json()
                        .at("/error/code")
                        .asText())
                .isEqualToIgnoringCase("0x80047002");
        assertThat(org.delete(THING + "/Attributes(LogicalName='cnf_code')")
                        .json()
                        .at("/error/code")
                        .asText())
                .as("a column of a key")
                .isEqualToIgnoringCase("0x8004f01f");
    }

    private static String choice(String name) {
        return """
                {"@odata.type":"Microsoft.Dynamics.CRM.OptionSetMetadata","Name":"%s","OptionSetType":"Picklist","DisplayName":%s,
                 "Options":[{"Value":727000000,"Label":%s}]}""".formatted(name, label(name), label("S"));
    }

    // [webapi/query-metadata-web-api]
    @Test
    void aTableThatIsAbsentIsNotFound() {
        assertThat(org.get("EntityDefinitions(LogicalName='cnf_nothing')").status())
                .isEqualTo(404);
    }

    // [webapi/web-api-service-documents]
    @Test
    void theServiceDocumentListsTheSets() {
        JsonNode accounts = named(org.get(""), "name", "accounts");

        assertThat(accounts.path("kind").asText()).isEqualTo("EntitySet");
        assertThat(accounts.path("url").asText()).isEqualTo("accounts");
    }

    // [webapi/web-api-service-documents]
    @Test
    void theMetadataDocumentIsCsdl() {
        Answer answer = org.get("$metadata", "Accept", "application/xml");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("<EntityType Name=\"account\"", "Namespace=\"Microsoft.Dynamics.CRM\"");
    }

    // [bulk-operations]: a row means that the message is there
    @Test
    void sdkMessageFiltersSayWhetherATableHasBulkActions() {
        String query = "sdkmessagefilters?$select=sdkmessagefilterid&$filter=sdkmessageid/name%20eq%20'CreateMultiple'"
                + "%20and%20primaryobjecttypecode%20eq%20'cnf_thing'";

        assertThat(org.withTables().get(query).json().path("value")).hasSize(1);
    }
}
