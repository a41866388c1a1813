package org.dataferry.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Definitions of tables, columns, keys and relationships. [webapi/query-metadata-web-api] Source pages are named at each fact. */
@ExtendWith(OrgExtension.class)
class MetadataConformanceTest {
    private final Org org;

    MetadataConformanceTest(Org org) {
        this.org = org;
    }

    private Answer thing(String path) {
        return org.withTables().get("EntityDefinitions(LogicalName='cnf_thing')" + path);
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
