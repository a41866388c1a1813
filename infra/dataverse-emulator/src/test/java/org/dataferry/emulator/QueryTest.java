package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryTest {
    private EmulatorFixture emulator;
    private ApiClient client;
    private String boss;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture();
        client = emulator.client();
        client.createKeyColumn("account", "mig_Key");
        boss = client.post("contacts", "{\"firstname\":\"B\",\"lastname\":\"Boss\"}")
                .id();
        account("Alpha", "k1", ",\"numberofemployees\":1,\"revenue\":10.5,\"creditonhold\":true");
        account("beta", "k2", ",\"numberofemployees\":2,\"fax\":\"12\"");
        account(
                "Gamma's",
                "k3",
                ",\"numberofemployees\":3,\"primarycontactid@odata.bind\":\"/contacts(" + boss + ")\"");
        account("délta", "k4", "");
        client.createTable("mig_Row");
    }

    private void account(String name, String key, String more) {
        Answer answer = client.post("accounts", "{\"name\":\"" + name + "\",\"mig_key\":\"" + key + "\"" + more + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    private List<String> keys(String filter) {
        Answer answer = client.get("accounts?$select=mig_key&$orderby=mig_key&$filter=" + ApiClient.encode(filter));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("value").findValuesAsText("mig_key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name eq 'ALPHA' | k1",
                "name eq 'Delta' | k4",
                "name ne 'alpha' and numberofemployees gt 1 | k2,k3",
                "numberofemployees ge 2 and not (numberofemployees eq 3) | k2",
                "numberofemployees lt 2 or numberofemployees le 1 | k1",
                "numberofemployees eq null | k4",
                "fax ne null | k2",
                "contains(name,'mm') | k3",
                "startswith(name,'be') or endswith(name,'PHA') | k1,k2",
                "name eq 'Gamma''s' | k3",
                "revenue eq 10.50 | k1",
                "creditonhold eq true | k1",
                "statecode eq 0 and mig_key eq 'K2' | k2",
                "mig_key eq 'k1' or mig_key eq 'k3' | k1,k3",
                "createdon gt 2020-01-01 and mig_key eq 'k1' | k1",
                "createdon lt 2020-01-01T00:00:00Z | ''",
            })
    void filters(String filter, String expected) {
        assertThat(String.join(",", keys(filter))).isEqualTo(expected.replace("''", ""));
    }

    @Test
    void filtersByLookupAndById() {
        String id =
                client.get("accounts(mig_key='k3')").json().path("accountid").asText();

        assertThat(keys("_primarycontactid_value eq " + boss)).containsExactly("k3");
        assertThat(keys("accountid eq " + id)).containsExactly("k3");
    }

    @Test
    void findsRowsByAListOfKeys() {
        Answer answer = client.get("accounts?$select=mig_key&$filter=Microsoft.Dynamics.CRM.In(PropertyName=@p1,"
                + "PropertyValues=@p2)&@p1='mig_key'&@p2=" + ApiClient.encode("[\"k4\",\"K1\",\"none\"]"));

        assertThat(answer.json().path("value").findValuesAsText("mig_key")).containsExactlyInAnyOrder("k1", "k4");
    }

    @Test
    void refusesUnknownPropertiesAndWrongTypes() {
        Answer unknown = client.get("accounts?$filter=" + ApiClient.encode("Name eq 'x'"));

        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.code()).isEqualTo("0x0");
        assertThat(unknown.message())
                .isEqualTo("Could not find a property named 'Name' on type 'Microsoft.Dynamics.CRM.account'.");
        assertThat(client.get("accounts?$select=nothing").status()).isEqualTo(400);
        assertThat(client.get("accounts?$filter=" + ApiClient.encode("name eq 5"))
                        .status())
                .isEqualTo(400);
        assertThat(client.get("accounts?$filter=" + ApiClient.encode("name eq")).status())
                .isEqualTo(400);
        assertThat(client.get("accounts?$skip=5").status()).isEqualTo(400);
    }

    @Test
    void ordersAndLimits() {
        Answer answer = client.get("accounts?$select=mig_key&$orderby=numberofemployees%20desc,name&$top=2");

        assertThat(answer.json().path("value").findValuesAsText("mig_key")).containsExactly("k3", "k2");
        assertThat(answer.json().has("@odata.nextLink")).isFalse();
    }

    @Test
    void counts() {
        assertThat(client.get("accounts?$count=true&$top=1")
                        .json()
                        .path("@odata.count")
                        .asInt())
                .isEqualTo(4);
        assertThat(client.get("accounts/$count").body()).isEqualTo("4");
        assertThat(client.get("accounts/$count?$filter=numberofemployees%20eq%20null")
                        .body())
                .isEqualTo("1");
        assertThat(client.get("accounts?$apply=" + ApiClient.encode("aggregate($count as n)"))
                        .json()
                        .path("value")
                        .path(0)
                        .path("n")
                        .asInt())
                .isEqualTo(4);
        assertThat(client.get("RetrieveTotalRecordCount(EntityNames=@p1)?@p1="
                                + ApiClient.encode("[\"account\",\"contact\"]"))
                        .json()
                        .path("EntityRecordCountCollection")
                        .path("Values")
                        .toString())
                .isEqualTo("[4,1]");
    }

    @ParameterizedTest
    @CsvSource({"''", "$orderby=name desc", "$filter=fax ne 'x'"})
    void pagesThroughAllRowsOnce(String options) {
        List<String> seen = new ArrayList<>();
        String url = "accounts?$select=mig_key&" + options.replace(" ", "%20");
        int pages = 0;
        while (!url.isEmpty()) {
            Answer page = client.get(url, "Prefer", "odata.maxpagesize=3");
            assertThat(page.status()).as(page.body()).isEqualTo(200);
            assertThat(page.header("Preference-Applied")).isEqualTo("odata.maxpagesize=3");
            seen.addAll(page.json().path("value").findValuesAsText("mig_key"));
            url = page.json().path("@odata.nextLink").asText();
            pages++;
        }
        assertThat(seen).containsExactlyInAnyOrder("k1", "k2", "k3", "k4");
        assertThat(pages).isEqualTo(2);
    }

    @Test
    void goesOnBehindALastRowThatIsGone() {
        client.createTable("mig_Leaf");
        for (String name : List.of("d", "b", "a", "c")) {
            client.post("mig_leafs", "{\"mig_name\":\"" + name + "\"}");
        }
        JsonNode first = client.get("mig_leafs?$orderby=mig_name", "Prefer", "odata.maxpagesize=2")
                .json();
        client.delete(
                "mig_leafs(" + first.path("value").path(1).path("mig_leafid").asText() + ")");

        Answer second = client.get(first.path("@odata.nextLink").asText(), "Prefer", "odata.maxpagesize=2");

        assertThat(first.path("value").findValuesAsText("mig_name")).containsExactly("a", "b");
        assertThat(second.json().path("value").findValuesAsText("mig_name")).containsExactly("c", "d");
    }

    @Test
    void ordersLookupsByTheNamesOfTheirRowsAndGoesOnBehindThem() {
        client.createTable("mig_Shelf");
        client.createTable("mig_Book");
        client.createLookup("mig_book_shelf", "mig_book", "mig_shelf", "mig_ShelfId", "RemoveLink");
        for (String name : List.of("c", "a", "b")) {
            String shelf =
                    client.post("mig_shelfs", "{\"mig_name\":\"" + name + "\"}").id();
            client.post(
                    "mig_books",
                    "{\"mig_name\":\"in " + name + "\",\"mig_ShelfId@odata.bind\":\"/mig_shelfs(" + shelf + ")\"}");
        }
        client.post("mig_books", "{\"mig_name\":\"lent\"}");
        List<String> seen = new ArrayList<>();
        String url = "mig_books?$orderby=_mig_shelfid_value%20desc";
        while (!url.isEmpty()) {
            JsonNode page = client.get(url, "Prefer", "odata.maxpagesize=1").json();
            seen.addAll(page.path("value").findValuesAsText("mig_name"));
            url = page.path("@odata.nextLink").asText();
        }

        assertThat(seen).containsExactly("in c", "in b", "in a", "lent");
        assertThat(client.get("mig_books?$orderby=mig_ShelfId/mig_name").status())
                .isEqualTo(501);
    }

    @Test
    void annotatesTheTotalOnRequest() {
        String[] all = {"Prefer", "odata.include-annotations=\"*\""};
        Answer counted = client.get("accounts?$select=name&$count=true", all);
        Answer plain = client.get("accounts?$select=name", all);

        assertThat(counted.header("Preference-Applied")).isEqualTo("odata.include-annotations=\"*\"");
        assertThat(counted.json()
                        .path("@Microsoft.Dynamics.CRM.totalrecordcount")
                        .asInt())
                .isEqualTo(4);
        assertThat(counted.json()
                        .path("@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded")
                        .toString())
                .isEqualTo("false");
        assertThat(plain.json().path("@Microsoft.Dynamics.CRM.totalrecordcount").asInt())
                .isEqualTo(-1);
        assertThat(client.get("accounts?$count=true").json().has("@Microsoft.Dynamics.CRM.totalrecordcount"))
                .isFalse();
    }

    @Test
    void annotatesALookup() {
        JsonNode row = client.get(
                        "accounts(mig_key='k3')?$select=_primarycontactid_value",
                        "Prefer",
                        "odata.include-annotations=\"*\"")
                .json();

        assertThat(row.path("_primarycontactid_value@OData.Community.Display.V1.FormattedValue")
                        .asText())
                .isEqualTo("B Boss");
        assertThat(row.path("_primarycontactid_value@Microsoft.Dynamics.CRM.lookuplogicalname")
                        .asText())
                .isEqualTo("contact");
        assertThat(row.path("_primarycontactid_value@Microsoft.Dynamics.CRM.associatednavigationproperty")
                        .asText())
                .isEqualTo("primarycontactid");
    }

    @Test
    void answersAnUnchangedRowWithoutIt() {
        String etag = client.get("accounts(mig_key='k1')").header("ETag");

        assertThat(client.get("accounts(mig_key='k1')", "If-None-Match", etag).status())
                .isEqualTo(304);
        assertThat(client.get(
                                "accounts(mig_key='k1')",
                                "If-None-Match",
                                etag,
                                "Prefer",
                                "odata.include-annotations=\"*\"")
                        .status())
                .as("annotations come from other rows")
                .isEqualTo(200);
        assertThat(client.get("accounts(mig_key='k1')?$expand=primarycontactid", "If-None-Match", etag)
                        .status())
                .isEqualTo(200);
        assertThat(client.get("accounts(mig_key='k1')", "If-None-Match", "null").status())
                .isEqualTo(200);
    }

    @Test
    void refusesAUrlOfMoreThan32KilobytesAndOptionsThatDataverseLacks() {
        String filter = "accounts?$filter=" + ApiClient.encode("name eq '" + "x".repeat(32_000) + "'");

        assertThat(client.get(filter).status()).isEqualTo(200);
        assertThat(client.get(filter + "&$select=" + "name,".repeat(160) + "name")
                        .status())
                .isEqualTo(414);
        for (String option : List.of("$skip=1", "$search=a", "$format=json")) {
            assertThat(client.get("accounts?" + option).status()).as(option).isEqualTo(400);
        }
    }

    @Test
    void givesFiveThousandRowsAtMost() {
        for (int i = 0; i < 6; i++) {
            List<String> targets = IntStream.range(0, 1000)
                    .mapToObj(n -> "{\"@odata.type\":\"Microsoft.Dynamics.CRM.mig_row\",\"mig_name\":\"" + n + "\"}")
                    .toList();
            client.post(
                    "mig_rows/Microsoft.Dynamics.CRM.CreateMultiple",
                    "{\"Targets\":[" + String.join(",", targets) + "]}");
        }

        JsonNode first = client.get("mig_rows?$select=mig_name&$count=true").json();
        JsonNode second = client.get(first.path("@odata.nextLink").asText()).json();

        assertThat(first.path("value")).hasSize(5000);
        assertThat(first.path("@odata.count").asInt()).isEqualTo(5000);
        assertThat(second.path("value")).hasSize(1000);
        assertThat(second.has("@odata.nextLink")).isFalse();
        assertThat(client.get("mig_rows/$count").body()).isEqualTo("5000");
    }
}
