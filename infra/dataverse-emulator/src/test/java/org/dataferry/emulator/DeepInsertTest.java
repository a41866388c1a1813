package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Rows nested under a navigation property, and collections bound in a create. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeepInsertTest {
    private EmulatorFixture emulator;
    private ApiClient client;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture();
        client = emulator.client();
        client.createTable("mig_Tag");
        client.createManyToMany("mig_account_tag", "account", "mig_tag", "");
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    private long count(String query) {
        return client.get(query).json().path("value").size();
    }

    @Test
    void createsNestedRowsOfEveryKindInOneTransaction() {
        Answer created = client.post("accounts", """
                {"name":"Root","primarycontactid":{"lastname":"Primary",
                   "Contact_Tasks":[{"subject":"call"},{"subject":"write"}]},
                 "contact_customer_accounts":[{"lastname":"Child"}],
                 "mig_account_tag":[{"mig_name":"red"},{"mig_name":"blue"}]}""");

        assertThat(created.status()).as(created.body()).isEqualTo(204);
        assertThat(created.header("OData-EntityId")).contains("/accounts(");
        String account = "accounts(" + created.id() + ")";
        String primary =
                client.get(account).json().path("_primarycontactid_value").asText();
        assertThat(client.get("contacts(" + primary + ")")
                        .json()
                        .path("lastname")
                        .asText())
                .isEqualTo("Primary");
        assertThat(count("contacts(" + primary + ")/Contact_Tasks")).isEqualTo(2);
        assertThat(count(account + "/contact_customer_accounts")).isEqualTo(1);
        assertThat(count(account + "/mig_account_tag")).isEqualTo(2);
    }

    @Test
    void createsNothingIfANestedRowIsRefused() {
        long before = count("contacts?$select=contactid");

        Answer answer = client.post("accounts", """
                {"name":"Refused","primarycontactid":{"lastname":"Gone"},
                 "contact_customer_accounts":[{"lastname":"Gone too"},{"lastname":"x","gendercode":99}]}""");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("0x8004431a");
        assertThat(count("contacts?$select=contactid")).isEqualTo(before);
        assertThat(count("accounts?$filter=name%20eq%20'Refused'")).isZero();
    }

    @Test
    void insertsANestedRowWithAnIdThatExistsAndIsRefused() {
        String contact = client.post("contacts", "{\"lastname\":\"There\"}").id();

        Answer answer = client.post(
                "accounts",
                "{\"name\":\"N\",\"primarycontactid\":{\"contactid\":\"" + contact + "\",\"lastname\":\"x\"}}");

        assertThat(answer.status()).isEqualTo(412);
        assertThat(answer.code()).isEqualTo("0x80040237");
    }

    @Test
    void bindsCollectionsOnCreate() {
        String contact = client.post("contacts", "{\"lastname\":\"Bound\"}").id();
        String tag = client.post("mig_tags", "{\"mig_name\":\"green\"}").id();

        Answer created = client.post(
                "accounts",
                "{\"name\":\"Binder\",\"contact_customer_accounts@odata.bind\":[\"/contacts(" + contact
                        + ")\"],\"mig_account_tag@odata.bind\":[\"mig_tags(" + tag + ")\"]}");

        assertThat(created.status()).as(created.body()).isEqualTo(204);
        String account = "accounts(" + created.id() + ")";
        assertThat(client.get("contacts(" + contact + ")")
                        .json()
                        .path("_parentcustomerid_value")
                        .asText())
                .isEqualTo(created.id());
        assertThat(count(account + "/mig_account_tag")).isEqualTo(1);
    }

    @Test
    void refusesACollectionOfOtherRowsAndRowsThatAreAbsent() {
        String tag = client.post("mig_tags", "{\"mig_name\":\"t\"}").id();

        assertThat(client.post("accounts", "{\"contact_customer_accounts@odata.bind\":[\"/mig_tags(" + tag + ")\"]}")
                        .code())
                .isEqualTo("0x80048d19");
        assertThat(client.post("accounts", "{\"contact_customer_accounts@odata.bind\":\"/contacts(x)\"}")
                        .status())
                .isEqualTo(400);
        assertThat(client.post(
                                "accounts",
                                "{\"contact_customer_accounts@odata.bind\":[\"/contacts(" + UUID.randomUUID() + ")\"]}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void refusesNestedRowsInAnUpdate() {
        String account = client.post("accounts", "{\"name\":\"U\"}").id();

        Answer answer = client.patch("accounts(" + account + ")", "{\"primarycontactid\":{\"lastname\":\"x\"}}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).contains("primarycontactid", "deep updates are not supported");
    }

    @Test
    void refusesNestingWithoutEnd() {
        String body = "{\"name\":\"x\"}";
        for (int i = 0; i < 40; i++) {
            body = "{\"name\":\"x\",\"parentaccountid\":" + body + "}";
        }

        assertThat(client.post("accounts", body).code()).isEqualTo("0x80048d19");
    }

    @Test
    void clearsTheOtherBranchesOfALookupToSeveralTables() {
        String account = client.post("accounts", "{\"name\":\"A\"}").id();
        String contact = client.post("contacts", "{\"lastname\":\"C\"}").id();
        String task = "tasks("
                + client.post(
                                "tasks",
                                "{\"subject\":\"t\",\"regardingobjectid_account_task@odata.bind\":\"/accounts("
                                        + account + ")\"}")
                        .id()
                + ")";
        assertThat(client.get(task).json().path("_regardingobjectid_value").asText())
                .isEqualTo(account);

        client.patch(task, "{\"regardingobjectid_contact_task@odata.bind\":\"/contacts(" + contact + ")\"}");

        Answer read = client.get(task, "Prefer", "odata.include-annotations=\"*\"");
        assertThat(read.json().path("_regardingobjectid_value").asText()).isEqualTo(contact);
        assertThat(read.json()
                        .path("_regardingobjectid_value@Microsoft.Dynamics.CRM.lookuplogicalname")
                        .asText())
                .isEqualTo("contact");
        for (String clearing : new String[] {
            "{\"regardingobjectid_contact_task@odata.bind\":null}", "{\"regardingobjectid_contact_task\":null}"
        }) {
            client.patch(task, "{\"regardingobjectid_account_task@odata.bind\":\"/accounts(" + account + ")\"}");
            assertThat(client.patch(task, clearing).status()).isEqualTo(204);
            assertThat(client.get(task).json().path("_regardingobjectid_value").isNull())
                    .isTrue();
        }
    }
}
