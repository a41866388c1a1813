package org.dataferry.control.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.dataferry.control.ControlException;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.status.SyncState;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.SinkSteering;
import org.dataferry.transform.mapping.PersonalData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the API answers, by the real server, where nobody has to sign in. */
class DashboardApiTest {

    @TempDir
    private Path directory;

    private ServedDashboard served;
    private Browser browser;

    @BeforeEach
    void serve() throws InterruptedException {
        served = ServedDashboard.open(directory);
        browser = served.browser().arrive().awaitLook();
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void whoeverUsesThisMachineMayDoEverythingWhereThereAreNoUsers() {
        JsonNode session = Browser.json(browser.get("/api/session"));

        OpenApiDocument.assertFollows("session", session);
        assertThat(session.path("signedIn").asBoolean()).isTrue();
        assertThat(session.path("user").asText()).isEqualTo(System.getProperty("user.name"));
        assertThat(session.path("role").asText()).isEqualTo("approver");
        assertThat(session.path("signInNeeded").asBoolean(true)).isFalse();
        assertThat(session.path("migration").asText()).isEqualTo("nw");
    }

    @Test
    void statusIsTheNewestLookWithoutEndpoints() {
        JsonNode status = Browser.json(browser.get("/api/status"));

        OpenApiDocument.assertFollows("status", status);
        assertThat(status.at("/entities/0/applied").asLong()).isEqualTo(2);
        assertThat(status.path("headline").asText()).startsWith("Catching up: 3 changes behind; caught up between ");
        assertThat(status.has("endpoints")).isFalse();
    }

    @Test
    void saysWhyNothingCanBeSeenAndKeepsTheLastFigures() throws Exception {
        long before = Browser.json(browser.get("/api/status")).path("sequence").asLong();
        served.migration().show(() -> {
            throw new ControlException("Kafka is away");
        });

        JsonNode status = browser.awaitSequence(before + 1);

        OpenApiDocument.assertFollows("status", status);
        assertThat(status.path("state").asText()).isEqualTo("UNKNOWN");
        assertThat(status.path("headline").asText())
                .isEqualTo("Unknown: the migration cannot be looked at: Kafka is away.");
        assertThat(status.at("/entities/0/applied").asLong()).isEqualTo(2);
    }

    @Test
    void looksGoOnAfterAnErrorOfTheirOwn() throws Exception {
        long before = Browser.json(browser.get("/api/status")).path("sequence").asLong();
        served.migration().show(() -> {
            throw new StackOverflowError();
        });
        JsonNode troubled = browser.awaitSequence(before + 2);
        served.migration().show(() -> SampleLooks.catchingUp(77));

        JsonNode status = browser.awaitSequence(troubled.path("sequence").asLong() + 2);

        assertThat(troubled.path("headline").asText())
                .isEqualTo("Unknown: the migration cannot be looked at: StackOverflowError.");
        assertThat(status.path("state").asText()).isEqualTo("CATCHING_UP");
        assertThat(status.at("/entities/0/applied").asLong()).isEqualTo(77);
    }

    @Test
    void historyHasAPointForEachSecond() throws IOException {
        JsonNode history = Browser.json(browser.get("/api/history?seconds=60"));

        OpenApiDocument.assertFollows("history", history);
        assertThat(history.at("/points/0/lagSeconds").asDouble()).isEqualTo(1.25);
        assertThat(history.at("/points/0/writesPerSecond").asDouble()).isEqualTo(11);
        assertThat(history.at("/points/0/etaLatest").asText()).isEqualTo("2026-01-01T12:04:00Z");
        assertThat(browser.get("/api/history?seconds=0").statusCode()).isEqualTo(400);
        assertThat(browser.get("/api/history?seconds=1e9").statusCode()).isEqualTo(400);
        assertThat(RawRequest.get(served.uri(), "/api/history?seconds=%zz", "localhost"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void anEntityHasItsSumAndItsTroubles() {
        JsonNode entity = Browser.json(browser.get("/api/entities/account"));

        OpenApiDocument.assertFollows("entityDetail", entity);
        assertThat(entity.at("/entity/announced").asLong()).isEqualTo(10);
        assertThat(entity.at("/tables/0").asText()).isEqualTo("public.customers");
        assertThat(entity.at("/rejections/0/reason").asText()).isEqualTo("VALUE_TOO_LONG");
        assertThat(entity.at("/rejections/0/remedy").asText()).isNotBlank();
        assertThat(entity.at("/waitingFor/0/writes").asLong()).isEqualTo(9);
        assertThat(browser.get("/api/entities/contact").statusCode()).isEqualTo(404);
    }

    @Test
    void limitsAreThoseThatHoldNow() {
        JsonNode limits = Browser.json(browser.get("/api/limits"));

        OpenApiDocument.assertFollows("limits", limits);
        assertThat(limits.at("/limits/largestBatch/now").asInt()).isEqualTo(1_000);
        assertThat(limits.at("/entitlement/used").asLong()).isEqualTo(312_000);
    }

    @Test
    void logSaysWhoDidWhatAndWhyTheNewestFirst() throws InterruptedException {
        long before = Browser.json(browser.get("/api/status")).path("sequence").asLong();
        served.migration()
                .show(() -> SampleLooks.with(
                        new ControlEvent.Noted("all quiet", "bob", SampleLooks.NOON.plusSeconds(60)),
                        new SinkSteering.Paused(Optional.of("account"), 1, "ada", "wrong names", SampleLooks.NOON)));
        browser.awaitSequence(before + 2);

        JsonNode log = Browser.json(browser.get("/api/log?limit=200"));

        OpenApiDocument.assertFollows("log", log);
        assertThat(log.at("/events/0/text").asText()).isEqualTo("all quiet");
        assertThat(log.at("/events/1/text").asText()).isEqualTo("paused account");
        assertThat(log.at("/events/1/why").asText()).isEqualTo("wrong names");
        assertThat(Browser.json(browser.get("/api/log?limit=1")).path("events")).hasSize(1);
    }

    @Test
    void actionsAreDoneInTheNameOfWhoeverAsks() {
        String me = System.getProperty("user.name");

        for (Map.Entry<String, String> action : Map.of(
                        "pause", "{\"entity\": \"account\", \"why\": \"names\"}",
                        "resume", "{\"entity\": null, \"why\": \"done\"}",
                        "limits", "{\"changes\": {\"reserve\": 0.3, \"executionTime\": \"600s\"}, \"why\": \"room\"}",
                        "note", "{\"text\": \"all quiet\"}",
                        "cutover", "{\"freeze\": \"2030-12-05T23:00:00+01:00\", \"why\": \"as agreed\"}",
                        "waive", "{\"entity\": \"account\", \"reason\": \"ORPHAN\", \"why\": \"test data\"}",
                        "withdraw", "{\"waiverId\": \"4711\", \"why\": \"needed\"}",
                        "discard", "{\"ids\": [\"0:17\"], \"why\": \"old\"}")
                .entrySet()) {
            HttpResponse<String> answer = browser.post("/api/actions/" + action.getKey(), action.getValue());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            OpenApiDocument.assertFollows("done", Browser.json(answer));
        }

        assertThat(served.migration().decided())
                .contains(
                        "pause account by " + me + ": names",
                        "resume all by " + me + ": done",
                        "note by " + me + ": all quiet",
                        "waive account --reason ORPHAN by " + me + ": test data",
                        "withdraw 4711 by " + me + ": needed",
                        "discard [0:17] by " + me + ": old")
                .anyMatch(one ->
                        one.contains("Optional[PT10M]") && one.contains("Optional[0.3]") && one.endsWith("room"));
    }

    @Test
    void actionsThatAreWrongAreToldWhatWouldBeRight() {
        Map<String, String> wrong = Map.of(
                "{\"entity\": \"account\"}", "why is missing",
                "{\"why\": \"  \"}", "why is missing",
                "{\"why\": \"x\", \"entiti\": \"account\"}", "unknown field entiti; known here: entity, why",
                "{\"why\": \"x\", \"why\": \"y\"}", "no JSON",
                "[]", "a JSON object",
                "{\"why\": \"\\u001b[2J\"}", "cannot be shown",
                "{\"why\": \"x\", \"entity\": \"contact\"}", "no mapping makes 'contact'",
                "{\"why\": \"x\", \"entity\": 5}", "entity is a text");

        wrong.forEach((body, message) -> {
            HttpResponse<String> answer = browser.post("/api/actions/pause", body);
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            OpenApiDocument.assertFollows("error", Browser.json(answer));
            assertThat(Browser.json(answer).at("/error/message").asText())
                    .as(body)
                    .contains(message);
        });
        assertThat(browser.post("/api/actions/limits", "{\"changes\": {}, \"why\": \"x\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(served.migration().decided()).isEmpty();
    }

    @Test
    void aWaiverOfMoreRowsThanWereShownIsAnsweredWithBothNumbers() {
        String asked = "{\"entity\": \"account\", \"reason\": \"ORPHAN\", \"why\": \"x\", \"expected\": ";

        HttpResponse<String> answer = browser.post("/api/actions/waive", asked + "5}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
        OpenApiDocument.assertFollows("error", Browser.json(answer));
        assertThat(Browser.json(answer).at("/error/code").asText()).isEqualTo("not-as-shown");
        assertThat(Browser.json(answer).at("/error/shown").asInt()).isEqualTo(5);
        assertThat(Browser.json(answer).at("/error/now").asInt()).isEqualTo(12);
        assertThat(browser.post("/api/actions/waive", asked + "0}").statusCode())
                .isEqualTo(400);
        assertThat(served.migration().decided()).isEmpty();
        assertThat(browser.post("/api/actions/waive", asked + "12}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aWaiverSaysOfWhatAndWhyAndALetterIsNamedByItsPlace() {
        Map<String, String> wrong = Map.of(
                "waive {\"entity\": \"account\", \"allRejected\": true}", "why is missing",
                "waive {\"allRejected\": true, \"why\": \"x\"}", "entity is missing",
                "waive {\"entity\": \"account\", \"why\": \"x\"}", "one of keys, reason, allRejected and allParked",
                "waive {\"entity\": \"account\", \"keys\": [\"A\"], \"allParked\": true, \"why\": \"x\"}",
                        "one of keys",
                "waive {\"entity\": \"account\", \"reason\": \"UGLY\", \"why\": \"x\"}", "reason is the code",
                "waive {\"entity\": \"account\", \"keys\": [], \"why\": \"x\"}", "at least one",
                "withdraw {\"why\": \"x\"}", "waiverId is missing",
                "discard {\"ids\": [\"17\"], \"why\": \"x\"}", "such as 0:17",
                "discard {\"ids\": [\"0:17\"]}", "why is missing");

        wrong.forEach((asked, message) -> {
            String[] parts = asked.split(" ", 2);
            HttpResponse<String> answer = browser.post("/api/actions/" + parts[0], parts[1]);
            assertThat(answer.statusCode()).as(asked).isEqualTo(400);
            assertThat(Browser.json(answer).at("/error/message").asText())
                    .as(asked)
                    .contains(message);
        });
        assertThat(served.migration().decided()).isEmpty();
    }

    @Test
    void whatPeopleWroteIntoTheSourceStaysText() {
        HttpResponse<String> answer = browser.get("/api/entities/account");

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json;charset=utf-8");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'self'")
                .doesNotContain("unsafe");
        assertThat(Browser.json(answer).at("/rejections/0/detail").asText()).isEqualTo(SampleLooks.NASTY);
    }

    @Test
    void healthMeansProgress() throws Exception {
        assertThat(browser.get("/health").statusCode()).isEqualTo(200);
        for (SyncState state : SyncState.values()) {
            long before =
                    Browser.json(browser.get("/api/status")).path("sequence").asLong();
            served.migration().show(() -> SampleLooks.in(state));
            browser.awaitSequence(before + 2);

            HttpResponse<String> health = browser.get("/health");

            OpenApiDocument.assertFollows("health", Browser.json(health));
            boolean isWell = state != SyncState.STALLED && state != SyncState.UNKNOWN;
            assertThat(health.statusCode()).as(state.name()).isEqualTo(isWell ? 200 : 503);
            assertThat(Browser.json(health).path("reason").asText()).isEqualTo("3 changes behind");
            assertThat(browser.get("/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aBrokenSumIsNotHealthy() throws Exception {
        long before = Browser.json(browser.get("/api/status")).path("sequence").asLong();
        served.migration().show(SampleLooks::withBrokenSum);
        browser.awaitSequence(before + 2);

        assertThat(browser.get("/health").body()).contains("SUM_BROKEN");
        assertThat(browser.get("/health").statusCode()).isEqualTo(503);
    }

    @Test
    void servesThePagesAndTheWayToThem() {
        for (String path : new String[] {"/", "/entities/account", "/index.html"}) {
            HttpResponse<String> page = browser.get(path);
            if (path.endsWith(".html") && page.statusCode() == 404) {
                continue;
            }
            assertThat(page.statusCode()).as(path).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
            assertThat(page.body()).containsIgnoringCase("<!doctype html>").contains("Ferry");
        }
        assertThat(browser.get("/no.js").statusCode()).isEqualTo(404);
        assertThat(browser.get("/api/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void takesAnotherPortWhereItsOwnIsTakenUnlessSomebodyNamedIt() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(Optional.of(taken.getLocalPort())))
                    .isInstanceOf(ControlException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " of 127.0.0.1 is in use");
        }
        try (Dashboard one = start(Optional.empty());
                Dashboard other = start(Optional.empty())) {
            assertThat(one.url()).startsWith("http://127.0.0.1:").isNotEqualTo(other.url());
        }
    }

    private Dashboard start(Optional<Integer> port) {
        FakeMigration migration = new FakeMigration();
        MigrationFolder folder = ServedDashboard.folder(directory, "");
        return Dashboard.start(
                new Dashboard.Subject(
                        folder,
                        Map.of(),
                        migration,
                        document -> document,
                        migration,
                        sums -> new FakeReplays(),
                        ServedDashboard.recordsOfNobody(folder),
                        PersonalData.NONE),
                Optional.empty(),
                port,
                Clock.systemUTC());
    }
}
