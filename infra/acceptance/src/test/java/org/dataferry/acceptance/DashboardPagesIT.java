package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.dataferry.acceptance.browser.DashboardInBrowser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the dashboard's pages say of the documents that they are given. */
final class DashboardPagesIT {

    @RegisterExtension
    private static final DashboardInBrowser pages = new DashboardInBrowser();

    @Test
    void modulesSayWhatTheyShould() {
        pages.go("overview");

        JsonNode results = pages.tab().value("import('/tests/modules.test.js').then(tests => tests.run())");

        assertThat(results).isNotEmpty();
        assertThat(results)
                .allSatisfy(result -> assertThat(result.path("wrong").isNull())
                        .as(
                                "%s: %s",
                                result.path("name").asText(),
                                result.path("wrong").asText())
                        .isTrue());
    }

    @Test
    void overviewSaysWhatTheStatusSays() {
        pages.go("overview");

        assertThat(pages.tab().text("#state-word")).isEqualTo("Catching up");
        assertThat(pages.tab().text("#headline")).startsWith("12,480 changes behind, and moving; caught up between ");
        assertThat(pages.tab().text("#looked")).contains("Looked at ").containsPattern("\\d\\d:\\d\\d:\\d\\d CES?T");
        assertThat(pages.tab().text("#lag")).contains("12,480 changes").contains("The oldest is 42 s old");
        assertThat(pages.tab().text("#eta")).contains("in 2 to 6 min").contains("Between ");
        assertThat(pages.tab().text("#answers")).contains("1.3 s").contains("6.8 s");
        assertThat(pages.tab().text("#rate")).contains("215").contains("118 changes/s");
        assertThat(pages.tab().text("#refused")).contains("445 rejected rows").contains("8,433 writes parked");
        assertThat(pages.tab().text("[data-stage=transform]")).contains("4,973 changes wait");
        assertThat(pages.tab().text("[data-stage=sink]")).contains("7,507 writes in flight");
        assertThat(pages.tab().text("[data-stage=dataverse]"))
                .contains("507,690")
                .contains("binds now");
        assertThat(pages.tab().text("#binding")).contains("Dataverse").contains("7,507 writes wait for its answer");
        assertThat(pages.tab().value("document.title").asText())
                .isEqualTo("Catching up, 12,480 behind · Overview · northwind");
    }

    @Test
    void inStepWithTroublesNothingIsSaidThatIsNotSo() {
        pages.dashboard().change(status -> {
            status.put("state", "IN_STEP")
                    .putNull("eta")
                    .withObject("/lag")
                    .put("changes", 0)
                    .put("seconds", 0.8);
        });
        pages.go("overview");

        assertThat(pages.tab().text("#lag")).contains("0 changes").contains("As of 0.8 s ago.");
        assertThat(pages.tab().text("#eta")).contains("Now").contains("All that was captured has its outcome.");
        assertThat(pages.tab().text("#binding")).contains("Missing rows").contains("8,433 writes are parked");
    }

    @Test
    void newLooksComeByThemselvesAndOnlyANewStateIsSaidAloud() {
        pages.go("overview");
        pages.dashboard().change(status -> status.withObject("/lag").put("changes", 77));
        pages.tab().awaitText("#lag", "77 changes");
        assertThat(pages.tab().text("#said")).isEmpty();

        pages.dashboard().change(status -> status.put("state", "STALLED").put("stateReason", "sink is not running"));

        pages.tab().awaitText("#state-word", "Stalled");
        assertThat(pages.tab().text("#said")).isEqualTo("Stalled: sink is not running.");
    }

