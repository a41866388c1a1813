package org.dataferry.control.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dataferry.control.projection.Hash;
import org.dataferry.control.projection.ToldLedger;
import org.dataferry.schemas.control.WaiverEvent;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.PersonalData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What users are told of single rows, out of a real ledger. The entity is account, and its name is that of a person. */
class DashboardRecordsIT {

    private static final PersonalData PERSONAL = new PersonalData(
            Map.of("account", Set.of("name")),
            Set.of(),
            Set.of(),
            Set.of("account"),
            Map.of("account", new PersonalData.Mapped(Set.of("public.customers"), Set.of(), Set.of("name", "fax"))));
    private static final RowId.OfSource ROW = ToldLedger.row("account", "customers", "ALFKI");
    private static final RowId.OfSource WAITING = ToldLedger.row("account", "customers", "BONAP");

    @TempDir
    private Path directory;

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private ServedDashboard served;

    @BeforeEach
    void serve() throws Exception {
        ToldLedger ledger = new ToldLedger();
        WriteId first = ledger.changed(ROW, 1, "I");
        ledger.sent(ToldLedger.upsert(
                first, 1, Map.of("name", Value.text("Ann Lee"), "fax", Value.text("030-1")), Map.of()));
        ledger.said(first, 1, new Outcome.Rejected(RejectionReason.VALUE_TOO_LONG, "name: 'Ann Lee'"));
        ledger.present(ROW, 1, Identity.Origin.CREATED_BY_FERRY);
        WriteId parked = ledger.changed(WAITING, 2, "I");
        ledger.said(parked, 1, new Outcome.Parked(ROW));
        ledger.waived(new WaiverEvent.Waived(
                "w1", "account", 1, "--key 'Ann Lee'", 1, 1, List.of(parked), 1, "otto", "old", ledger.now()));
        ledger.write();
        served = ServedDashboard.withLedger(directory, ledger.database(), PERSONAL);
        logged.start();
        logger().setLevel(Level.INFO);
        logger().addAppender(logged);
    }

    @AfterEach
    void stop() {
        logger().detachAppender(logged);
        logger().setLevel(null);
        served.close();
    }

