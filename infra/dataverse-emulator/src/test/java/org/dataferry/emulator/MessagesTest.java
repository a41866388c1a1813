package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which messages a table takes: {@code sdkmessages} and {@code sdkmessagefilters}. Facts from Microsoft's page "Use bulk operation messages". */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessagesTest {
    private EmulatorFixture emulator;
    private ApiClient client;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture();
        client = emulator.client();
        client.createTable("msg_Thing");
        client.createManyToMany("msg_thing_account", "msg_thing", "account", "");
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    /** The query of Microsoft's page. */
    private JsonNode filters(String message, String table) {
        Answer answer = client.get("sdkmessagefilters?$select=sdkmessagefilterid&$filter="
                + ApiClient.encode("sdkmessageid/name eq @message and primaryobjecttypecode eq @table")
                + "&@message='" + message + "'&@table='" + table + "'");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("value");
    }

    @ParameterizedTest
    @CsvSource({
        "CreateMultiple, account",
        "UpdateMultiple, account",
        "UpsertMultiple, account",
        "Create, account",
        "CreateMultiple, msg_thing",
        "UpdateMultiple, msg_thing",
        "UpsertMultiple, msg_thing",
        "RetrieveMultiple, msg_thing_account",
        "Retrieve, organization",
    })
    void aRowMeansThatTheTableTakesTheMessage(String message, String table) {
        assertThat(filters(message, table)).hasSize(1);
        assertThat(filters(message, table).path(0).path("sdkmessagefilterid").asText())
                .hasSize(36);
    }

    @ParameterizedTest
    @CsvSource({
        "DeleteMultiple, account",
        "DeleteMultiple, msg_thing",
        "CreateMultiple, msg_thing_account",
        "CreateMultiple, organization",
        "CreateMultiple, role",
        "UpsertMultiple, role",
        "CreateMultiple, sdkmessagefilter",
        "CreateMultiple, msg_nothing",
    })
    void noRowMeansThatItDoesNot(String message, String table) {
        assertThat(filters(message, table)).isEmpty();
    }

    @Test
    void aTableThatTakesCreateMultipleTakesItIndeedAndTheOtherDoesNot() {
        String targets = "{\"Targets\":[{\"@odata.type\":\"Microsoft.Dynamics.CRM.%s\"}]}";

        assertThat(client.post("msg_things/Microsoft.Dynamics.CRM.CreateMultiple", targets.formatted("msg_thing"))
                        .status())
                .isEqualTo(200);
        for (String[] without : new String[][] {{"msg_thing_accountset", "msg_thing_account"}, {"roles", "role"}}) {
            Answer refused =
                    client.post(without[0] + "/Microsoft.Dynamics.CRM.CreateMultiple", targets.formatted(without[1]));
            assertThat(refused.status()).isEqualTo(405);
            assertThat(refused.code()).isEqualTo("0x80040800");
        }
    }

    @Test
    void allMessagesOfATableComeWithTheirNames() {
        Answer answer = client.get("sdkmessagefilters?$select=primaryobjecttypecode,_sdkmessageid_value"
                + "&$filter=primaryobjecttypecode%20eq%20'account'&$expand=sdkmessageid($select=name)");

        assertThat(answer.json().path("value"))
                .extracting(row -> row.path("sdkmessageid").path("name").asText())
                .contains("Create", "Update", "Delete", "CreateMultiple", "UpdateMultiple", "UpsertMultiple");
        assertThat(answer.json().path("value"))
                .allSatisfy(row -> assertThat(row.path("_sdkmessageid_value").asText())
                        .isEqualTo(row.path("sdkmessageid").path("sdkmessageid").asText()));
    }

    @Test
    void severalMessagesAreAskedForAtOnce() {
        Answer answer = client.get("sdkmessagefilters?$select=_sdkmessageid_value,primaryobjecttypecode&$filter="
                + ApiClient.encode("(sdkmessageid/name eq 'CreateMultiple' or sdkmessageid/name eq 'UpdateMultiple')"
                        + " and primaryobjecttypecode eq 'account'")
                + "&$expand=sdkmessageid($select=name)");

        assertThat(answer.json().path("value"))
                .extracting(row -> row.path("sdkmessageid").path("name").asText())
                .containsExactlyInAnyOrder("CreateMultiple", "UpdateMultiple");
    }

    @Test
    void filtersAreFoundByTheMessageToo() {
        String message = client.get("sdkmessages?$select=name&$filter=name%20eq%20'UpsertMultiple'")
                .json()
                .path("value")
                .path(0)
                .path("sdkmessageid")
                .asText();
        String ofThing = "$select=primaryobjecttypecode&$filter=primaryobjecttypecode%20eq%20'msg_thing'";

        for (Answer answer : List.of(
                client.get("sdkmessagefilters?" + ofThing + "%20and%20_sdkmessageid_value%20eq%20" + message),
                client.get("sdkmessages(" + message + ")/sdkmessageid_sdkmessagefilter?" + ofThing))) {
            assertThat(answer.json().path("value")).as(answer.body()).hasSize(1);
        }
        assertThat(client.get("sdkmessages(" + message + ")")
                        .json()
                        .path("name")
                        .asText())
                .isEqualTo("UpsertMultiple");
    }

    @Test
    void fetchXmlJoinsFiltersWithMessages() {
        String fetch = """
                <fetch><entity name="sdkmessagefilter"><attribute name="primaryobjecttypecode"/>
                <filter><condition attribute="primaryobjecttypecode" operator="eq" value="msg_thing"/></filter>
                <link-entity name="sdkmessage" from="sdkmessageid" to="sdkmessageid">
                <filter><condition attribute="name" operator="eq" value="CreateMultiple"/></filter>
                </link-entity></entity></fetch>""";

        assertThat(client.get("sdkmessagefilters?fetchXml=" + ApiClient.encode(fetch))
                        .json()
                        .path("value"))
                .hasSize(1);
    }

    @Test
    void filtersArePagedLikeOtherRows() {
        int seen = 0;
        Answer page = client.get("sdkmessagefilters?$select=sdkmessagefilterid", "Prefer", "odata.maxpagesize=50");
        while (true) {
            seen += page.json().path("value").size();
            String next = page.json().path("@odata.nextLink").asText();
            if (next.isEmpty()) {
                break;
            }
            page = client.get(next, "Prefer", "odata.maxpagesize=50");
        }

        assertThat(seen)
                .isEqualTo(
                        Integer.parseInt(client.get("sdkmessagefilters/$count").body()));
        assertThat(client.get("RetrieveTotalRecordCount(EntityNames=" + ApiClient.encode("['sdkmessagefilter']") + ")")
                        .json()
                        .path("EntityRecordCountCollection")
                        .path("Values")
                        .path(0)
                        .asInt())
                .isEqualTo(seen);
    }

    @Test
    void filtersFollowTheDefinitions() {
        client.createTable("msg_Late");
        assertThat(filters("CreateMultiple", "msg_late")).hasSize(1);

        client.delete("EntityDefinitions(LogicalName='msg_late')");
        assertThat(filters("CreateMultiple", "msg_late")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"POST, sdkmessagefilters, Create", "POST, sdkmessages, Create", "POST, organizations, Create"})
    void messagesAreNotMadeByClients(String method, String set, String message) {
        Answer answer = client.call(method, set, "{\"name\":\"x\"}");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.message()).startsWith("The '" + message + "' method does not support entities of type");
    }

    @Test
    void messagesAreNeitherChangedNorDeleted() {
        String row = "sdkmessages("
                + client.get("sdkmessages?$top=1")
                        .json()
                        .path("value")
                        .path(0)
                        .path("sdkmessageid")
                        .asText()
                + ")";

        assertThat(client.patch(row, "{\"name\":\"x\"}").status()).isEqualTo(405);
        assertThat(client.delete(row).status()).isEqualTo(405);
    }
}