    @Test
    void alarmsAreNamedFirstOfAll() {
        pages.dashboard().change(status -> {
            status.put("unannounced", 3).put("deadLetters", 4);
            status.withArray("/imbalances")
                    .addObject()
                    .put("fenceId", "fence-17")
                    .put("entity", "account")
                    .put("count", 2)
                    .putArray("writeIds")
                    .add("write-1")
                    .add("write-2");
            ((ObjectNode) status.at("/entities/1")).put("applied", 1);
        });

        pages.go("overview");

        assertThat(pages.tab().text(".alarms"))
                .contains("Alarm: 2 writes of account have no outcome")
                .contains("fence-17")
                .contains("Alarm: 3 outcomes of writes that nobody announced")
                .contains("Alarm: The sum of contact does not hold")
                .contains("Look: 4 records could not be read at all");
        assertThat(pages.tab().value("document.title").asText()).startsWith("ALARM");
        assertThat(pages.tab().text("nav .mark")).startsWith("3");
        assertThat(pages.tab().text(".state")).contains("3 alarms");
        pages.assertReadable("alarms-overview");
    }

    @Test
    void aRecordIsFoundFromEveryPageAndItsStoryIsTold() {
        pages.go("limits");
        pages.tab().tabTo("#find");
        pages.tab().type("7");
        pages.tab().press("Enter");
        pages.tab().awaitText("#found", "3 rows found");
        assertThat(pages.dashboard().asked()).containsExactly("q=7");
        assertThat(pages.tab().text("#found"))
                .contains("contact of public.providers 7", "VALUE_TOO_LONG")
                .contains("In the end it waits for contact of public.providers 7, which was refused: value too long");

        pages.tab().click("#found a");
        pages.tab().awaitText("#page-title", "contact of public.providers 7");
        pages.awaitDocuments();

        assertThat(pages.tab().text("#timeline"))
                .contains("Changed at the source", "Written as version 2", "2 columns changed", "Head nurse")
                .contains("mila: paused contact", "the plug-in is mended")
                .contains("Rejected: value too long", "Shorten the value at the source")
                .contains("What the row held before Ferry wrote it")
                .contains("Personal data is masked");
        assertThat(pages.tab().text("#waits")).contains("12 rows wait for it", "ferry_shift of public.shifts 4711");
        assertThat(pages.tab().value("document.title").asText()).contains("contact of public.providers 7");
    }

    @Test
    void causesLeadToTheirRowsPageByPage() {
        pages.go("errors");
        String toRows = "#rejected-VALUE_TOO_LONG a[href*='rows/']";
        pages.tab().await("document.querySelector(\"" + toRows + "\") !== null");
        pages.tab().click(toRows);
        pages.tab().awaitText("#rows", "62 rows");
        assertThat(pages.dashboard().asked().getLast())
                .contains("standing=rejected")
                .contains("reason=VALUE_TOO_LONG");

        pages.tab().click("#rows .tools a");
        pages.tab().awaitText("#rows .tools", "First page");
        pages.awaitDocuments();
        assertThat(pages.dashboard().asked().getLast()).contains("after=6fa1c1d0-9c5e-41ee-8c90-0242ac120002");

        pages.go("entities/account");
        pages.tab().click("#facts a[href*='standing=parked']");
        pages.tab().awaitText("#page-title", "Rows of account");
    }

    @Test
    void aLostConnectionIsSaidAndComesBackByItself() throws IOException {
        pages.letRequestsFail();
        pages.go("overview");
        pages.loadMeasures();
        String looked = pages.tab().text("#looked time");

        pages.dashboard().away(true);
        pages.tab().awaitText("#lost", "Connection lost, data from ");
        assertThat(pages.tab().text("#lost"))
                .containsPattern("\\d\\d:\\d\\d:\\d\\d CES?T")
                .contains("by itself");
        assertThat(pages.tab().value("document.title").asText()).startsWith("Connection lost");
        pages.assertReadable("lost-overview");
        pages.dashboard().change(status -> status.withObject("/lag").put("changes", 3));
        pages.dashboard().away(false);

        pages.tab().awaitText("#lag", "3 changes");
        pages.tab().await("document.querySelector('#lost') === null");
        assertThat(pages.tab().text("#said")).isEqualTo("Connected again.");
        assertThat(pages.tab().text("#looked time")).isNotEqualTo(looked);
    }

