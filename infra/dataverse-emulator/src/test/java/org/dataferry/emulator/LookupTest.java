package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    /** Every way of writing a row, with the same lookup in its body. */
    private enum Way {
        CREATE,
        UPDATE,
        UPSERT,
        CREATE_MULTIPLE,
        UPDATE_MULTIPLE,
        UPSERT_MULTIPLE,
        BATCH,
        CHANGE_SET
    }

    private Answer write(Way way, String lookup) {
        String existing =
                order("{\"mig_name\":\"before\"}").json().path("mig_orderid").asText();
        String type = "\"@odata.type\":\"Microsoft.Dynamics.CRM.mig_order\"";
        String bad = "\"mig_name\":\"after\"," + lookup;
        String bulk = "mig_orders/Microsoft.Dynamics.CRM.";
        return switch (way) {
            case CREATE -> client.post("mig_orders", "{" + bad + "}");
            case UPDATE -> client.patch("mig_orders(" + existing + ")", "{" + bad + "}", "If-Match", "*");
            case UPSERT -> client.patch("mig_orders(" + UUID.randomUUID() + ")", "{" + bad + "}");
            case CREATE_MULTIPLE ->
                client.post(
                        bulk + "CreateMultiple",
                        "{\"Targets\":[{\"mig_name\":\"after\"," + type + "},{" + bad + "," + type + "}]}");
            case UPDATE_MULTIPLE -> {
                String other = order("{}").json().path("mig_orderid").asText();
                yield client.post(
                        bulk + "UpdateMultiple",
                        "{\"Targets\":[{\"mig_name\":\"after\",\"mig_orderid\":\"" + other + "\"," + type
                                + "},{\"mig_orderid\":\"" + existing + "\"," + bad + "," + type + "}]}");
            }
            case UPSERT_MULTIPLE ->
                client.post(
                        bulk + "UpsertMultiple",
                        "{\"Targets\":[{\"mig_name\":\"after\",\"mig_orderid\":\"" + UUID.randomUUID() + "\"," + type
                                + "},{\"mig_orderid\":\"" + existing + "\"," + bad + "," + type + "}]}");
            case BATCH -> {
                String part = "--b\r\nContent-Type: application/http\r\n\r\n" + request("{" + bad + "}");
                yield client.post("$batch", part + "--b--\r\n", "Content-Type", "multipart/mixed;boundary=b");
            }
            case CHANGE_SET -> {
                String head = "--c\r\nContent-Type: application/http\r\nContent-ID: ";
                String set = "--b\r\nContent-Type: multipart/mixed;boundary=c\r\n\r\n" + head + "1\r\n\r\n"
                        + request("{\"mig_name\":\"after\"}") + head + "2\r\n\r\n" + request("{" + bad + "}")
                        + "--c--\r\n--b--\r\n";
                yield client.post("$batch", set, "Content-Type", "multipart/mixed;boundary=b");
            }
        };
    }

    private static String request(String body) {
        return "POST /api/data/v9.2/mig_orders HTTP/1.1\r\nContent-Type: application/json\r\n\r\n" + body + "\r\n";
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void saysWhichRowOfALookupIsMissingAndWritesNothing(Way way) {
        String nobody = UUID.randomUUID().toString();

        Answer byId = write(way, "\"mig_AccountId@odata.bind\":\"/accounts(" + nobody + ")\"");
        Answer byKey = write(way, "\"mig_AccountId@odata.bind\":\"/accounts(mig_key='nobody')\"");

        assertThat(byId.status()).isEqualTo(404);
        assertThat(byId.body())
                .contains("\"code\":\"0x80040217\"", "\"message\":\"account With Id = " + nobody + " Does Not Exist\"");
        assertThat(byKey.status()).isEqualTo(404);
        assertThat(byKey.body())
                .contains(
                        "\"code\":\"0x80060891\"",
                        "\"message\":\"A record with the specified key values does not exist in account entity\"");
        assertThat(client.get("mig_orders?$filter=mig_name%20eq%20'after'")
                        .json()
                        .path("value"))
                .isEmpty();
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

    private Answer createPolymorphicLookup(String table, String schemaName, String type, String... targets) {
        String relationships = Stream.of(targets)
                .map(target -> "{\"SchemaName\":\"" + schemaName + "_r_" + target + "\",\"ReferencingEntity\":\""
                        + table + "\",\"ReferencedEntity\":\"" + target + "\"}")
                .collect(Collectors.joining(","));
        return client.post(
                "CreatePolymorphicLookupAttribute",
                "{\"OneToManyRelationships\":[" + relationships + "],\"Lookup\":{\"AttributeType\":\"Lookup\","
                        + "\"SchemaName\":\"" + schemaName + "\",\"@odata.type\":\"Microsoft.Dynamics.CRM." + type
                        + "\"}}");
    }

    @Test
    void makesALookupToSeveralTables() {
        Answer made = createPolymorphicLookup(
                "mig_order", "mig_BuyerId", "ComplexLookupAttributeMetadata", "account", "contact", "mig_order");

        assertThat(made.status()).as(made.body()).isEqualTo(200);
        assertThat(made.json().path("RelationshipIds")).hasSize(3);
        String column = "EntityDefinitions(LogicalName='mig_order')/Attributes("
                + made.json().path("AttributeId").asText() + ")";
        assertThat(client.get(column).json().path("LogicalName").asText()).isEqualTo("mig_buyerid");
        assertThat(client.get("EntityDefinitions(LogicalName='mig_order')/ManyToOneRelationships?$select="
                                + "ReferencingEntityNavigationPropertyName&$filter="
                                + ApiClient.encode("ReferencingAttribute eq 'mig_buyerid'"))
                        .json()
                        .path("value")
                        .findValuesAsText("ReferencingEntityNavigationPropertyName"))
                .containsExactly("mig_BuyerId_account", "mig_BuyerId_contact", "mig_BuyerId_mig_order");

        String account = account("P1");
        String contact = client.post("contacts", "{}").id();
        String order = "mig_orders("
                + order("{\"mig_BuyerId_account@odata.bind\":\"/accounts(" + account + ")\"}")
                        .json()
                        .path("mig_orderid")
                        .asText()
                + ")";
        client.patch(order, "{\"mig_BuyerId_contact@odata.bind\":\"/contacts(" + contact + ")\"}");
        Answer read = client.get(order, "Prefer", "odata.include-annotations=\"*\"");
        assertThat(read.json().path("_mig_buyerid_value").asText()).isEqualTo(contact);
        assertThat(read.json()
                        .path("_mig_buyerid_value@Microsoft.Dynamics.CRM.associatednavigationproperty")
                        .asText())
                .isEqualTo("mig_BuyerId_contact");
        client.delete("accounts(" + account + ")");
        assertThat(client.get(order).json().path("_mig_buyerid_value").asText())
                .as("the row it named before is of no matter to it")
                .isEqualTo(contact);
        client.delete("contacts(" + contact + ")");
        assertThat(client.get(order).json().path("_mig_buyerid_value").isNull()).isTrue();
        assertThat(order("{\"mig_BuyerId@odata.bind\":\"/accounts(" + account + ")\"}")
                        .code())
                .isEqualTo("0x80048d19");
    }

    @Test
    void refusesLookupsToSeveralTablesThatCannotBe() {
        String complex = "ComplexLookupAttributeMetadata";

        assertThat(createPolymorphicLookup("mig_order", "mig_NoneId", complex).status())
                .isEqualTo(400);
        assertThat(createPolymorphicLookup("mig_order", "mig_TwiceId", complex, "account", "account")
                        .status())
                .isEqualTo(400);
        assertThat(createPolymorphicLookup("mig_order", "mig_NobodyId", complex, "mig_nobody")
                        .status())
                .isEqualTo(400);
        assertThat(createPolymorphicLookup("mig_order", "mig_PlainId", "LookupAttributeMetadata", "account")
                        .status())
                .isEqualTo(400);
        assertThat(createPolymorphicLookup("mig_order", "mig_AccountId", complex, "contact")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void givesALookupToSeveralTablesOneMore() {
        createPolymorphicLookup("mig_order", "mig_AgentId", "ComplexLookupAttributeMetadata", "account", "contact");

        Answer more = client.createLookup("mig_agent_lead", "mig_order", "lead", "mig_AgentId", "RemoveLink");
        assertThat(more.status()).as(more.body()).isEqualTo(204);
        assertThat(client.createLookup("mig_agent_again", "mig_order", "lead", "mig_AgentId", "RemoveLink")
                        .code())
                .isEqualTo("0x80090424");
        assertThat(client.createLookup("mig_account_more", "mig_order", "lead", "mig_AccountId", "RemoveLink")
                        .status())
                .as("a lookup to one table")
                .isEqualTo(400);

        String lead = client.post("leads", "{\"lastname\":\"L\"}").id();
        String order = order("{\"mig_AgentId_lead@odata.bind\":\"/leads(" + lead + ")\"}")
                .json()
                .path("mig_orderid")
                .asText();
        assertThat(client.get("mig_orders(" + order + ")")
                        .json()
                        .path("_mig_agentid_value")
                        .asText())
                .isEqualTo(lead);
        client.delete("leads(" + lead + ")");
        assertThat(client.get("mig_orders(" + order + ")")
                        .json()
                        .path("_mig_agentid_value")
                        .isNull())
                .isTrue();
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
        assertThat(client.get("contacts(" + contact + ")").status()).isEqualTo(200);
        client.delete("mig_orders(" + order + ")");
        assertThat(client.delete("contacts(" + contact + ")").status()).isEqualTo(204);
    }

    @Test
    void deletesNothingWhereACascadeMeetsARestriction() {
        String contact = client.post("contacts", "{\"lastname\":\"Payer\"}").id();
        client.createManyToMany("mig_order_contact", "mig_order", "contact", "");
        client.createLookup("mig_note_order", "mig_order", "mig_order", "mig_NotesOfId", "Restrict");
        String parent = order("{}").json().path("mig_orderid").asText();
        String child = order("{\"mig_ParentId@odata.bind\":\"/mig_orders(" + parent + ")\"}")
                .json()
                .path("mig_orderid")
                .asText();
        order("{\"mig_NotesOfId@odata.bind\":\"/mig_orders(" + child + ")\"}");
        client.link("mig_orders(" + parent + ")", "mig_order_contact", "contacts(" + contact + ")");

        assertThat(client.delete("mig_orders(" + parent + ")").code()).isEqualTo("0x80040227");

        assertThat(client.get("mig_orders(" + child + ")").status()).isEqualTo(200);
        assertThat(client.get("contacts(" + contact + ")/mig_order_contact/$count")
                        .body())
                .as("links of the row that stays")
                .isEqualTo("1");
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

    @Test
    void aRowThatWasNamedBeforeCantBeNamedOnceItIsDeleted() {
        String id = account("K1");
        String body = "{\"mig_AccountId@odata.bind\":\"/accounts(" + id + ")\"}";
        assertThat(order(body).status()).isEqualTo(201);
        assertThat(order(body).status()).isEqualTo(201);

        assertThat(client.delete("accounts(" + id + ")").status()).isEqualTo(204);

        assertThat(order(body).code()).isEqualTo("0x80040217");
    }
}
