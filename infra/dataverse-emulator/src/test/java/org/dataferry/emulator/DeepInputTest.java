package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Long and deeply nested input is answered or refused, but never too much for a stack. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeepInputTest {
    private static final int DEEP = 100_000;

    private EmulatorFixture emulator;
    private EmulatorFixture unlimited;
    private ApiClient client;
    private String own;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture();
        unlimited =
                new EmulatorFixture(settings -> SettingsText.parse("assumptions: {queries: {maxConditions: 1000000}}")
                        .over(settings));
        client = emulator.client();
        for (EmulatorFixture each : new EmulatorFixture[] {emulator, unlimited}) {
            each.client().createTable("mig_T");
            each.client().createColumn("mig_t", "Integer", "mig_N", "");
            each.client().post("mig_ts", "{\"mig_name\":\"one\",\"mig_n\":1}");
        }
        client.createLookup("mig_t_up", "mig_t", "mig_t", "mig_Up", "RemoveLink");
        own = client.post("mig_ts", "{\"mig_name\":\"own parent\"}").id();
        client.patch("mig_ts(" + own + ")", "{\"mig_Up@odata.bind\":\"/mig_ts(" + own + ")\"}");
    }

    @AfterAll
    void stop() {
        emulator.close();
        unlimited.close();
    }

    private static String chain(int terms, String word) {
        return "mig_ts?$filter=" + String.join("+" + word + "+", Collections.nCopies(terms, "mig_n+eq+1"));
    }

    private static String fetch(int conditions, String type) {
        return "mig_ts?fetchXml="
                + ApiClient.encode("<fetch><entity name='mig_t'><filter type='" + type + "'>"
                        + "<condition attribute='mig_n' operator='null'/>".repeat(conditions)
                        + "</filter></entity></fetch>");
    }

    /** In a batch, where a URL may be longer. */
    private static Answer inBatch(ApiClient client, String path) {
        return client.post(
                "$batch",
                "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nGET /api/data/v9.2/"
                        + path + " HTTP/1.1\r\n\r\n\r\n--b--\r\n",
                "Content-Type",
                "multipart/mixed; boundary=b");
    }

    private static void assertTooMany(Answer answer) {
        assertThat(answer.body())
                .contains("\"code\":\"0x8004430c\"")
                .contains("Number of conditions in query exceeded maximum limit.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"and", "or"})
    void aQueryHasFiveHundredConditionsAtMost(String word) {
        assertThat(client.get(chain(500, word)).json().path("value")).hasSize(1);
        assertThat(client.get(chain(501, word)).status()).isEqualTo(400);
        assertTooMany(client.get(chain(501, word)));
        assertTooMany(client.get("mig_ts/$count?" + chain(501, word).substring("mig_ts?".length())));
        assertThat(client.get("mig_ts?$apply=filter(" + chain(501, word).substring("mig_ts?$filter=".length())
                                + ")/aggregate($count%20as%20n)")
                        .code())
                .isEqualTo("0x8004430c");
        assertThat(inBatch(client, fetch(500, word)).body()).contains("\"value\":[");
        assertTooMany(inBatch(client, fetch(501, word)));
    }

    @Test
    void linkedTablesOfFetchXmlCountToo() {
        String links = "<link-entity name='mig_t' from='mig_tid' to='mig_up' link-type='outer'/>";
        String conditions = "<filter>" + "<condition attribute='mig_n' operator='null'/>".repeat(499) + "</filter>";

        assertTooMany(inBatch(
                client,
                "mig_ts?fetchXml="
                        + ApiClient.encode(
                                "<fetch><entity name='mig_t'>" + conditions + links.repeat(2) + "</entity></fetch>")));
    }

    @ParameterizedTest
    @CsvSource({"and", "or"})
    void aChainOfThousandsNeedsNoDeepStackWhereTheyAreAllowed(String word) {
        assertThat(inBatch(unlimited.client(), chain(3800, word)).body()).contains("\"mig_name\":\"one\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "not%20", "not%20("})
    void aFilterNestsTwoHundredDeepAtMost(String opening) {
        String inner = "mig_n%20eq%201";
        String closing = opening.endsWith("(") ? ")" : "";
        int levels = opening.equals("not%20(") ? 100 : 200;

        Answer allowed = client.get("mig_ts?$filter=" + opening.repeat(levels) + inner + closing.repeat(levels));
        Answer refused = inBatch(client, "mig_ts?$filter=" + opening.repeat(5000) + inner + closing.repeat(5000));

        assertThat(allowed.status()).as(allowed.body()).isEqualTo(200);
        assertThat(refused.body()).contains("\"error\"").contains("nested more than");
    }

    @Test
    void negationsOfNestedFiltersStayFast() {
        String nested = IntStream.range(0, 60).mapToObj(i -> "not%20(").collect(Collectors.joining())
                + String.join("%20or%20", Collections.nCopies(400, "mig_n%20eq%201"))
                + ")".repeat(60);

        assertThat(client.get("mig_ts?$filter=" + nested).json().path("value")).hasSize(1);
    }

    @Test
    void fetchXmlNestsThirtyDeepAtMost() {
        String fetch = "<fetch><entity name='mig_t'>" + "<filter>".repeat(1500) + "</filter>".repeat(1500)
                + "</entity></fetch>";

        Answer refused = inBatch(client, "mig_ts?fetchXml=" + ApiClient.encode(fetch));

        assertThat(refused.body()).contains("\"code\":\"0x8004111c\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | mig_ts | {\"mig_Up\": | }",
                "POST | mig_ts | {\"mig_name\":[ | ]",
                "PATCH | mig_ts(00000000-0000-0000-0000-000000000001) | {\"mig_Up\": | }",
                "POST | mig_ts/Microsoft.Dynamics.CRM.CreateMultiple | {\"Targets\":[{\"mig_Up\": | }]}",
                "POST | BulkDelete | {\"QuerySet\":[{\"EntityName\":\"mig_t\",\"Criteria\":{\"Filters\":[ | ]}}]}",
                "POST | EntityDefinitions | {\"Attributes\":[ | ]}",
            })
    void aDeeplyNestedBodyIsRefused(String method, String path, String opening, String closing) {
        for (int levels : new int[] {500, 990, DEEP}) {
            Answer refused = client.call(method, path, opening.repeat(levels) + "null" + closing.repeat(levels));

            assertThat(refused.status())
                    .as("%d levels: %s", levels, refused.body())
                    .isEqualTo(400);
            assertThat(refused.code()).isNotEmpty();
        }
    }

    @Test
    void aDeeplyNestedListOfValuesIsRefused() {
        String path = "mig_ts?$filter=Microsoft.Dynamics.CRM.In(PropertyName=@p1,PropertyValues=@p2)&@p1='mig_n'&@p2="
                + ApiClient.encode("[".repeat(5000) + "]".repeat(5000));

        assertThat(client.get(path).status()).isEqualTo(400);
    }

    @Test
    void aLongWayOverLookupsIsGone() {
        String path = "mig_ts(" + own + ")" + "/mig_Up".repeat(3000);

        Answer answer = client.get(path + "/mig_name");

        assertThat(answer.json().path("value").asText()).as(answer.body()).isEqualTo("own parent");
    }

    @Test
    void aLongPathInAFilterIsAnswered() {
        Answer answer = client.get("mig_ts?$filter=" + "mig_Up/".repeat(3000) + "mig_name%20eq%20'own%20parent'");

        assertThat(answer.json().path("value")).as(answer.body()).hasSize(1);
    }
}