    @Test
    void aLookThatIsOldIsSaidToBe() {
        pages.dashboard().looksAreOld(Duration.ofSeconds(40));
        pages.go("overview");

        pages.tab().awaitText("#old", "The dashboard’s last look is 40 s old");
        assertThat(pages.tab().count("#skew")).isZero();
    }

    @Test
    void clocksThatDifferAreSaidAndTimesAreTheDashboards() {
        pages.dashboard().clockAhead(Duration.ofSeconds(-30));
        pages.go("overview");

        pages.tab().awaitText("#skew", "The clock of this device is 30 s ahead of the dashboard’s");
        assertThat(pages.tab().count("#old")).isZero();
    }

    @Test
    void textsOfDataStayTexts() {
        pages.go("errors");
        pages.tab().await("document.querySelectorAll('.cause').length === 8");

        assertThat(pages.tab().text("#rejected-OPTION_UNKNOWN")).contains("<script>window.broken = 2</script>");
        assertThat(pages.tab().text("#parked-account")).contains("<img src=x onerror=\"window.broken=1\">");
        assertThat(pages.tab().count("main img, main script")).isZero();
        assertThat(pages.tab().value("window.broken === undefined").asBoolean()).isTrue();
        pages.tab().value("location.hash = '#/entities/<img src=x onerror=window.broken=3>'");
        pages.tab().awaitText("h1", "<img src=x onerror=window.broken=3>");
    }

    @Test
    void severalSourcesAreToldApart() {
        pages.dashboard().change(status -> {
            ObjectNode other = status.at("/sources/0").deepCopy();
            ((ArrayNode) status.at("/sources")).add(other.put("name", "crm"));
            ((ObjectNode) other.at("/log/slot")).put("state", "lost");
        });
        pages.go("source");
        pages.tab().await("document.querySelector('#slot-crm') !== null");

        assertThat(pages.tab().text("#slot-erp")).contains("reserved");
        assertThat(pages.tab().text("#slot-crm")).contains("lost");
        assertThat(pages.tab().text("#source-log-crm")).contains("Log of the source: crm");
        assertThat(pages.tab()
                        .value("[...document.querySelectorAll('[id]')].map(one => one.id)"
                                + ".filter((id, at, all) => all.indexOf(id) !== at)"))
                .as("ids that are there twice")
                .isEmpty();
        pages.assertReadable("several-sources");
    }

    @Test
    void theSourceSaysWhatWaitsAndHowFarTheFirstLoadIs() {
        pages.go("source");

        assertThat(pages.tab().text("#snapshot"))
                .contains("25%", "1,234,567", "Of 2 tables.")
                .contains("public.<u>orders</u>", "234,567", "11%");
        assertThat(pages.tab().text("#waiting-dumps"))
                .contains("public.jobs", "it lacks 100 of the 1000 rows of dump 3")
                .contains("It would be 900 rows: 2 new, 14 changed, 100 deleted.")
                .contains("ferry ingest /srv/crm --table public.jobs --file '/srv/crm/dumps/jobs <1>.csv' --accept")
                .contains("it has no column <i>id</i>", "It cannot be accepted as it is: /srv/crm/dumps/shifts.csv");
        assertThat(pages.tab().text("#unread-tables")).contains("public.accounts", "can't be reached <br>");
        pages.assertReadable("source-waits");
    }

