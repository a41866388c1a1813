package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BulkTest {
    private static final String TYPE = "\"@odata.type\":\"Microsoft.Dynamics.CRM.account\"";

    private EmulatorFixture emulator;
    private ApiClient client;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture();
        client = emulator.client();
        client.createKeyColumn("account", "mig_Key");
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    private Answer bulk(String action, String... targets) {
        return client.post(
                "accounts/Microsoft.Dynamics.CRM." + action, "{\"Targets\":[" + String.join(",", targets) + "]}");
    }

    private static String target(String members) {
        return "{" + members + "," + TYPE + "}";
    }

    private long accounts() {
        return client.control("GET", "stats", "")
                .json()
                .path("rows")
                .path("account")
                .asLong();
    }

    @Test
    void createsAllAndReturnsTheIdsInOrder() {
        Answer answer = bulk("CreateMultiple", target("\"name\":\"first\""), target("\"name\":\"second\""));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("@odata.context").asText())
                .isEqualTo(client.rootUrl() + "$metadata#Microsoft.Dynamics.CRM.CreateMultipleResponse");
        List<String> names = new ArrayList<>();
        answer.json()
                .path("Ids")
                .forEach(id -> names.add(client.get("accounts(" + id.asText() + ")")
                        .json()
                        .path("name")
                        .asText()));
        assertThat(names).containsExactly("first", "second");
    }

    @Test
    void changesNothingIfOneTargetFailsAndDoesNotSayWhich() {
        long before = accounts();

        Answer length =
                bulk("CreateMultiple", target("\"name\":\"fine\""), target("\"fax\":\"" + "9".repeat(51) + "\""));
        Answer key = bulk("CreateMultiple", target("\"mig_key\":\"twice\""), target("\"mig_key\":\"Twice\""));

        assertThat(length.status()).isEqualTo(400);
        assertThat(length.code()).isEqualTo("0x80044331");
        assertThat(length.message()).doesNotContain("index");
        assertThat(key.status()).isEqualTo(412);
        assertThat(key.code()).isEqualTo("0x80060892");
        assertThat(accounts()).isEqualTo(before);
        assertThat(client.get("accounts(mig_key='twice')").status()).isEqualTo(404);
    }

    @Test
    void needsTheTypeOfEachTarget() {
        assertThat(bulk("CreateMultiple", "{\"name\":\"x\"}").status()).isEqualTo(400);
        assertThat(bulk("CreateMultiple", "{\"@odata.type\":\"Microsoft.Dynamics.CRM.contact\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void updatesByIdAndTakesTheFirstOfTwoTargets() {
        String id = client.post("accounts", "{\"name\":\"old\"}").id();

        Answer answer = bulk(
                "UpdateMultiple",
                target("\"accountid\":\"" + id + "\",\"name\":\"one\""),
                target("\"accountid\":\"" + id + "\",\"name\":\"two\""));

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(client.get("accounts(" + id + ")").json().path("name").asText())
                .isEqualTo("one");
    }

    @Test
    void setsStatesInUpdateMultipleAllOrNothing() {
        String first = client.post("accounts", "{}").id();
        String second = client.post("accounts", "{}").id();

        Answer wrong = bulk(
                "UpdateMultiple",
                target("\"accountid\":\"" + first + "\",\"statecode\":1"),
                target("\"accountid\":\"" + second + "\",\"statecode\":1,\"statuscode\":1"));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.code()).isEqualTo("0x80048408");
        assertThat(state(first)).isEqualTo("0/1");

        Answer right = bulk(
                "UpdateMultiple",
                target("\"accountid\":\"" + first + "\",\"statecode\":1"),
                target("\"accountid\":\"" + second + "\",\"statecode\":1,\"statuscode\":2"));
        assertThat(right.status()).isEqualTo(204);
        assertThat(state(first)).isEqualTo("1/2");
        assertThat(state(second)).isEqualTo("1/2");
    }

    private String state(String account) {
        var row = client.get("accounts(" + account + ")").json();
        return row.path("statecode").asText() + "/" + row.path("statuscode").asText();
    }

    @Test
    void updatesNothingWithoutAnIdOrForARowThatIsAbsent() {
        assertThat(bulk("UpdateMultiple", target("\"name\":\"x\"")).status()).isEqualTo(400);
        assertThat(bulk("UpdateMultiple", target("\"@odata.id\":\"accounts(mig_key='x')\""))
                        .status())
                .isEqualTo(400);
        assertThat(bulk("UpdateMultiple", target("\"accountid\":\"" + UUID.randomUUID() + "\""))
                        .code())
                .isEqualTo("0x80040217");
    }

    @Test
    void upsertsByKeyAndByIdWithoutABody() {
        UUID id = UUID.randomUUID();

        Answer answer = bulk(
                "UpsertMultiple",
                target("\"name\":\"by key\",\"@odata.id\":\"accounts(mig_key='UP''1')\""),
                target("\"name\":\"by id\",\"accountid\":\"" + id + "\""));

        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(client.get("accounts(mig_key='UP''1')").json().path("name").asText())
                .isEqualTo("by key");
        assertThat(client.get("accounts(" + id + ")").json().path("name").asText())
                .isEqualTo("by id");
        bulk("UpsertMultiple", target("\"fax\":\"1\",\"@odata.id\":\"accounts(mig_key='up''1')\""));
        assertThat(client.get("accounts(mig_key='UP''1')").json().path("fax").asText())
                .isEqualTo("1");
    }

    @Test
    void refusesTwoTargetsForOneRowAndKeyColumnsInTheBody() {
        Answer twice = bulk(
                "UpsertMultiple",
                target("\"@odata.id\":\"accounts(mig_key='T')\""),
                target("\"@odata.id\":\"accounts(mig_key='t')\""));
        Answer repeated = bulk("UpsertMultiple", target("\"@odata.id\":\"accounts(mig_key='R')\",\"mig_key\":\"R\""));

        assertThat(twice.status()).isEqualTo(400);
        assertThat(client.get("accounts(mig_key='T')").status()).isEqualTo(404);
        assertThat(repeated.message()).isEqualTo("An unexpected error occurred.");
    }

    @Test
    void refusesDeleteMultipleOnStandardTables() {
        assertThat(bulk("DeleteMultiple", target("\"accountid\":\"" + UUID.randomUUID() + "\""))
                        .message())
                .isEqualTo("DeleteMultiple has not yet been implemented.");
    }
}
