package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.emulator.CsdlSchema.child;
import static org.dataferry.emulator.CsdlSchema.children;

import java.util.List;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

/** {@code $metadata} and the service document. Facts from Microsoft's page "Web API service documents" and those it leads to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetadataDocumentTest {
    private EmulatorFixture emulator;
    private ApiClient client;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture();
        client = emulator.client();
        CsdlTables.make(client);
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    private CsdlSchema schema() {
        return new CsdlSchema(client.get("$metadata").body());
    }

    @Test
    void isXmlWithTheServiceNamespace() {
        Answer answer = client.get("$metadata", "Accept", "application/xml");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/xml");
        assertThat(answer.body())
                .contains(
                        "<Schema xmlns=\"http://docs.oasis-open.org/odata/ns/edm\" Namespace=\"Microsoft.Dynamics.CRM\""
                                + " Alias=\"mscrm\">");
    }

    @ParameterizedTest
    @CsvSource({"$metadata", "$metadata?annotations=true"})
    void keepsTheRulesOfCsdl(String path) {
        assertThat(new CsdlSchema(client.get(path).body()).problems()).isEmpty();
    }

    /** Each rule would be seen broken. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "<EntityType Name=\"role\" | <EntityType Name=\"rule\" | names the unknown type",
                "Name=\"WhoAmIResponse\" | Name=\"Who Am I\" | is no SimpleIdentifier",
                "<PropertyRef Name=\"accountid\" | <PropertyRef Name=\"id\" | account has no key property id",
                "Partner=\"account_systemuser_createdby\" | Partner=\"nobody\" | has the unknown partner nobody",
                "Partner=\"teammembership_association\" | Partner=\"teamroles_association\" | leads elsewhere",
                "<Property Name=\"name\" | <Property Name=\"accountid\" | is there twice",
                "<ReferentialConstraint Property=\"_createdby_value\" | <ReferentialConstraint Property=\"c\" | unknown property",
                "Target=\"accounts\" | Target=\"acounts\" | to the unknown set acounts",
                "Path=\"createdby\" Target=\"systemusers\" | Path=\"createdby\" Target=\"accounts\" | a set of another type",
                "<EntitySet Name=\"teams\" | <EntitySet Name=\"tasks\" | tasks is defined twice",
                "Action=\"mscrm.BulkDelete\" | Action=\"mscrm.BulkErase\" | an import of the unknown BulkErase",
                "BaseType=\"mscrm.principal\" | BaseType=\"mscrm.activity\" | names the unknown type mscrm.activity",
            })
    void isCheckedByRulesThatCanFail(String right, String wrong, String problem) {
        String text = client.get("$metadata").body();
        assertThat(text).contains(right);

        String broken = text.replace(right, wrong);

        assertThat(new CsdlSchema(broken).problems())
                .anySatisfy(found -> assertThat(found).contains(problem));
    }

    @Test
    void describesATableAsAnEntityTypeWithItsKeyAndTypes() {
        Element account = schema().type("account");

        assertThat(account.getAttribute("BaseType")).isEqualTo("mscrm.crmbaseentity");
        assertThat(child(children(account, "Key").getFirst(), "PropertyRef", "accountid"))
                .isNotNull();
        assertThat(type(account, "accountid")).isEqualTo("Edm.Guid");
        assertThat(type(account, "name")).isEqualTo("Edm.String");
        assertThat(type(account, "revenue")).isEqualTo("Edm.Decimal");
        assertThat(type(account, "statecode")).isEqualTo("Edm.Int32");
        assertThat(type(account, "createdon")).isEqualTo("Edm.DateTimeOffset");
        assertThat(type(account, "entityimage")).isEqualTo("Edm.Binary");
    }

    @Test
    void describesALookupByItsValueAndItsNavigationProperty() {
        CsdlSchema schema = schema();
        Element lookup = child(schema.type("csd_child"), "NavigationProperty", "csd_ParentId");

        assertThat(type(schema.type("csd_child"), "_csd_parentid_value")).isEqualTo("Edm.Guid");
        assertThat(lookup.getAttribute("Type")).isEqualTo("mscrm.csd_parent");
        assertThat(lookup.getAttribute("Partner")).isEqualTo("csd_parent_child");
        Element constraint = children(lookup, "ReferentialConstraint").getFirst();
        assertThat(constraint.getAttribute("Property")).isEqualTo("_csd_parentid_value");
        assertThat(constraint.getAttribute("ReferencedProperty")).isEqualTo("csd_parentid");
        Element collection = child(schema.type("csd_parent"), "NavigationProperty", "csd_parent_child");
        assertThat(collection.getAttribute("Type")).isEqualTo("Collection(mscrm.csd_child)");
        assertThat(collection.getAttribute("Partner")).isEqualTo("csd_ParentId");
    }

    @Test
    void describesALookupToSeveralTablesByOnePropertyAndANavigationPropertyPerTable() {
        Element contact = schema().type("contact");

        for (String target : List.of("account", "contact")) {
            Element lookup = child(contact, "NavigationProperty", "parentcustomerid_" + target);
            assertThat(lookup.getAttribute("Type")).isEqualTo("mscrm." + target);
            assertThat(children(lookup, "ReferentialConstraint").getFirst().getAttribute("Property"))
                    .isEqualTo("_parentcustomerid_value");
        }
    }

    @Test
    void describesOwnersAsPrincipalsFromWhichUsersAndTeamsDerive() {
        CsdlSchema schema = schema();

        assertThat(schema.type("systemuser").getAttribute("BaseType")).isEqualTo("mscrm.principal");
        assertThat(schema.type("team").getAttribute("BaseType")).isEqualTo("mscrm.principal");
        assertThat(child(schema.type("account"), "NavigationProperty", "ownerid")
                        .getAttribute("Type"))
                .isEqualTo("mscrm.principal");
        assertThat(schema.type("task").getAttribute("BaseType")).isEqualTo("mscrm.activitypointer");
    }

    @Test
    void describesAnIntersectTableByFourPropertiesAndItsRelationshipByOneName() {
        CsdlSchema schema = schema();

        assertThat(children(schema.type("teammembership"), "Property"))
                .extracting(property -> property.getAttribute("Name"))
                .containsExactlyInAnyOrder("teammembershipid", "teamid", "systemuserid", "versionnumber");
        Element users = child(schema.type("team"), "NavigationProperty", "teammembership_association");
        assertThat(users.getAttribute("Type")).isEqualTo("Collection(mscrm.systemuser)");
        assertThat(users.getAttribute("Partner")).isEqualTo("teammembership_association");
    }

    @Test
    void namesAnAlternateKeyByItsAnnotation() {
        Element annotation = children(schema().type("csd_parent"), "Annotation").getFirst();

        assertThat(annotation.getAttribute("Term")).isEqualTo("OData.Community.Keys.V1.AlternateKeys");
        var values = annotation.getElementsByTagName("PropertyValue");
        assertThat(((Element) values.item(values.getLength() - 1)).getAttribute("PropertyPath"))
                .isEqualTo("csd_code");
    }

    @Test
    void bindsNavigationPropertiesToSets() {
        Element binding = children(schema().set("csd_childs"), "NavigationPropertyBinding").stream()
                .filter(found -> found.getAttribute("Path").equals("csd_ParentId"))
                .findFirst()
                .orElseThrow();

        assertThat(binding.getAttribute("Target")).isEqualTo("csd_parents");
    }

    @Test
    void saysWhichPropertiesAreReadOnlyWhenAnnotationsAreWanted() {
        String term = "Org.OData.Core.V1.Computed";

        assertThat(client.get("$metadata").body()).doesNotContain(term);
        for (Answer answer : List.of(
                client.get("$metadata?annotations=true"),
                client.get("$metadata", "Prefer", "odata.include-annotations=\"*\""))) {
            Element account = new CsdlSchema(answer.body()).type("account");
            assertThat(children(child(account, "Property", "createdon"), "Annotation"))
                    .extracting(annotation -> annotation.getAttribute("Term"))
                    .contains(term);
            assertThat(children(child(account, "Property", "name"), "Annotation"))
                    .isEmpty();
        }
    }

    @Test
    void followsTheDefinitions() {
        client.createTable("csd_Late");
        assertThat(schema().types()).containsKey("csd_late");

        client.createColumn("csd_late", "Integer", "csd_Number", "");
        assertThat(type(schema().type("csd_late"), "csd_number")).isEqualTo("Edm.Int32");

        client.delete("EntityDefinitions(LogicalName='csd_late')");
        assertThat(schema().types()).doesNotContainKey("csd_late");
    }

    @Test
    void isNotGivenInOtherFormatsOrToOtherMethods() {
        assertThat(client.get("$metadata", "Accept", "application/json").status())
                .isEqualTo(501);
        assertThat(client.get("$metadata", "Accept", "application/json, text/plain, */*")
                        .status())
                .isEqualTo(200);
        assertThat(client.post("$metadata", "{}").status()).isEqualTo(405);
    }

    @Test
    void theServiceDocumentListsTheSameSets() {
        Answer answer = client.get("");

        assertThat(answer.json().path("@odata.context").asText()).isEqualTo(client.rootUrl() + "$metadata");
        assertThat(answer.json().path("value"))
                .extracting(set -> set.path("name").asText())
                .containsExactlyInAnyOrderElementsOf(schema().sets().keySet());
        assertThat(answer.json().path("value")).allSatisfy(set -> {
            assertThat(set.path("kind").asText()).isEqualTo("EntitySet");
            assertThat(set.path("url").asText()).isEqualTo(set.path("name").asText());
        });
    }

    private static String type(Element type, String property) {
        return child(type, "Property", property).getAttribute("Type");
    }
}
