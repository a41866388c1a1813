package org.dataferry.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code $metadata}, messages of tables and the organization. [webapi/web-api-service-documents] Source pages are named at each fact. */
@ExtendWith(OrgExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CsdlConformanceTest {
    private final Org org;
    private String document = "";

    CsdlConformanceTest(Org org) {
        this.org = org;
    }

    /** Asked for once: a real environment's has many megabytes. */
    private String document() {
        if (document.isEmpty()) {
            document = org.get("$metadata", "Accept", "application/xml").body();
        }
        return document;
    }

    /** An element by its name, from its first tag to its last. */
    private String element(String tag, String name) {
        Matcher found = Pattern.compile("<" + tag + " Name=\"" + name + "\".*?</" + tag + ">", Pattern.DOTALL)
                .matcher(document());
        assertThat(found.find()).as(tag + " " + name).isTrue();
        return found.group();
    }

    // [webapi/web-api-entitytypes]
    @Test
    void aTableIsAnEntityTypeWithItsPrimaryKey() {
        assertThat(element("EntityType", "account"))
                .startsWith("<EntityType Name=\"account\" BaseType=\"mscrm.crmbaseentity\"")
                .containsPattern("<Key>\\s*<PropertyRef Name=\"accountid\"");
    }

    // [webapi/web-api-entitytypes]: users and teams inherit from principal
    @ParameterizedTest
    @ValueSource(strings = {"systemuser", "team"})
    void ownersAreAPrincipal(String table) {
        assertThat(element("EntityType", table)).contains("BaseType=\"mscrm.principal\"");
    }

    // [webapi/web-api-navigation-properties]: a lookup property, and a constraint of the navigation property by it
    @Test
    void aLookupIsAPropertyAndANavigationProperty() {
        assertThat(element("EntityType", "account"))
                .contains("<Property Name=\"_createdby_value\" Type=\"Edm.Guid\"")
                .containsPattern("<NavigationProperty Name=\"createdby\" Type=\"mscrm.systemuser\" Nullable=\"false\"")
                .containsPattern(
                        "<ReferentialConstraint Property=\"_createdby_value\" ReferencedProperty=\"systemuserid\"");
    }

    // [webapi/web-api-navigation-properties]: name and partner are the same
    @Test
    void aManyToManyRelationshipIsItsOwnPartner() {
        assertThat(element("EntityType", "team"))
                .contains("<NavigationProperty Name=\"teammembership_association\""
                        + " Type=\"Collection(mscrm.systemuser)\" Partner=\"teammembership_association\"");
    }

    // [webapi/web-api-navigation-properties]
    @ParameterizedTest
    @ValueSource(strings = {"systemuserid", "versionnumber", "teammembershipid", "teamid"})
    void anIntersectTableHasFourProperties(String property) {
        assertThat(element("EntityType", "teammembership")).contains("<Property Name=\"" + property + "\"");
    }

    // [webapi/web-api-complex-enum-types]
    @ParameterizedTest
    @ValueSource(strings = {"BusinessUnitId", "UserId", "OrganizationId"})
    void whoAmIResponseIsAComplexType(String property) {
        assertThat(element("ComplexType", "WhoAmIResponse"))
                .contains("<Property Name=\"" + property + "\" Type=\"Edm.Guid\" Nullable=\"false\"");
    }

    // [webapi/reference/createmultiple]: bound to a collection of any rows
    @Test
    void createMultipleIsBoundToAnyCollection() {
        assertThat(element("Action", "CreateMultiple"))
                .contains("IsBound=\"true\"", "Type=\"Collection(mscrm.crmbaseentity)\"");
    }

    // [webapi/web-api-service-documents]: most annotations come only when they are wanted
    @Test
    void annotationsComeWhenTheyAreWanted() {
        String annotated = org.get("$metadata?annotations=true", "Accept", "application/xml")
                .body();

        assertThat(annotated).contains("Org.OData.Core.V1.Computed");
        assertThat(annotated.length()).isGreaterThan(document().length());
    }

    // [bulk-operations]: an empty value means that the table does not take the message
    @Test
    void aTableWithoutAMessageHasNoFilter() {
        String query = "sdkmessagefilters?$select=sdkmessagefilterid&$filter=sdkmessageid/name%20eq%20@message"
                + "%20and%20primaryobjecttypecode%20eq%20@table&@message='DeleteMultiple'&@table='account'";

        assertThat(org.get(query).json().path("value")).isEmpty();
    }

    // [org-service/use-messages]
    @Test
    void theMessagesOfATableAreListedWithTheirNames() {
        JsonNode rows = org.get(
                        "sdkmessagefilters?$select=sdkmessagefilterid&$filter=primaryobjecttypecode%20eq%20@table"
                                + "&$expand=sdkmessageid($select=name)&@table='account'")
                .json()
                .path("value");

        assertThat(rows)
                .extracting(row -> row.path("sdkmessageid").path("name").asText())
                .contains("Create", "Retrieve", "RetrieveMultiple", "Update", "Delete");
    }

    // [webapi/samples/functions-actions]
    @Test
    void theOrganizationTellsItsNamesAndEndpoints() {
        JsonNode detail = org.get("RetrieveCurrentOrganization(AccessType=@p1)"
                        + "?@p1=Microsoft.Dynamics.CRM.EndpointAccessType'Default'")
                .json()
                .path("Detail");

        assertThat(detail.path("OrganizationId").asText())
                .isEqualTo(org.get("WhoAmI").json().path("OrganizationId").asText());
        assertThat(detail.path("State").asText()).isEqualTo("Enabled");
        assertThat(detail.path("Endpoints").path("Keys"))
                .extracting(JsonNode::asText)
                .contains("WebApplication");
    }

    // [webapi/reference/retrieveversion]
    @Test
    void theVersionHasFourParts() {
        assertThat(org.get("RetrieveVersion()").json().path("Version").asText()).matches("\\d+(\\.\\d+){3}");
    }

    // [reference/entities/organization]
    @Test
    void thereIsOneOrganization() {
        JsonNode rows = org.get("organizations?$select=name,languagecode,maxuploadfilesize")
                .json()
                .path("value");

        assertThat(rows).hasSize(1);
        assertThat(rows.path(0).path("organizationid").asText())
                .isEqualTo(org.get("WhoAmI").json().path("OrganizationId").asText());
    }
}
