package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Delta links: all rows of a table once, then what changed since. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangeTrackingTest {
    private static final String[] TRACK = {"Prefer", "odata.track-changes"};
    private static final String[] TRACK_BY_TWO = {"Prefer", "odata.track-changes,odata.maxpagesize=2"};
    private static final String[] BY_TWO = {"Prefer", "odata.maxpagesize=2"};

    private EmulatorFixture emulator;
    private ApiClient client;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture();
        client = emulator.client();
        client.createTable("mig_Thing", ",\"ChangeTrackingEnabled\":true");
        client.createColumn("mig_thing", "Integer", "mig_Size", "");
        client.createTable("mig_Other");
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    @BeforeEach
    void empty() {
        for (String id : ids(client.get("mig_things"))) {
            client.delete("mig_things(" + id + ")");
        }
    }

    private String thing(String name) {
        return client.post("mig_things", "{\"mig_name\":\"" + name + "\",\"mig_size\":1}")
                .id();
    }

    private Answer first() {
        return ok(client.get("mig_things?$select=mig_name", TRACK));
    }

    private Answer follow(Answer answer, String... headers) {
        return ok(client.get(delta(answer), headers));
    }

    private static Answer ok(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static String delta(Answer answer) {
        String link = answer.json().path("@odata.deltaLink").asText();
        assertThat(link).as(answer.body()).contains("$deltatoken=");
        return link;
    }

    private static String next(Answer answer) {
        assertThat(answer.json().has("@odata.deltaLink")).as(answer.body()).isFalse();
        String link = answer.json().path("@odata.nextLink").asText();
        assertThat(link).as(answer.body()).contains("$skiptoken=");
        return link;
    }

    private static List<String> ids(Answer answer) {
        return answer.json().path("value").findValuesAsText("mig_thingid");
    }

    private static List<String> deleted(Answer answer) {
        List<String> ids = new ArrayList<>();
        for (JsonNode entry : answer.json().path("value")) {
            if (entry.path("reason").asText().equals("deleted")) {
                ids.add(entry.path("id").asText());
            }
        }
        return ids;
    }

    @Test
    void aTrackedReadAnswersAllRowsAndADeltaLink() {
        String id = thing("a");

        Answer answer = first();

        assertThat(ids(answer)).containsExactly(id);
        assertThat(answer.header("Preference-Applied")).isEqualTo("odata.track-changes");
        assertThat(answer.json().path("@odata.context").asText())
                .isEqualTo(client.rootUrl() + "$metadata#mig_things(mig_name)");
        assertThat(delta(answer)).matches(".*/mig_things\\?\\$select=mig_name&\\$deltatoken=\\d+%21.*");
    }

    @Test
    void whatWasCreatedOrChangedComesInFullAndInTheOrderOfItsChanges() {
        String one = thing("one");
        String two = thing("two");
        Answer before = first();
        client.patch("mig_things(" + one + ")", "{\"mig_size\":7}");
        String three = thing("three");

        Answer changes = follow(before);

        assertThat(ids(changes)).containsExactly(one, three).doesNotContain(two);
        assertThat(changes.json().path("@odata.context").asText()).endsWith("$metadata#mig_things(mig_name)/$delta");
        JsonNode row = changes.json().path("value").path(0);
        assertThat(row.path("mig_name").asText()).isEqualTo("one");
        assertThat(row.has("@odata.etag")).isTrue();
        assertThat(row.has("mig_size")).as("$select holds for changes too").isFalse();
        assertThat(changes.header("Preference-Applied")).isEmpty();
    }

    @Test
    void withoutASelectionRowsComeWithAllTheirColumns() {
        Answer before = ok(client.get("mig_things", TRACK));
        thing("all");

        assertThat(follow(before).json().path("value").path(0).path("mig_size").asInt())
                .isEqualTo(1);
    }

    @Test
    void deletedRowsComeBehindTheOthersAsTheirIds() {
        String gone = thing("gone");
        String kept = thing("kept");
        Answer before = first();
        client.delete("mig_things(" + gone + ")");
        client.patch("mig_things(" + kept + ")", "{\"mig_name\":\"still here\"}");

        JsonNode value = follow(before).json().path("value");

        assertThat(value).hasSize(2);
        assertThat(value.path(0).path("mig_thingid").asText()).isEqualTo(kept);
        assertThat(value.path(1))
                .isEqualTo(ApiClient.JSON
                        .createObjectNode()
                        .put("@odata.context", client.rootUrl() + "$metadata#mig_things/$deletedEntity")
                        .put("id", gone)
                        .put("reason", "deleted"));
    }

    @Test
    void aRowThatCameAndWentInBetweenIsToldAsDeleted() {
        Answer before = first();
        String id = thing("brief");
        client.delete("mig_things(" + id + ")");

        assertThat(deleted(follow(before))).containsExactly(id);
    }

    @Test
    void aRowThatWentAndCameBackIsToldAsItIsAndNotAsDeleted() {
        String id = thing("first life");
        Answer before = first();
        client.delete("mig_things(" + id + ")");
        client.patch("mig_things(" + id + ")", "{\"mig_name\":\"second life\"}");

        Answer changes = follow(before);

        assertThat(ids(changes)).containsExactly(id);
        assertThat(deleted(changes)).isEmpty();
    }

    @Test
    void withoutChangesTheListIsEmptyAndTheLinkGoesOn() {
        thing("a");
        Answer again = follow(first());

        assertThat(again.json().path("value")).isEmpty();
        thing("b");
        assertThat(ids(follow(again))).hasSize(1);
    }

    @Test
    void aRowThatAChangeSetWritesSeveralTimesComesOnce() {
        String id = thing("a");
        Answer before = first();
        writeInOneUnit("mig_things(" + id + ")");

        Answer changes = follow(before);
        client.patch("mig_things(" + id + ")", "{\"mig_size\":6}");

        assertThat(ids(changes)).containsExactly(id);
        assertThat(ids(follow(changes))).containsExactly(id);
    }

    @Test
    void rowVersionsNeverRepeatHoweverOftenAUnitOfWorkWroteTheRow() {
        String row = "mig_others("
                + client.post("mig_others", "{\"mig_name\":\"a\"}").id() + ")";
        long last = 0;
        for (int round = 0; round < 3; round++) {
            writeInOneUnit(row);
            long version = version(client.get(row).header("ETag"));
            client.patch(row, "{\"mig_name\":\"b\"}");

            assertThat(version).isGreaterThan(last);
            last = version(client.get(row).header("ETag"));
            assertThat(last).isGreaterThan(version);
        }
    }

    private void writeInOneUnit(String row) {
        StringBuilder changeSet = new StringBuilder("--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n");
        for (int i = 1; i <= 9; i++) {
            changeSet
                    .append(
                            "--c\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: ")
                    .append(i)
                    .append("\r\n\r\nPATCH ")
                    .append(client.rootUrl())
                    .append(row)
                    .append(" HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{\"mig_name\":\"")
                    .append(i)
                    .append("\"}\r\n");
        }
        Answer answer = ok(client.post(
                "$batch", changeSet + "--c--\r\n\r\n--b--\r\n", "Content-Type", "multipart/mixed; boundary=b"));
        assertThat(answer.body()).doesNotContain("\"error\"");
    }

    private static long version(String etag) {
        return Long.parseLong(etag.replaceAll("\\D", ""));
    }

    @Test
    void pagesComeBeforeTheDeltaLinkWhichHoldsWhatChangedWhileTheyWereRead() {
        List<String> before = List.of(thing("a"), thing("b"), thing("c"));
        Answer page = ok(client.get("mig_things?$select=mig_name", TRACK_BY_TWO));
        List<String> seen = new ArrayList<>(ids(page));
        client.patch("mig_things(" + seen.getFirst() + ")", "{\"mig_name\":\"changed behind the reader\"}");
        client.delete("mig_things(" + seen.getLast() + ")");

        Answer last = ok(client.get(next(page), TRACK_BY_TWO));
        Answer changes = follow(last);

        seen.addAll(ids(last));
        assertThat(seen).containsExactlyInAnyOrderElementsOf(before);
        assertThat(ids(changes)).containsExactly(seen.get(0));
        assertThat(deleted(changes)).containsExactly(seen.get(1));
    }

    @Test
    void aNextLinkGoesOnTrackingWithoutThePreference() {
        thing("a");
        thing("b");
        thing("c");

        Answer last = ok(client.get(next(ok(client.get("mig_things", TRACK_BY_TWO))), BY_TWO));

        assertThat(delta(last)).doesNotContain("$skiptoken");
    }

    @Test
    void changesArePagedAndWhatChangesMeanwhileComesNextTime() {
        Answer before = first();
        List<String> made = List.of(thing("a"), thing("b"), thing("c"), thing("d"), thing("e"));
        client.delete("mig_things(" + made.get(4) + ")");
        client.delete("mig_things(" + made.get(3) + ")");

        Answer one = follow(before, BY_TWO);
        client.patch("mig_things(" + made.get(2) + ")", "{\"mig_name\":\"moved to the next changes\"}");
        String late = thing("late");
        Answer two = ok(client.get(next(one), BY_TWO));
        Answer next = follow(two);

        assertThat(ids(one)).containsExactly(made.get(0), made.get(1));
        assertThat(ids(two)).isEmpty();
        assertThat(deleted(two)).containsExactly(made.get(4), made.get(3));
        assertThat(ids(next)).containsExactly(made.get(2), late);
        assertThat(deleted(next)).isEmpty();
    }

    @Test
    void theNumberOfChangesCanBeAskedFor() {
        String gone = thing("gone");
        Answer before = first();
        thing("a");
        thing("b");
        client.delete("mig_things(" + gone + ")");
        String token = delta(before).replaceFirst(".*(\\$deltatoken=.*)$", "$1");

        Answer count = ok(client.get("mig_things/$count?" + token));

        assertThat(count.body()).isEqualTo("3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$filter=mig_size eq 1", "$orderby=mig_name", "$expand=createdby", "$top=1"})
    void someOptionsAreRefusedWithIt(String option) {
        String path = "mig_things?" + option.replace(" ", "%20");
        String name = option.substring(0, option.indexOf('='));

        Answer refused = client.get(path, TRACK);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.message())
                .isEqualTo("The \"" + name + "\" query parameter isn't supported when Change Tracking is enabled.");
        assertThat(client.get(delta(first()) + "&" + option.replace(" ", "%20")).message())
                .isEqualTo(refused.message());
    }

    @Test
    void whatNoPageDescribesTogetherWithItIsNotEmulated() {
        assertThat(client.get("mig_things?$count=true", TRACK).status()).isEqualTo(501);
        assertThat(client.get("mig_things?$apply=aggregate($count%20as%20n)", TRACK)
                        .status())
                .isEqualTo(501);
    }

    @Test
    void aTableHasToBeDefinedForIt() {
        Answer refused = client.get("mig_others", TRACK);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("0x80072491");
        assertThat(refused.message()).isEqualTo("Entity mig_other isn't enabled for change tracking.");
        Answer definitions =
                client.get("EntityDefinitions?$select=LogicalName&$filter=ChangeTrackingEnabled%20eq%20true");
        assertThat(definitions.json().path("value").findValuesAsText("LogicalName"))
                .contains("mig_thing")
                .doesNotContain("mig_other");
    }

    @Test
    void linksAreTrackedWhereBothTheirTablesAre() {
        client.createManyToMany("mig_thing_other", "mig_thing", "mig_other", "");
        client.createTable("mig_Tracked", ",\"ChangeTrackingEnabled\":true");
        client.createManyToMany("mig_thing_tracked", "mig_thing", "mig_tracked", "");
        String from = "mig_things(" + thing("a") + ")";
        String to = "mig_trackeds("
                + client.post("mig_trackeds", "{\"mig_name\":\"b\"}").id() + ")";

        Answer refused = client.get("mig_thing_otherset", TRACK);
        Answer before = ok(client.get("mig_thing_trackedset", TRACK));
        client.link(from, "mig_thing_tracked", to);
        Answer linked = follow(before);
        client.delete(from + "/mig_thing_tracked/$ref?$id=" + client.rootUrl() + to);

        assertThat(refused.code()).isEqualTo("0x80072492");
        assertThat(linked.json().path("value")).hasSize(1);
        assertThat(deleted(follow(linked))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "5",
                "!",
                "5!",
                "!08/22/2017 08:10:44",
                "5!8/22/2017 08:10:44",
                "-5!08/22/2017 08:10:44",
                "5!08/22/2017",
                "5!13/22/2017 08:10:44",
                "99999999999999999999!08/22/2017 08:10:44",
                "5!02/30/2017 08:10:44"
            })
    void aMalformedTokenIsRefused(String token) {
        Answer refused = client.get("mig_things?$deltatoken=" + ApiClient.encode(token));

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("0x80040203");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5!08/22/2017 08:10:44", "0!08/22/2099 08:10:44", "999999999999!08/22/2099 08:10:44"})
    void aTokenFromBeforeOrFromNowhereAsksForAFullRead(String token) {
        Answer refused = client.get("mig_things?$deltatoken=" + ApiClient.encode(token));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("0x80044352");
        assertThat(refused.message())
                .isEqualTo("Version stamp associated with the client has expired. Please perform a full sync.");
    }

    @Test
    void aTokenOfATableDoesNotOutliveTheTable() {
        client.createTable("mig_Brief", ",\"ChangeTrackingEnabled\":true");
        Answer before = ok(client.get("mig_briefs", TRACK));
        client.delete("EntityDefinitions(LogicalName='mig_brief')");
        client.createTable("mig_Brief", ",\"ChangeTrackingEnabled\":true");
        client.post("mig_briefs", "{\"mig_name\":\"a\"}");
        client.post("mig_briefs", "{\"mig_name\":\"b\"}");

        assertThat(client.get(delta(before)).code()).isEqualTo("0x80044352");
    }

    @Test
    void aMalformedSkipTokenIsRefused() {
        Answer before = first();
        thing("a");
        thing("b");
        thing("c");
        String ofRows = next(ok(client.get("mig_things", TRACK_BY_TWO))).replaceFirst(".*(\\$skiptoken=)", "$1");
        String ofChanges = next(follow(before, BY_TWO)).replaceFirst(".*(\\$skiptoken=)", "$1");

        assertThat(client.get(delta(before) + "&" + ofRows).code()).isEqualTo("0x80040203");
        assertThat(client.get("mig_things?" + ofChanges).code()).isEqualTo("0x80040203");
        assertThat(client.get("mig_things?" + ofChanges.replaceAll("written", "eaten"))
                        .code())
                .isEqualTo("0x80040203");
    }

    @Test
    void whatHappenedIsStillKnownAfterARestart() {
        String gone = thing("gone");
        Answer before = first();
        client.delete("mig_things(" + gone + ")");
        String made = thing("made");
        String token = delta(before).replaceFirst(".*/api/data/v9.2/", "");

        emulator.restart();
        client = emulator.client();
        Answer changes = ok(client.get(token));

        assertThat(ids(changes)).containsExactly(made);
        assertThat(deleted(changes)).containsExactly(gone);
    }

    @Test
    void changesOfAUnitThatIsUndoneAreNotTold() {
        Answer before = first();
        String id = UUID.randomUUID().toString();

        Answer refused = client.post(
                "mig_things/Microsoft.Dynamics.CRM.CreateMultiple",
                "{\"Targets\":[{\"@odata.type\":\"Microsoft.Dynamics.CRM.mig_thing\",\"mig_thingid\":\"" + id
                        + "\"},{\"@odata.type\":\"Microsoft.Dynamics.CRM.mig_thing\",\"mig_nothing\":1}]}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(follow(before).json().path("value")).isEmpty();
    }
}
