package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands below the address of a row. Source: Microsoft's page "Retrieve a table row using the Web API". */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PropertyPathTest {
    private EmulatorFixture emulator;
    private ApiClient client;
    private String account;
    private String empty;
    private String ann;
    private String bob;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture();
        client = emulator.client();
        ann = client.post("contacts", "{\"firstname\":\"Ann\",\"lastname\":\"X\"}")
                .id();
        account = "accounts("
                + client.post(
                                "accounts",
                                "{\"name\":\"A \\\"B\\\"\",\"revenue\":10.5,\"primarycontactid@odata.bind\":\"/contacts("
                                        + ann + ")\"}")
                        .id()
                + ")";
        empty = "accounts(" + client.post("accounts", "{\"name\":\"E\"}").id() + ")";
        bob = client.post(
                        "contacts",
                        "{\"firstname\":\"Bob\",\"lastname\":\"X\",\"parentcustomerid_account@odata.bind\":\"/"
                                + account + "\"}")
                .id();
        client.post(
                "contacts",
                "{\"firstname\":\"Cid\",\"lastname\":\"X\",\"parentcustomerid_account@odata.bind\":\"/" + account
                        + "\"}");
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    @Test
    void givesAPropertyAsJsonAndPlain() {
        Answer name = client.get(account + "/name");

        assertThat(name.json().path("value").asText()).isEqualTo("A \"B\"");
        assertThat(name.json().path("@odata.context").asText()).endsWith("$metadata#" + account + "/name");
        assertThat(client.get(account + "/name/$value").body()).isEqualTo("A \"B\"");
        assertThat(client.get(account + "/revenue/$value").body()).isEqualTo("10.5000");
        assertThat(client.get(account + "/createdon/$value").body()).endsWith("Z");
        assertThat(client.get(account + "/_primarycontactid_value")
                        .json()
                        .path("value")
                        .asText())
                .isEqualTo(ann);
        assertThat(client.get(account + "/_primarycontactid_value/$value").body())
                .isEqualTo(ann);
        assertThat(client.get(empty + "/fax").status()).isEqualTo(204);
    }

    @Test
    void followsALookup() {
        Answer contact =
                client.get(account + "/primarycontactid?$select=firstname&$expand=createdby($select=fullname)");

        assertThat(contact.json().path("firstname").asText()).isEqualTo("Ann");
        assertThat(contact.json().path("createdby").path("fullname").asText()).isNotBlank();
        assertThat(client.get(account + "/primarycontactid/firstname/$value").body())
                .isEqualTo("Ann");
        assertThat(client.get(account + "/primarycontactid/$ref")
                        .json()
                        .path("@odata.id")
                        .asText())
                .isEqualTo(client.rootUrl() + "contacts(" + ann + ")");
        assertThat(client.get(empty + "/primarycontactid").status()).isEqualTo(204);
        assertThat(client.get(empty + "/primarycontactid/$ref").status()).isEqualTo(204);
        assertThat(client.get(empty + "/primarycontactid/firstname").status()).isEqualTo(404);
    }

    @Test
    void queriesACollection() {
        String children = account + "/contact_customer_accounts";

        assertThat(client.get(children + "?$select=firstname&$orderby=firstname%20desc&$top=1")
                        .json()
                        .path("value")
                        .findValuesAsText("firstname"))
                .containsExactly("Cid");
        assertThat(client.get(children + "/$count").body()).isEqualTo("2");
        assertThat(client.get(children + "/$count?$filter=firstname%20eq%20'bob'")
                        .body())
                .isEqualTo("1");
        assertThat(client.get(children + "(" + bob + ")?$select=firstname")
                        .json()
                        .path("firstname")
                        .asText())
                .isEqualTo("Bob");
        assertThat(client.get(children + "(" + ann + ")").status()).isEqualTo(404);
        assertThat(client.get(empty + "/contact_customer_accounts").json().path("value"))
                .isEmpty();
    }

    @Test
    void pagesTheAddressesOfACollection() {
        Answer first = client.get(account + "/contact_customer_accounts/$ref", "Prefer", "odata.maxpagesize=1");
        Answer second = client.get(first.json().path("@odata.nextLink").asText(), "Prefer", "odata.maxpagesize=1");

        assertThat(first.json().path("@odata.context").asText()).endsWith("$metadata#Collection($ref)");
        assertThat(first.json().path("value").path(0).path("@odata.id").asText())
                .startsWith(client.rootUrl() + "contacts(");
        assertThat(second.json().path("value"))
                .hasSize(1)
                .isNotEqualTo(first.json().path("value"));
        assertThat(second.json().has("@odata.nextLink")).isFalse();
    }

    @Test
    void findsTheRowsThatAUserMadeThoughNoIndexDoes() {
        String user = client.get("WhoAmI").json().path("UserId").asText();

        assertThat(client.get("systemusers(" + user + ")/account_systemuser_createdby/$count")
                        .body())
                .isEqualTo("2");
    }

    @ParameterizedTest
    @CsvSource({
        "/nothing, 404",
        "/name/nothing, 404",
        "/primarycontactid/nothing, 404",
        "/contact_customer_accounts/nothing, 501",
        "/contact_customer_accounts?$select=nothing, 400",
        "/primarycontactid?$select=nothing, 400",
    })
    void refusesWhatIsNotThere(String path, int status) {
        Answer answer = client.get(account + path);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    }
}