    @Test
    void causesComeBiggestFirstWithWhatToDo() {
        pages.go("errors");
        pages.tab().awaitText("#rejected-OPTION_UNKNOWN", "account 412 rows");

        assertThat(pages.tab().text(".cause h2")).matches("8,430 writes\\s+held by 6 missing account rows");
        assertThat(pages.tab().text("#rejected-OPTION_UNKNOWN"))
                .contains("412 rows", "rejected: option unknown")
                .contains("Correct the text at the source")
                .contains("Ask whoever owns the data at the source")
                .contains("ferry replay DIR --entity account --rejected");
        assertThat(pages.tab().text("#rejected-VALUE_TOO_LONG")).contains("5 rows of these waived", "Waive…");
        assertThat(pages.tab().text("#deferred-PHASE"))
                .contains("31 writes", "deferred: phase")
                .contains("ferry phase");
        List<Integer> sizes = new ArrayList<>();
        pages.tab()
                .value(
                        "[...document.querySelectorAll('.cause-size')].map(size => parseInt(size.innerText.replace(',', '')))")
                .forEach(size -> sizes.add(size.asInt()));
        assertThat(sizes).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void replaysSayHowFarTheyAreAndWhatTheyHaveChanged() {
        pages.go("replays");

        assertThat(pages.tab().text("#open")).contains("4 under way");
        assertThat(pages.tab().text("#replay-2b9d4f0a-11d2-4c0b-8a55-0a6f1f6f2e10"))
                .contains("412 rows of account", "Goes on", "260 of 412 rows sent", "--error-reason OPTION_UNKNOWN")
                .contains("205 applied, 40 in flight, 12 parked, 3 rejected")
                .contains("Asked for by mila", "<b>Blue</b> is in the option table now.");
        assertThat(pages.tab()
                        .value("document.querySelector('#replay-2b9d4f0a-11d2-4c0b-8a55-0a6f1f6f2e10 [role=meter]')"
                                + ".getAttribute('aria-valuetext')")
                        .asText())
                .isEqualTo("260 of 412, 63%");
        assertThat(pages.tab().text("#replay-7f0d1c52-6f6b-4a54-9d0e-2f3a1b0c9d8e"))
                .contains("Awaits approval", "Nothing is sent before somebody else has approved it");
        assertThat(pages.tab().text("#replay-90c1a7de-35c7-4f0e-9f3e-6f9f0d7c1a77"))
                .contains("Nobody sends it", "Nobody on the dashboard’s machine sends its rows")
                .contains("ferry replay DIR --resume 90c1a7de-35c7-4f0e-9f3e-6f9f0d7c1a77");
        assertThat(pages.tab().text("#replay-c35e2a91-4b8e-4f76-8f0d-1d2c3b4a5f60"))
                .contains("Paused by vera", "The target is busy until noon.");
        assertThat(pages.tab().text("#over"))
                .contains("Rows refused: 430 before, 2 after.")
                .contains("Writes parked: 31 before, 0 after.")
                .contains("Cancelled by mila", "What became of its writes is not known here.");
    }

    @Test
    void anEntityShowsItsSumAndWhatItWaitsFor() {
        pages.go("entities/ferry_shift");
        pages.tab().awaitText("#waiting", "4,180 writes");

        assertThat(pages.tab().text("#sum"))
                .contains("176,200 writes announced")
                .contains("162,144 writes done, 8,449 waiting, 5,607 in flight");
        assertThat(pages.tab().text("#rejections")).contains("No row is refused");
        pages.go("entities/nobody");
        pages.tab().awaitText("main", "No mapping makes such an entity");
    }

    @Test
    void theCutoverIsCountedDownAndSaysWhatMayMissIt() {
        pages.go("overview");
        pages.dashboard()
                .change(status -> status.withObject("/cutover")
                        .put("freeze", Instant.now().plusSeconds(120).toString())
                        .put("by", "jonas")
                        .put("why", "as agreed")
                        .put("since", Instant.now().toString()));
        pages.tab().await("document.querySelector('#cutover .verdict') !== null");

        assertThat(pages.tab().text("#cutover"))
                .contains("Too late")
                .contains("as jonas set it: as agreed")
                .contains("ferry_shift may be")
                .doesNotContain("ferry_shiftorder")
                .containsPattern("in (2 min|1 min \\d+ s)");
        assertThat(pages.tab().text(".state-cutover")).startsWith("Cutover in ");
        pages.dashboard()
                .change(status -> status.withObject("/eta")
                        .put("earliest", Instant.now().plusSeconds(5).toString()));
        pages.tab().awaitText("#cutover .verdict", "May be late");
        pages.dashboard().change(status -> status.putNull("eta"));
        pages.tab().awaitText("#cutover .verdict", "On time");
    }
}
