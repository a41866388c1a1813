package org.dataferry.control.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dataferry.control.segment.Segment;
import org.dataferry.schemas.control.WaiverEvent;
import org.dataferry.transform.mapping.PersonalData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replays by the API: who may see, begin, decide and approve, and what each is answered. */
class DashboardReplaysTest {

    private static final String REJECTED = "{\"segment\": {\"entities\": [\"account\"], \"outcomes\": [\"REJECTED\"]}}";
    private static final String WHY = "{\"why\": \"so it is\"}";

    @TempDir
    private Path directory;

    private ServedDashboard served;

    @BeforeEach
    void serve() {
        served = ServedDashboard.withUsers(directory);
    }

    @AfterEach
    void stop() {
        served.close();
        assertThat(served.replays().isClosed()).isTrue();
    }

    @Test
    void aViewerSeesAllReplaysAndDecidesNothing() {
        served.replays().request("r1", false, "otto", SampleLooks.NOON);
        served.replays().request("r2", true, "otto", SampleLooks.NOON.plusSeconds(60));
        Browser vera = served.browser().signIn("vera");

        JsonNode all = Browser.json(vera.get("/api/replays"));
        JsonNode one = Browser.json(vera.get("/api/replays/r1"));

        OpenApiDocument.assertFollows("replays", all);
        assertThat(all.at("/replays/0/replayId").asText()).isEqualTo("r2");
        assertThat(all.at("/replays/0/stage").asText()).isEqualTo("AWAITS_APPROVAL");
        assertThat(all.at("/replays/0/sender").isNull()).isTrue();
        OpenApiDocument.assertFollows("replay", one);
        assertThat(one.path("rows").asInt()).isEqualTo(412);
        assertThat(one.path("segment").asText()).isEqualTo("--entity account --rejected");
        assertThat(one.path("sent").isNull()).isTrue();
        assertThat(Browser.json(vera.get("/api/replays?limit=1")).path("replays"))
                .hasSize(1);
        assertThat(vera.get("/api/replays/r9").statusCode()).isEqualTo(404);
        assertThat(vera.post("/api/replays/preview", REJECTED).statusCode()).isEqualTo(403);
        assertThat(vera.post("/api/replays/r1/pause", WHY).statusCode()).isEqualTo(403);
        assertThat(served.replays().isStarted()).isTrue();
    }

    @Test
    void anOperatorIsShownTheRowsBeforeTheyAreSent() {
        Browser otto = served.browser().signIn("otto");

        JsonNode preview = Browser.json(otto.post("/api/replays/preview", REJECTED));

        OpenApiDocument.assertFollows("replayPreview", preview);
        assertThat(preview.path("selected").asInt()).isEqualTo(412);
        assertThat(preview.path("needsApproval").asBoolean()).isTrue();
        assertThat(preview.at("/rows/0/plainKey").asText()).isEqualTo("C0");
        assertThat(preview.at("/dependants/contact").asInt()).isEqualTo(31);
        assertThat(preview.at("/sample/0/columns/0").asText()).isEqualTo("name");
        assertThat(preview.toString()).doesNotContain("secret");
        assertThat(served.replays().chosen()).isEmpty();
    }

    @Test
    void whileRowsAreLookedForNothingIsWrittenDownAndOneAsksAgain() {
        served.replays().findAfter(1);
        Browser otto = served.browser().signIn("otto");
        String order = "{\"segment\": {\"entities\": [\"account\"], \"keys\": [\"ALFKI\"]}, \"why\": \"names\"}";

        HttpResponse<String> looking = otto.post("/api/replays", order);
        assertThat(looking.statusCode()).isEqualTo(202);
        OpenApiDocument.assertFollows("looking", Browser.json(looking));
        assertThat(served.replays().chosen()).isEmpty();
        HttpResponse<String> begun = otto.post("/api/replays", order);

        assertThat(begun.statusCode()).isEqualTo(201);
        OpenApiDocument.assertFollows("replayBegun", Browser.json(begun));
        assertThat(served.replays().chosen())
                .containsExactly(Segment.of("account").withKeys(Set.of("ALFKI")));
        JsonNode replay = Browser.json(
                otto.get("/api/replays/" + Browser.json(begun).path("replayId").asText()));
        assertThat(replay.path("by").asText()).isEqualTo("otto");
    }

