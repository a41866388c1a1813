package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminTest {
    private EmulatorFixture emulator;
    private ApiClient client;

    @BeforeEach
    void start() {
        emulator = new EmulatorFixture();
        client = emulator.client();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private long accounts() {
        return client.get("accounts?$count=true&$top=1")
                .json()
                .path("@odata.count")
                .asLong();
    }

    private void create(String name) {
        assertThat(client.post("accounts", "{\"name\":\"" + name + "\"}").status())
                .isEqualTo(204);
    }

    @Test
    void settingsAreReadWithoutSecretsAndChangedWhileItRuns() {
        Answer before = client.control("GET", "settings", "");
        Answer changed = client.control("PATCH", "settings", "{\"limits\":{\"requests\":1}}");

        assertThat(before.json().path("limits").path("requests").asInt()).isEqualTo(6000);
        assertThat(before.json().path("limits").path("window").asText()).isEqualTo("5m");
        assertThat(before.body()).contains("\"secret\":\"***\"").doesNotContain("\"secret\":\"ferry\"");
        assertThat(changed.json().path("limits").path("enabled").asBoolean()).isTrue();
        assertThat(client.get("WhoAmI").status()).isEqualTo(200);
        assertThat(client.get("WhoAmI").status()).isEqualTo(429);
        client.control("PATCH", "settings", "limits: {enabled: false}");
        assertThat(client.get("WhoAmI").status()).isEqualTo(200);
    }

    @Test
    void aWrongSettingAndOneThatHoldsFromTheStartAreRefused() {
        Answer unknown = client.control("PATCH", "settings", "limits: {request: 1}");
        Answer fixed = client.control("PATCH", "settings", "timeScale: 3");

        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.body()).contains("limits.request is no setting");
        assertThat(fixed.status()).isEqualTo(400);
        assertThat(fixed.body()).contains("timeScale holds from the start");
    }

    @Test
    void theLogTellsWhatEachRequestWas() {
        client.post("accounts", "{\"name\":\"x\"}", "x-ms-client-request-id", "abc-1");
        client.get("nonsense");

        JsonNode page =
                client.control("GET", "requests?clientRequestId=abc-1", "").json();
        JsonNode refused = client.control("GET", "requests?status=404", "").json();

        JsonNode create = page.path("requests").get(0);
        assertThat(create.path("operation").asText()).isEqualTo("create");
        assertThat(create.path("table").asText()).isEqualTo("account");
        assertThat(create.path("rows").asInt()).isEqualTo(1);
        assertThat(create.path("status").asInt()).isEqualTo(204);
        assertThat(create.path("endedNanos").asLong())
                .isGreaterThan(create.path("arrivedNanos").asLong());
        assertThat(refused.path("requests").get(0).path("code").asText()).isEqualTo("0x8006088a");
        long after = create.path("number").asLong();
        assertThat(client.control("GET", "requests?after=" + after, "")
                        .json()
                        .path("requests")
                        .get(0)
                        .path("number")
                        .asLong())
                .isEqualTo(after + 1);
    }

    @Test
    void theLogIsBoundedByASetting() {
        client.control("PATCH", "settings", "requestLog: {entries: 5}");
        for (int i = 0; i < 20; i++) {
            client.get("WhoAmI");
        }

        JsonNode page = client.control("GET", "requests", "").json();

        assertThat(page.path("requests")).hasSize(5);
        assertThat(page.path("next").asLong() - page.path("first").asLong()).isEqualTo(5);
        assertThat(client.control("GET", "requests?limit=x", "").status()).isEqualTo(400);
    }

    @Test
    void aSnapshotBringsRowsAndDefinitionsBackAndTokensStayGood() {
        create("kept");
        assertThat(client.control("POST", "snapshots/before", "").status()).isEqualTo(204);
        create("lost");
        client.createTable("mig_Lost");

        assertThat(client.control("POST", "snapshots/before/restore", "").status())
                .isEqualTo(204);

        assertThat(accounts()).isEqualTo(1);
        assertThat(client.get("mig_losts").status()).isEqualTo(404);
        create("more");
        emulator.restart();
        client = emulator.client();
        assertThat(accounts()).isEqualTo(2);
        assertThat(client.control("GET", "snapshots", "").body()).isEqualTo("[\"before\"]");
        client.control("POST", "snapshots/before/restore", "");
        assertThat(accounts()).as("a snapshot can be restored again").isEqualTo(1);
        assertThat(client.control("DELETE", "snapshots/before", "").status()).isEqualTo(204);
        assertThat(client.control("POST", "snapshots/before/restore", "").body())
                .contains("There is no snapshot before");
    }

    @Test
    void aResetLeavesAnEmptyEnvironment() {
        create("gone");
        client.createTable("mig_Gone");

        assertThat(client.control("POST", "reset", "").status()).isEqualTo(204);

        assertThat(accounts()).isZero();
        assertThat(client.get("mig_gones").status()).isEqualTo(404);
        create("new");
        assertThat(accounts()).isEqualTo(1);
    }

    @Test
    void theCeilingAndWhatEachClientAchievedAreServed() {
        client.control("PATCH", "settings", "limits: {}\nlatency: {request: 1ms, row: 1us, jitter: 0}");
        client.post(
                "accounts/Microsoft.Dynamics.CRM.CreateMultiple",
                "{\"Targets\":[{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"name\":\"a\"},"
                        + "{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"name\":\"b\"}]}");

        JsonNode ceiling =
                client.control("GET", "ceiling?users=2&batch=100", "").json();
        JsonNode clients = client.control("GET", "clients", "").json();

        JsonNode create = ceiling.path("operations").path("create");
        assertThat(create.path("rowsPerSecond").asDouble()).isEqualTo(2 * 20 * 100.0);
        assertThat(create.path("bound").asText()).isEqualTo("requests");
        JsonNode rows = clients.get(0).path("operations").path("create");
        assertThat(rows.path("rows").asLong()).isEqualTo(2);
        assertThat(rows.path("rowsPerSecond").asDouble()).isPositive();
    }

    @Test
    void thePathsThatThereAreAreToldWhereThereIsNone() {
        Answer answer = client.control("GET", "nothing", "");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).contains("POST snapshots/{name}/restore");
    }
}
