package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** $expand. Source: Microsoft's page "Join tables using OData". */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExpandTest {
    private EmulatorFixture emulator;
    private ApiClient client;
    private String account;
    private String ann;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture();
        client = emulator.client();
        client.createManyToMany("mig_account_contact", "account", "contact", "");
        ann = contact("Ann", "");
        account = client.post("accounts", "{\"name\":\"A\",\"primarycontactid@odata.bind\":\"/contacts(" + ann + ")\"}")
                .id();
        client.post("accounts", "{\"name\":\"B\"}");
        for (String name : new String[] {"Cid", "Bob", "Dan"}) {
            contact(name, ",\"parentcustomerid_account@odata.bind\":\"/accounts(" + account + ")\"");
        }
        client.link("accounts(" + account + ")", "mig_account_contact", "contacts(" + ann + ")");
    }

    private String contact(String firstName, String more) {
        Answer answer = client.post("contacts", "{\"firstname\":\"" + firstName + "\",\"lastname\":\"X\"" + more + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
        return answer.id();
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    private JsonNode accounts(String expand, String... headers) {
        Answer answer = client.get("accounts?$select=name&$orderby=name&$expand=" + ApiClient.encode(expand), headers);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void joinsTheRowThatALookupNames() {
        JsonNode json = accounts("primarycontactid($select=firstname)");

        assertThat(json.path("@odata.context").asText())
                .endsWith("$metadata#accounts(name,primarycontactid(firstname))");
        JsonNode contact = json.path("value").path(0).path("primarycontactid");
        assertThat(contact.toString()).isEqualTo("{\"firstname\":\"Ann\",\"contactid\":\"" + ann + "\"}");
        assertThat(json.path("value").path(1).has("primarycontactid")).isTrue();
        assertThat(json.path("value").path(1).path("primarycontactid").isNull()).isTrue();
    }

    @Test
    void joinsOneRowTooAndItsLookupsInTurn() {
        Answer answer = client.get("accounts(" + account + ")?$select=name&$expand="
                + ApiClient.encode("primarycontactid($select=firstname;$expand=createdby($select=fullname))"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json()
                        .path("primarycontactid")
                        .path("createdby")
                        .path("fullname")
                        .asText())
                .isNotBlank();
        assertThat(answer.json().path("@odata.context").asText())
                .endsWith("#accounts(name,primarycontactid(firstname,createdby(fullname)))/$entity");
    }

    @Test
    void joinsTheRowsOfACollectionInTheirOrder() {
        JsonNode row = accounts("contact_customer_accounts($select=firstname;$filter=contains(lastname,'x') and"
                        + " firstname ne 'Dan';$orderby=firstname desc;$top=5)")
                .path("value")
                .path(0);

        assertThat(row.path("contact_customer_accounts").findValuesAsText("firstname"))
                .containsExactly("Cid", "Bob");
        JsonNode first = row.path("contact_customer_accounts").path(0);
        assertThat(first.path("@odata.etag").asText()).startsWith("W/");
        assertThat(first.path("_parentcustomerid_value").asText()).isEqualTo(account);
    }

    @Test
    void namesTheWholeCollectionWithoutPagingWhereNoExpandIsNested() {
        JsonNode row = accounts(
                        "contact_customer_accounts($select=firstname;$orderby=firstname)",
                        "Prefer",
                        "odata.maxpagesize=1")
                .path("value")
                .path(0);

        assertThat(row.path("contact_customer_accounts")).hasSize(3);
        String link = row.path("contact_customer_accounts@odata.nextLink").asText();
        assertThat(link)
                .startsWith(client.rootUrl() + "accounts(" + account + ")/contact_customer_accounts?$select=firstname")
                .doesNotContain("$skiptoken");
        assertThat(client.get(link).json().path("value").findValuesAsText("firstname"))
                .containsExactly("Bob", "Cid", "Dan");
    }

    @Test
    void pagesCollectionsWhereAnExpandIsNested() {
        String[] paged = {"Prefer", "odata.maxpagesize=2"};
        JsonNode row = accounts(
                        "contact_customer_accounts($select=firstname;$expand=createdby($select=fullname))", paged)
                .path("value")
                .path(0);
        JsonNode rest = client.get(
                        row.path("contact_customer_accounts@odata.nextLink").asText(), paged)
                .json();

        assertThat(row.path("contact_customer_accounts")).hasSize(2);
        assertThat(row.path("contact_customer_accounts").path(0).has("@odata.etag"))
                .isFalse();
        assertThat(rest.path("value")).hasSize(1);
        assertThat(rest.path("value").path(0).path("createdby").path("fullname").asText())
                .isNotBlank();
        assertThat(row.path("contact_customer_accounts").findValuesAsText("firstname"))
                .doesNotContainAnyElementsOf(rest.path("value").findValuesAsText("firstname"));
    }

    @Test
    void joinsLinkedRows() {
        JsonNode row =
                accounts("mig_account_contact($select=firstname)").path("value").path(0);

        assertThat(row.path("mig_account_contact").findValuesAsText("firstname"))
                .containsExactly("Ann");
    }

    @Test
    void givesTheAddressOfALookupsRow() {
        JsonNode row = accounts("primarycontactid/$ref").path("value").path(0);

        assertThat(row.path("primarycontactid").path("@odata.id").asText())
                .isEqualTo(client.rootUrl() + "contacts(" + ann + ")");
        assertThat(row.path("_primarycontactid_value").asText()).isEqualTo(ann);
        assertThat(client.get("accounts?$expand=contact_customer_accounts/$ref").message())
                .isEqualTo("Expand with $ref is only supported on lookup type navigation property.");
    }

    @Test
    void answersAWriteWithWhatIsExpanded() {
        Answer answer = client.patch(
                "accounts(" + account + ")?$select=name&$expand="
                        + ApiClient.encode("primarycontactid($select=firstname)"),
                "{\"fax\":\"1\"}",
                "Prefer",
                "return=representation");

        assertThat(answer.json().path("primarycontactid").path("firstname").asText())
                .isEqualTo("Ann");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing | 400",
                "primarycontactid($select=nothing) | 400",
                "primarycontactid($orderby=firstname) | 400",
                "primarycontactid($filter=firstname eq 'Ann') | 501",
                "contact_customer_accounts($top=1;$expand=createdby) | 400",
                "contact_customer_accounts($top=1),primarycontactid($expand=createdby) | 400",
                "contact_customer_accounts($skip=1) | 400",
                "contact_customer_accounts($count=true) | 400",
                "contact_customer_accounts($levels=2) | 400",
                "contact_customer_accounts($select=firstname,$top=1) | 400",
                "contact_customer_accounts($select=firstname | 400",
                "mig_account_contact($expand=createdby) | 400",
                "mig_account_contact,primarycontactid | 400",
            })
    void refuses(String expand, int status) {
        Answer answer = client.get("accounts?$expand=" + ApiClient.encode(expand));

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.message()).isNotBlank();
    }

    @Test
    void allowsFifteenTerms() {
        assertThat(client.get("accounts?$expand=" + terms(15)).status()).isEqualTo(200);
        assertThat(client.get("accounts?$expand=" + terms(16)).status()).isEqualTo(400);
    }

    @Test
    void pagesAndExpandsAsFarAsTheSettingsSay() {
        try (EmulatorFixture small = new EmulatorFixture(settings -> settings.with(
                "assumptions: {queries: {pageRows: 2, countedRows: 1, maxExpands: 1, maxUrlCharacters: 300}}"))) {
            ApiClient other = small.client();
            for (int i = 0; i < 3; i++) {
                other.post("accounts", "{\"name\":\"" + i + "\"}");
            }

            assertThat(other.get("accounts").json().path("value")).hasSize(2);
            assertThat(other.get("accounts/$count").body()).isEqualTo("1");
            assertThat(other.get("accounts?$expand=createdby").status()).isEqualTo(200);
            assertThat(other.get("accounts?$expand=createdby,modifiedby").status())
                    .isEqualTo(400);
            assertThat(other.get("accounts?$select=" + "name,".repeat(60) + "name")
                            .status())
                    .isEqualTo(414);
        }
    }

    private static String terms(int count) {
        return "createdby" + "($expand=createdby".repeat(count - 1) + ")".repeat(count - 1);
    }
}
