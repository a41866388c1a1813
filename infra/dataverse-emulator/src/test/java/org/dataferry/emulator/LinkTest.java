package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The links of many-to-many relationships, and children reached through the collection of their lookup. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinkTest {
    private static final String NAVIGATION = "mig_account_contact";
    private static final String LINKS = "mig_accountcontactset";

    private EmulatorFixture emulator;
    private ApiClient client;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture();
        client = emulator.client();
        client.createKeyColumn("account", "mig_Key");
        client.createKeyColumn("contact", "mig_Key");
        client.createManyToMany(NAVIGATION, "account", "contact", ",\"IntersectEntityName\":\"mig_accountcontact\"");
        client.createTable("mig_Item");
        client.createManyToMany(
                "mig_item_item",
                "mig_item",
                "mig_item",
                ",\"Entity1NavigationPropertyName\":\"mig_Parts\",\"Entity2NavigationPropertyName\":\"mig_Wholes\"");
        client.createLookup("mig_item_account", "mig_item", "account", "mig_AccountId", "RemoveLink");
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    private String account() {
        return "accounts(" + client.post("accounts", "{\"name\":\"A\"}").id() + ")";
    }

    private String contact(String lastName) {
        return "contacts("
                + client.post("contacts", "{\"lastname\":\"" + lastName + "\"}").id() + ")";
    }

    private static String idOf(String address) {
        return address.replaceFirst(".*\\(", "").replace(")", "");
    }

    private List<String> lastNames(String account) {
        return client.get(account + "/" + NAVIGATION + "?$select=lastname")
                .json()
                .path("value")
                .findValuesAsText("lastname");
    }

    private JsonNode links(String account) {
        return client.get(LINKS + "?$select=accountid,contactid&$filter=accountid%20eq%20" + idOf(account))
                .json()
                .path("value");
    }

    @Test
    void linksByAbsoluteAndRelativeAddressesAndByKeys() {
        client.post("accounts", "{\"mig_key\":\"K1\"}");
        client.post("contacts", "{\"mig_key\":\"K1\",\"lastname\":\"by key\"}");
        String relative = contact("relative");
        String slashed = contact("slashed");

        assertThat(client.link("accounts(mig_key='K1')", NAVIGATION, "contacts(mig_key='K1')")
                        .status())
                .isEqualTo(204);
        for (String address : List.of(relative, "/" + slashed)) {
            Answer answer = client.post(
                    "accounts(mig_key='K1')/" + NAVIGATION + "/$ref", "{\"@odata.id\":\"" + address + "\"}");
            assertThat(answer.status()).as(answer.body()).isEqualTo(204);
            assertThat(answer.header("OData-EntityId")).isEmpty();
        }

        assertThat(lastNames("accounts(mig_key='K1')")).containsExactlyInAnyOrder("by key", "relative", "slashed");
    }

    @Test
    void linksFromEitherEnd() {
        String account = account();
        String contact = contact("either");

        assertThat(client.link(contact, NAVIGATION, account).status()).isEqualTo(204);

        assertThat(lastNames(account)).containsExactly("either");
        assertThat(links(account)).hasSize(1);
        assertThat(links(account).path(0).path("contactid").asText()).isEqualTo(idOf(contact));
    }

    @Test
    void refusesToLinkAPairTwice() {
        String account = account();
        String contact = contact("twice");
        client.link(account, NAVIGATION, contact);

        for (Answer again :
                List.of(client.link(account, NAVIGATION, contact), client.link(contact, NAVIGATION, account))) {
            assertThat(again.status()).isEqualTo(412);
            assertThat(again.code()).isEqualTo("0x80040237");
            assertThat(again.message()).isEqualTo("Cannot insert duplicate key.");
        }
        assertThat(links(account)).hasSize(1);
    }

    @Test
    void saysWhichEndIsMissing() {
        String account = account();
        String nobody = UUID.randomUUID().toString();

        Answer far = client.link(account, NAVIGATION, "contacts(" + nobody + ")");
        Answer near = client.link("accounts(" + nobody + ")", NAVIGATION, contact("x"));
        Answer byKey = client.link(account, NAVIGATION, "contacts(mig_key='nobody')");

        assertThat(far.status()).isEqualTo(404);
        assertThat(far.code()).isEqualTo("0x80040217");
        assertThat(far.message()).isEqualTo("contact With Id = " + nobody + " Does Not Exist");
        assertThat(near.message()).isEqualTo("account With Id = " + nobody + " Does Not Exist");
        assertThat(byKey.status()).isEqualTo(404);
        assertThat(byKey.code()).isEqualTo("0x80060891");
        assertThat(byKey.message())
                .isEqualTo("A record with the specified key values does not exist in contact entity");
        assertThat(links(account)).isEmpty();
    }

    @Test
    void refusesRowsOfOtherTablesAndUnknownCollections() {
        String account = account();

        assertThat(client.link(account, NAVIGATION, account()).status()).isEqualTo(400);
        assertThat(client.link(account, "mig_Account_Contact", contact("x")).code())
                .isEqualTo("0x8006088a");
        Answer single = client.link(contact("x"), "parentcustomerid_account", account);
        assertThat(single.status()).isEqualTo(404);
        assertThat(single.message())
                .isEqualTo("The URI segment '$ref' is invalid after the segment 'parentcustomerid_account'.");
    }

    @Test
    void unlinksByKeyInThePathAndByTheIdOption() {
        String account = account();
        String first = contact("first");
        String second = contact("second");
        client.link(account, NAVIGATION, first);
        client.link(account, NAVIGATION, second);

        assertThat(client.delete(account + "/" + NAVIGATION + "(" + idOf(first) + ")/$ref")
                        .status())
                .isEqualTo(204);
        assertThat(client.delete(
                                account + "/" + NAVIGATION + "/$ref?$id=" + ApiClient.encode(client.rootUrl() + second))
                        .status())
                .isEqualTo(204);

        assertThat(links(account)).isEmpty();
        assertThat(client.get(first).status()).isEqualTo(200);
        assertThat(client.delete(account + "/" + NAVIGATION + "/$ref").status()).isEqualTo(400);
    }

    @Test
    void saysThatAPairIsNotLinked() {
        String account = account();
        String contact = contact("never");

        Answer answer = client.delete(account + "/" + NAVIGATION + "(" + idOf(contact) + ")/$ref");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("0x80040217");
        assertThat(answer.message()).contains(idOf(account), idOf(contact));
    }

    @Test
    void forgetsTheLinksOfADeletedEnd() {
        String account = account();
        String other = account();
        String contact = contact("gone");
        client.link(account, NAVIGATION, contact);
        client.link(other, NAVIGATION, contact);

        assertThat(client.delete(contact).status()).isEqualTo(204);
        assertThat(client.patch(contact, "{\"lastname\":\"back\"}").status()).isEqualTo(204);

        assertThat(links(account)).isEmpty();
        assertThat(links(other)).isEmpty();
        assertThat(lastNames(account)).isEmpty();
        assertThat(client.link(account, NAVIGATION, contact).status()).isEqualTo(204);
    }

    @Test
    void readsLinkedRowsInPagesWithFiltersAndCounts() {
        String account = account();
        IntStream.range(0, 7).forEach(i -> client.link(account, NAVIGATION, contact("P" + i)));
        contact("P8");
        String url = account + "/" + NAVIGATION + "?$select=lastname";

        Answer page = client.get(url + "&$orderby=lastname&$count=true", "Prefer", "odata.maxpagesize=5");
        Answer rest = client.get(page.json().path("@odata.nextLink").asText(), "Prefer", "odata.maxpagesize=5");

        assertThat(page.json().path("@odata.count").asInt()).isEqualTo(7);
        assertThat(page.json().path("value").findValuesAsText("lastname"))
                .containsExactly("P0", "P1", "P2", "P3", "P4");
        assertThat(rest.json().path("value").findValuesAsText("lastname")).containsExactly("P5", "P6");
        assertThat(rest.json().has("@odata.nextLink")).isFalse();
        assertThat(client.get(url + "&$filter=lastname%20gt%20'P4'").json().path("value"))
                .hasSize(2);
        assertThat(client.get(account + "/" + NAVIGATION + "/$count").body()).isEqualTo("7");
    }

    @Test
    void countsAndPagesLinksInTheIntersectTable() {
        String account = account();
        IntStream.range(0, 4).forEach(i -> client.link(account, NAVIGATION, contact("I" + i)));
        String filter = "$filter=accountid%20eq%20" + idOf(account);

        Answer page = client.get(LINKS + "?$select=contactid&$count=true&" + filter, "Prefer", "odata.maxpagesize=3");

        assertThat(page.json().path("@odata.count").asInt()).isEqualTo(4);
        assertThat(page.json().path("value")).hasSize(3);
        assertThat(page.json().path("value").path(0).has("mig_accountcontactid"))
                .isTrue();
        assertThat(client.get(page.json().path("@odata.nextLink").asText(), "Prefer", "odata.maxpagesize=3")
                        .json()
                        .path("value"))
                .hasSize(1);
        assertThat(client.get(LINKS + "?$apply=aggregate($count%20as%20n)&" + filter)
                        .json()
                        .path("value")
                        .path(0)
                        .path("n")
                        .asInt())
                .isEqualTo(4);
    }

    @Test
    void keepsTheIntersectTableReadOnly() {
        Answer create = client.post(LINKS, "{\"accountid\":\"" + UUID.randomUUID() + "\"}");

        assertThat(create.status()).isEqualTo(405);
        assertThat(create.message())
                .isEqualTo("The 'Create' method does not support entities of type 'mig_accountcontact'.");
        assertThat(client.post(LINKS + "/Microsoft.Dynamics.CRM.CreateMultiple", "{\"Targets\":[]}")
                        .message())
                .contains("'CreateMultiple'");
        assertThat(client.delete(LINKS + "(" + UUID.randomUUID() + ")").status())
                .isEqualTo(405);
    }

    @Test
    void tellsTheTwoDirectionsOfATableLinkedToItself() {
        String whole = "mig_items("
                + client.post("mig_items", "{\"mig_name\":\"whole\"}").id() + ")";
        String part = "mig_items("
                + client.post("mig_items", "{\"mig_name\":\"part\"}").id() + ")";

        assertThat(client.link(whole, "mig_Parts", part).status()).isEqualTo(204);
        assertThat(client.link(part, "mig_Wholes", whole).status()).isEqualTo(412);

        assertThat(client.get(whole + "/mig_Parts?$select=mig_name").body()).contains("\"part\"");
        assertThat(client.get(part + "/mig_Wholes?$select=mig_name").body()).contains("\"whole\"");
        assertThat(client.get(whole + "/mig_Wholes").json().path("value")).isEmpty();
        JsonNode link = client.get("mig_item_itemset?$filter=mig_itemidone%20eq%20" + idOf(whole))
                .json()
                .path("value")
                .path(0);
        assertThat(link.path("mig_itemidtwo").asText()).isEqualTo(idOf(part));
        assertThat(client.link(part, "mig_Parts", whole).status())
                .as("the other way round is another link")
                .isEqualTo(204);
        client.delete(part);
        assertThat(client.get(whole + "/mig_Parts").json().path("value")).isEmpty();
        assertThat(client.get(whole + "/mig_Wholes").json().path("value")).isEmpty();
    }

    @Test
    void reachesChildrenThroughTheCollectionOfTheirLookup() {
        String account = account();
        String item = "mig_items("
                + client.post("mig_items", "{\"mig_name\":\"child\"}").id() + ")";

        assertThat(client.link(account, "mig_item_account", item).status()).isEqualTo(204);
        assertThat(client.get(account + "/mig_item_account?$select=mig_name").body())
                .contains("child");
        assertThat(client.get(item + "/mig_AccountId?$select=name")
                        .json()
                        .path("accountid")
                        .asText())
                .isEqualTo(idOf(account));
        assertThat(client.delete(account + "/mig_item_account(" + idOf(item) + ")/$ref")
                        .status())
                .isEqualTo(204);
        assertThat(client.get(item + "/mig_AccountId").status()).isEqualTo(204);
        assertThat(client.delete(account + "/mig_item_account(" + idOf(item) + ")/$ref")
                        .status())
                .isEqualTo(404);
    }
}