    @Test
    void whatIsSentIsAsManyRowsAsWereShown() {
        Browser otto = served.browser().signIn("otto");
        String order = "{\"segment\": {\"entities\": [\"account\"]}, \"why\": \"names\", \"expected\": ";

        HttpResponse<String> answer = otto.post("/api/replays", order + "381}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
        OpenApiDocument.assertFollows("error", Browser.json(answer));
        assertThat(Browser.json(answer).at("/error/code").asText()).isEqualTo("not-as-shown");
        assertThat(Browser.json(answer).at("/error/message").asText()).contains("381 rows", "412 are there now");
        assertThat(Browser.json(answer).at("/error/now").asInt()).isEqualTo(412);
        assertThat(served.replays().chosen()).isEmpty();
        assertThat(otto.post("/api/replays", order + "412}").statusCode()).isEqualTo(201);
    }

    @Test
    void whileKafkaIsAwayAReadSaysThatItCannotBeReadAndADeedThatItIsNotDone() {
        served.replays().request("r1", false, "otto", SampleLooks.NOON);
        Browser otto = served.browser().signIn("otto");
        served.replays().kafkaGoesAway();

        for (HttpResponse<String> read : List.of(
                otto.get("/api/replays"), otto.get("/api/replays/r1"), otto.post("/api/replays/preview", REJECTED))) {
            assertThat(read.statusCode()).isEqualTo(503);
            OpenApiDocument.assertFollows("error", Browser.json(read));
            assertThat(Browser.json(read).at("/error/message").asText())
                    .contains("cannot be read now", "no broker answers")
                    .doesNotContain("not done");
        }
        HttpResponse<String> begun =
                otto.post("/api/replays", "{\"segment\": {\"entities\": [\"account\"]}, \"why\": \"names\"}");
        assertThat(begun.statusCode()).isEqualTo(503);
        assertThat(begun.body()).contains("not written down, so it is not done");
    }

    @Test
    void decisionsAreAnsweredWithHowItStandsThen() {
        served.replays().request("r1", false, "anna", SampleLooks.NOON);
        Browser otto = served.browser().signIn("otto");

        assertThat(stage(otto.post("/api/replays/r1/pause", WHY))).isEqualTo("PAUSED");
        assertThat(stage(otto.post("/api/replays/r1/resume", WHY))).isEqualTo("GOES_ON");
        HttpResponse<String> again = otto.post("/api/replays/r1/resume", WHY);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("so that is not possible");
        assertThat(stage(otto.post("/api/replays/r1/cancel", WHY))).isEqualTo("CANCELLED");
        assertThat(otto.post("/api/replays/r9/cancel", WHY).statusCode()).isEqualTo(404);
    }

    @Test
    void anApproverApprovesWhatOthersAskForAndNeverTheirOwn() {
        served.replays().request("hers", true, "anna", SampleLooks.NOON);
        served.replays().request("his", true, "otto", SampleLooks.NOON);
        Browser otto = served.browser().signIn("otto");
        Browser anna = served.browser().signIn("anna");

        assertThat(otto.post("/api/replays/hers/approve", WHY).statusCode()).isEqualTo(403);
        assertThat(anna.post("/api/replays/hers/approve", WHY).statusCode()).isEqualTo(409);
        assertThat(stage(anna.post("/api/replays/his/approve", WHY))).isEqualTo("GOES_ON");
    }

    @Test
    void whoMayNotSeePersonalDataIsShownNoKeysAndChoosesByNone() throws InterruptedException {
        served.close();
        served = ServedDashboard.withPersonal(directory, keyedByPersons());
        served.replays().request("r1", "account", "--entity account --key 'Ann Lee'", false, "otto", SampleLooks.NOON);
        served.replays()
                .request("r2", "visit, account", "--outcome rejected --key 'Ann Lee'", false, "otto", SampleLooks.NOON);
        served.migration()
                .show(() -> SampleLooks.with(new WaiverEvent.Waived(
                        "w1", "account", 1, "--key 'Ann Lee'", 1, 1, List.of(), 1, "otto", "old", SampleLooks.NOON)));
        Browser otto = served.browser().signIn("otto").awaitLook();
        Browser paul = served.browser().signIn("paul");
        otto.awaitSequence(
                Browser.json(otto.get("/api/status")).path("sequence").asLong() + 2);

        for (String path : List.of("/api/replays", "/api/replays/r1", "/api/replays/r2", "/api/log")) {
            assertThat(otto.get(path).body()).as(path).contains("(masked)").doesNotContain("Ann");
            assertThat(paul.get(path).body()).as(path).contains("Ann Lee").doesNotContain("(masked)");
        }
        OpenApiDocument.assertFollows("log", Browser.json(otto.get("/api/log")));
        JsonNode preview = Browser.json(otto.post("/api/replays/preview", REJECTED));
        OpenApiDocument.assertFollows("replayPreview", preview);
        assertThat(preview.path("selected").asInt()).isEqualTo(412);
        assertThat(preview.at("/sample/1/reason").asText()).isEqualTo("VALUE_TOO_LONG");
        assertThat(preview.toString()).doesNotContain("Ann", "C0", "C1");
        assertThat(paul.post("/api/replays/preview", REJECTED).body()).contains("Ann", "C0", "C1");
        String byKey = "{\"segment\": {\"outcomes\": [\"REJECTED\"], \"keys\": [\"Ann Lee\"]}";
        for (HttpResponse<String> refused : List.of(
                otto.post("/api/replays/preview", byKey + "}"),
                otto.post("/api/replays", byKey + ", \"why\": \"names\"}"),
                otto.post(
                        "/api/actions/waive",
                        "{\"entity\": \"account\", \"keys\": [\"Ann Lee\"], \"why\": \"old\"}"))) {
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
            assertThat(Browser.json(refused).at("/error/code").asText()).isEqualTo("personal");
        }
        assertThat(served.replays().chosen()).isEmpty();
        assertThat(paul.post("/api/replays", byKey + ", \"why\": \"names\"}").statusCode())
                .isEqualTo(201);
    }

    private static PersonalData keyedByPersons() {
        return new PersonalData(
                Map.of("account", Set.of("name")),
                Set.of("public.customers"),
                Set.of(),
                Set.of("account"),
                Map.of(
                        "account",
                        new PersonalData.Mapped(Set.of("public.customers"), Set.of(), Set.of("name")),
                        "visit",
                        new PersonalData.Mapped(Set.of("public.visits"), Set.of(), Set.of("name"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    /api/replays/preview | {}                                                      | --entity says whose rows
                    /api/replays/preview | {"segment": "all"}                                      | a segment is an object
                    /api/replays/preview | {"segment": {"entities": "account"}}                    | entities is "account", expected a list of texts
                    /api/replays/preview | {"segment": {"entities": ["account"], "keys": ["?"]}}   | --key ? is no row of public.customers
                    /api/replays/preview | {"segment": {"outcomes": ["BAD"]}}                      | outcomes is 'BAD', expected one of
                    /api/replays/preview | {"entity": "account"}                                   | unknown field entity; known here: segment
                    /api/replays         | {"segment": {"entities": ["account"]}}                  | why is missing
                    /api/replays/r1/pause | {}                                             | why is missing
                    """)
    void badInputIsToldWithWhatWouldBeRight(String path, String body, String wrong) {
        served.replays().request("r1", false, "otto", SampleLooks.NOON);
        Browser otto = served.browser().signIn("otto");

        HttpResponse<String> answer = otto.post(path, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(Browser.json(answer).at("/error/message").asText()).contains(wrong);
        assertThat(served.replays().chosen()).isEmpty();
    }

    private static String stage(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        OpenApiDocument.assertFollows("replay", Browser.json(answer));
        return Browser.json(answer).path("stage").asText();
    }
}
