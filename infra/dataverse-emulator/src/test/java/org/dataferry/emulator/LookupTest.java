package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LookupTest {
    private EmulatorFixture emulator;
    private ApiClient client;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture();
        client = emulator.client();
        client.createKeyColumn("account", "mig_Key");
        client.createTable("mig_Order");
        assertThat(client.createLookup("mig_order_account", "mig_order", "account", "mig_AccountId", "RemoveLink")
                        .status())
                .isEqualTo(204);
        client.createLookup("mig_order_payer", "mig_order", "contact", "mig_PayerId", "Restrict");
        client.createLookup("mig_order_parent", "mig_order", "mig_order", "mig_ParentId", "Cascade");
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    private String account(String key) {
        return client.post("accounts", "{\"name\":\"A\",\"mig_key\":\"" + key + "\"}")
                .id();
    }

    private Answer order(String body) {
        return client.post("mig_orders", body, "Prefer", "return=representation");
    }

    @Test
    void bindsByGuidByKeyAndByAbsoluteUrl() {
        String id = account("B1");

        for (String address : new String[] {
            "/accounts(" + id + ")",
            "accounts(" + id + ")",
            "/accounts(mig_key='B1')",
            client.rootUrl() + "accounts(" + id + ")"
        }) {
            Answer answer = order("{\"mig_AccountId@odata.bind\":\"" + address + "\"}");
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
            assertThat(answer.json().path("_mig_accountid_value").asText()).isEqualTo(id);
        }
    }

    @Test
    void refusesTheColumnNameAndOtherCaseAsNavigationProperty() {
        String id = account("B2");

        Answer lower = order("{\"mig_accountid@odata.bind\":\"/accounts(" + id + ")\"}");
        assertThat(lower.status()).isEqualTo(400);
        assertThat(lower.code()).isEqualTo("0x80048d19");
        assertThat(lower.message())
                .startsWith("An undeclared property 'mig_accountid' which only has property annotations");
        assertThat(order("{\"mig_accountid\":\"" + id + "\"}").status()).isEqualTo(400);
        assertThat(order("{\"mig_AccountId@odata.bind\":\"/contacts(" + id + ")\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void refusesARowThatIsNotThere() {
        Answer byId = order("{\"mig_AccountId@odata.bind\":\"/accounts(" + UUID.randomUUID() + ")\"}");
        Answer byKey = order("{\"mig_AccountId@odata.bind\":\"/accounts(mig_key='nobody')\"}");

        assertThat(byId.status()).isEqualTo(404);
        assertThat(byId.code()).isEqualTo("0x80040217");
        assertThat(byKey.code()).isEqualTo("0x80060891");
    }

    @Test
    void clearsALookupByNullAndByReference() {
        String order = order("{\"mig_AccountId@odata.bind\":\"/accounts(" + account("B3") + ")\"}")
                .json()
                .path("mig_orderid")
                .asText();
        String url = "mig_orders(" + order + ")";

        client.patch(url, "{\"mig_AccountId@odata.bind\":null}");
        assertThat(client.get(url).json().path("_mig_accountid_value").isNull()).isTrue();
        client.call(
                "PUT",
                url + "/mig_AccountId/$ref",
                "{\"@odata.id\":\"" + client.rootUrl() + "accounts(mig_key='B3')\"}");
        assertThat(client.get(url).json().path("_mig_accountid_value").isNull()).isFalse();
        assertThat(client.delete(url + "/mig_AccountId/$ref").status()).isEqualTo(204);
        assertThat(client.get(url).json().path("_mig_accountid_value").isNull()).isTrue();
    }

    @Test
    void hasOneNavigationPropertyPerTargetOfACustomer() {
        String account = account("B4");
        String contact = client.post("contacts", "{\"lastname\":\"L\"}").id();
        Answer bound = client.post(
                "contacts",
                "{\"lastname\":\"M\",\"parentcustomerid_account@odata.bind\":\"/accounts(" + account + ")\"}",
                "Prefer",
                "return=representation,odata.include-annotations=\"*\"");

        assertThat(bound.json()
                        .path("_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname")
                        .asText())
                .isEqualTo("account");
        assertThat(bound.json()
                        .path("_parentcustomerid_value@OData.Community.Display.V1.FormattedValue")
                        .asText())
                .isEqualTo("A");
        String url = "contacts(" + bound.json().path("contactid").asText() + ")";
        client.patch(url, "{\"parentcustomerid_contact@odata.bind\":\"/contacts(" + contact + ")\"}");
        assertThat(client.get(url).json().path("_parentcustomerid_value").asText())
                .isEqualTo(contact);
    }

    @Test
    void unlinksTheRowsOfADeletedOneByDefault() {
        String account = account("B5");
        String url = "mig_orders("
                + order("{\"mig_AccountId@odata.bind\":\"/accounts(" + account + ")\"}")
                        .json()
                        .path("mig_orderid")
                        .asText()
                + ")";

        assertThat(client.delete("accounts(" + account + ")").status()).isEqualTo(204);

        assertThat(client.get(url).json().path("_mig_accountid_value").isNull()).isTrue();
    }

    @Test
    void refusesTheDeleteWhereARelationshipRestrictsIt() {
        String contact = client.post("contacts", "{\"lastname\":\"Payer\"}").id();
        String order = order("{\"mig_PayerId@odata.bind\":\"/contacts(" + contact + ")\"}")
                .json()
                .path("mig_orderid")
                .asText();

        Answer refused = client.delete("contacts(" + contact + ")");
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.code()).isEqualTo("0x80040227");
        client.delete("mig_orders(" + order + ")");
        assertThat(client.delete("contacts(" + contact + ")").status()).isEqualTo(204);
    }

    @Test
    void deletesChildrenWhereARelationshipCascades() {
        String parent = order("{}").json().path("mig_orderid").asText();
        String child = order("{\"mig_ParentId@odata.bind\":\"/mig_orders(" + parent + ")\"}")
                .json()
                .path("mig_orderid")
                .asText();

        assertThat(client.delete("mig_orders(" + parent + ")").status()).isEqualTo(204);

        assertThat(client.get("mig_orders(" + child + ")").status()).isEqualTo(404);
    }
}