    @Test
    void whoMayNotSeePersonalDataIsGivenNone() throws InterruptedException {
        Browser vera = served.browser().signIn("vera");

        for (String path : paths()) {
            HttpResponse<String> answer = vera.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.body()).as(path).contains("VALUE_TOO_LONG").doesNotContain("Ann", "Lee");
        }
        assertThat(vera.get("/api/records/" + Hash.of(ROW.text())).body()).contains("(masked)", "030-1");
        served.replays().request("r1", "account", "--entity account --key 'Ann Lee'", false, "otto", SampleLooks.NOON);
        served.migration()
                .show(() -> SampleLooks.with(new WaiverEvent.Waived(
                        "w1", "account", 1, "--key 'Ann Lee'", 1, 1, List.of(), 1, "otto", "old", SampleLooks.NOON)));
        vera.awaitLook();
        vera.awaitSequence(
                Browser.json(vera.get("/api/status")).path("sequence").asLong() + 2);
        for (String path :
                List.of("/api/replays", "/api/replays/r1", "/api/log", "/api/status", "/api/entities/account")) {
            HttpResponse<String> answer = vera.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.body()).as(path).doesNotContain("Ann", "Lee");
        }
        HttpResponse<String> refused = vera.get("/api/records?q=Ann%20Lee&entity=account&column=name");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(Browser.json(refused).at("/error/code").asText()).isEqualTo("personal");
        assertThat(Browser.json(vera.get("/api/session")).path("seesPersonal").asBoolean())
                .isFalse();
        assertThat(logged.list).isEmpty();
    }

    @Test
    void whoMaySeesAllAndEachTimeIsInTheLog() {
        Browser pia = served.browser().signIn("pia");

        for (int time = 1; time <= 2; time++) {
            assertThat(pia.get("/api/records/" + Hash.of(ROW.text())).body()).contains("Ann Lee");
        }

        for (RowId shown : List.of(ROW, WAITING)) {
            assertThat(logged.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .filteredOn(line -> line.contains("user=pia record=" + Hash.of(shown.text())))
                    .as("also the row that waits for it")
                    .hasSize(2)
                    .last()
                    .asString()
                    .endsWith("times=2");
        }
        assertThat(logged.list).hasSize(4);
        JsonNode found = Browser.json(pia.get("/api/records?q=Ann%20Lee&entity=account&column=name"));
        // The value was sent and refused, so the target does not have it.
        assertThat(found.path("records")).isEmpty();
    }

    @Test
    void answersAreAsDescribed() {
        Browser pia = served.browser().signIn("pia");

        OpenApiDocument.assertFollows("records", Browser.json(pia.get("/api/records?q=ALFKI")));
        OpenApiDocument.assertFollows("recordStory", Browser.json(pia.get("/api/records/" + Hash.of(ROW.text()))));
        OpenApiDocument.assertFollows(
                "records", Browser.json(pia.get("/api/records?q=" + URLEncoder.encode(ROW.text(), UTF_8))));
        JsonNode page = Browser.json(pia.get("/api/entities/account/rows?standing=parked"));
        OpenApiDocument.assertFollows("recordPage", page);
        assertThat(page.at("/records/0/waitsFor/0/rowId").asText()).isEqualTo(ROW.text());
        assertThat(page.at("/records/0/waived/who").asText()).isEqualTo("otto");
        OpenApiDocument.assertFollows("recordStory", Browser.json(pia.get("/api/records/" + Hash.of(WAITING.text()))));
    }

    @Test
    void wrongQuestionsAreToldWhatWouldBeRight() {
        Browser vera = served.browser().signIn("vera");

        for (Map.Entry<String, Integer> wrong : Map.of(
                        "/api/records",
                        400,
                        "/api/records?q=x&column=name",
                        400,
                        "/api/records?q=x&entity=boat",
                        404,
                        "/api/records/" + Hash.of("nobody"),
                        404,
                        "/api/records/ALFKI",
                        400,
                        "/api/entities/account/rows",
                        400,
                        "/api/entities/account/rows?standing=parked&after=3",
                        400,
                        "/api/entities/boat/rows?standing=parked",
                        404)
                .entrySet()) {
            HttpResponse<String> answer = vera.get(wrong.getKey());
            assertThat(answer.statusCode()).as(wrong.getKey()).isEqualTo(wrong.getValue());
            OpenApiDocument.assertFollows("error", Browser.json(answer));
        }
    }

    @Test
    void theRestGoesOnWhileTheLedgerIsAway() throws InterruptedException {
        served.close();
        served = ServedDashboard.withUsers(directory);
        Browser vera = served.browser().signIn("vera").awaitLook();

        HttpResponse<String> answer = vera.get("/api/records?q=ALFKI");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(Browser.json(answer).at("/error/code").asText()).isEqualTo("ledger-away");
        assertThat(vera.get("/api/status").statusCode()).isEqualTo(200);
    }

    @Test
    void theStatusIsMaskedToo() throws InterruptedException {
        Browser vera = served.browser().signIn("vera").awaitLook();
        Browser pia = served.browser().signIn("pia");

        for (String path : new String[] {"/api/status", "/api/entities/account"}) {
            assertThat(vera.get(path).body()).as(path).contains("(masked)").doesNotContain("<script>");
            assertThat(pia.get(path).body()).as(path).contains("<script>").doesNotContain("(masked)");
        }
    }

    private static String[] paths() {
        return new String[] {
            "/api/records?q=ALFKI",
            "/api/records/" + Hash.of(ROW.text()),
            "/api/records/" + Hash.of(WAITING.text()),
            "/api/entities/account/rows?standing=rejected",
            "/api/entities/account/rows?standing=parked"
        };
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("org.dataferry.control.dashboard.api.PersonalViews");
    }
}
