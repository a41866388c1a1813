package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.ledger.AnswerDelay;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.control.ledger.Flow;
import org.dataferry.control.ledger.Imbalance;
import org.dataferry.control.ledger.Lag;
import org.dataferry.control.ledger.Movement;
import org.dataferry.control.ledger.OpenLetter;
import org.dataferry.control.ledger.OpenWrites;
import org.dataferry.control.ledger.PlannedCutover;
import org.dataferry.control.ledger.Rejections;
import org.dataferry.control.ledger.StatusReport;
import org.dataferry.control.ledger.WaitingFor;
import org.dataferry.control.status.Assessment;
import org.dataferry.control.status.Forecast;
import org.dataferry.control.status.Look;
import org.dataferry.control.status.Signs;
import org.dataferry.control.status.Situation;
import org.dataferry.control.status.SituationText;
import org.dataferry.control.status.StatusDocument;
import org.dataferry.control.status.SyncState;
import org.dataferry.schemas.change.AsOf;
import org.dataferry.schemas.control.DeadLetterId;
import org.dataferry.schemas.control.SinkControl;
import org.dataferry.schemas.control.SinkSteering;
import org.dataferry.schemas.key.PlainRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.secret.Secret;
import org.dataferry.schemas.usage.Entitlement;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;

class StatusDocumentTest {

    private static final EntityStatus ACCOUNT =
            new EntityStatus("account", 11, 1, 10, 2, 1, 1, 0, 1, 1, 1, 1, 2, 3, 1, 0, 0);
    private static final StatusReport REPORT = new StatusReport(
            List.of(ACCOUNT),
            new Lag(3, Optional.of(Duration.ofMillis(1_250))),
            2,
            4,
            List.of(new OpenLetter(
                    new DeadLetterId(0, 17), "transform-streams", "no envelope", "nw.changes", "0", "7", 12)),
            1,
            List.of(new Imbalance("f7", "account", 12, List.of("w1", "w2"))),
            new OpenWrites(
                    List.of(new WaitingFor("row 7", 9)),
                    List.of(new OpenWrites.ByReason("HEARTBEAT", 4, "")),
                    List.of(new OpenWrites.ByReason("STILL_NAMED", 3, "row 8"))),
            List.of(
                    new Rejections(RejectionReason.VALUE_TOO_LONG, 5, 0, "row 9", "name has\n 130 characters"),
                    new Rejections(RejectionReason.ORPHAN, 1, 0, "", "")),
            new PlainRow(false));
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void followsItsSchema() {
        Published.assertFollows(
                "run",
                EndpointsDocument.addTo(StatusDocument.json(REPORT), endpoints(false))
                        .put("caughtUp", true));
        for (Situation situation : situations()) {
            Published.assertFollows("status", document(situation));
        }
        Published.assertFollows(
                "status",
                EndpointsDocument.addTo(
                        StatusDocument.json(new Look(
                                new StatusReport(
                                        List.of(),
                                        new Lag(0, Optional.empty()),
                                        0,
                                        0,
                                        List.of(),
                                        0,
                                        List.of(),
                                        OpenWrites.none(),
                                        List.of(),
                                        new PlainRow(false)),
                                situations().getFirst(),
                                Map.of(),
                                List.of())),
                        endpoints(true)));
    }

    @Test
    void ofARebuildFollowsItsSchema() {
        for (RunEnd end : List.of(
                new RunEnd(REPORT, Optional.empty()),
                new RunEnd(REPORT, Optional.of(RunEnd.CaughtUpWith.SOURCE)),
                new RunEnd(REPORT, Optional.of(RunEnd.CaughtUpWith.LOG)))) {
            Published.assertFollows(
                    "rebuild", RebuildCommand.document(2, AsOf.parse("0/1A2B3C8"), end, endpoints(true)));
        }
        Published.assertFollows("status", document(situations().getFirst()).put("rebuild", 2));
    }

    @Test
    void hasASchemaThatRefusesOtherDocuments() {
        ObjectNode more = document(situations().getFirst()).put("more", 1);

        assertThatThrownBy(() -> Published.assertFollows("status", more)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> Published.assertFollows("status", new ObjectMapper().createObjectNode()))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void saysInJsonWhatIsInTheReport() {
        ObjectNode json = EndpointsDocument.addTo(StatusDocument.json(REPORT), endpoints(true));

        assertThat(json.at("/entities/0/entity").asText()).isEqualTo("account");
        assertThat(json.at("/entities/0/alreadyApplied").asLong()).isEqualTo(1);
        assertThat(json.at("/entities/0/inFlight").asLong()).isEqualTo(2);
        assertThat(json.at("/lag/changes").asLong()).isEqualTo(3);
        assertThat(json.at("/lag/seconds").asDouble()).isEqualTo(1.25);
        assertThat(json.at("/deadLetters").asLong()).isEqualTo(2);
        assertThat(json.at("/discardedLetters").asLong()).isEqualTo(4);
        assertThat(json.at("/unannounced").asLong()).isEqualTo(1);
        assertThat(json.at("/parkedFor/0/row").asText()).isEqualTo("row 7");
        assertThat(json.at("/parkedFor/0/writes").asLong()).isEqualTo(9);
        assertThat(json.at("/deferredBy/0/reason").asText()).isEqualTo("HEARTBEAT");
        assertThat(json.at("/bouncedBy/0/writes").asLong()).isEqualTo(3);
        assertThat(json.at("/imbalances/0/fenceId").asText()).isEqualTo("f7");
        assertThat(json.at("/imbalances/0/count").asLong()).isEqualTo(12);
        assertThat(json.at("/imbalances/0/writeIds/1").asText()).isEqualTo("w2");
    }

    @Test
    void saysInWordsWhatIsInTheReport() {
        assertThat(String.join("\n", StatusText.lines(REPORT, Optional.empty(), 200)))
                .containsPattern("account +11 +1 +10 +2 +1 +1 +1 +1 +1 +1 +2 +3 +1\n")
                .contains("lag: 3 changes, 1.3 seconds")
                .contains("dead letters: 2")
                .contains(
                        "parked: 9 writes wait for row 7\n",
                        "deferred: 4 writes HEARTBEAT: goes out by itself",
                        "bounced: 3 writes STILL_NAMED: others still name",
                        "  such as row 8\n")
                .contains("ALARM: 1 outcome of writes that")
                .contains("ALARM: 12 writes of account announced before fence f7 without any outcome, such as w1, w2")
                .contains(
                        "rejected: 5 rows VALUE_TOO_LONG: shorten the value at the source, or truncate it in the mapping\n"
                                + "  such as row 9: name has 130 characters\n",
                        "rejected: 1 row ORPHAN: the row that a lookup names does not exist at the source\n");
        assertThat(StatusText.endpoints(endpoints(true))).contains("dataverse  http://127.0.0.1:5");
    }

    @Test
    void namesRowsAsPeopleWriteThem() {
        RowId trip = new RowId.OfSource(
                "mtb_trip",
                new SourceTable("fleet", "public", "trips"),
                SourceKey.of(new Value.Text("13 "), new Value.Day(LocalDate.of(2026, 2, 4)), new Value.Whole(0)));
        StatusReport report = new StatusReport(
                List.of(),
                new Lag(1, Optional.empty()),
                0,
                0,
                List.of(),
                0,
                List.of(),
                new OpenWrites(List.of(new WaitingFor(trip.text(), 1)), List.of(), List.of()),
                List.of(new Rejections(RejectionReason.VALUE_TOO_LONG, 1, 0, trip.text(), "too long")),
                new PlainRow(false));

        assertThat(StatusText.lines(report, Optional.empty(), 200))
                .contains(
                        "lag: 1 change",
                        "parked: 1 write waits for mtb_trip of public.trips 13,2026-02-04,0",
                        "  such as mtb_trip of public.trips 13,2026-02-04,0: too long");
        ObjectNode json = StatusDocument.json(report);
        assertThat(json.at("/parkedFor/0/row").asText()).isEqualTo(trip.text());
        assertThat(json.at("/parkedFor/0/plainRow").asText()).isEqualTo("mtb_trip of public.trips 13,2026-02-04,0");
        assertThat(json.at("/rejectedBy/0/plainRow").asText()).isEqualTo("mtb_trip of public.trips 13,2026-02-04,0");
    }

    @Test
    void breaksLongLinesBetweenWordsAndNeverAnAddress() {
        assertThat(StatusText.wrapped(
                        List.of("one two three four", "  five six seven", "http://a.very.long.example"), 10))
                .containsExactly(
                        "one two", "  three", "  four", "  five six", "    seven", "http://a.very.long.example");
        for (String line : StatusText.lines(REPORT, Optional.of(situations().get(1)), 80)) {
            assertThat(line).hasSizeLessThanOrEqualTo(80);
        }
    }

    @Test
    void saysHowItStandsAboveTheSums() {
        assertThat(StatusText.lines(REPORT, Optional.of(situations().get(1)), 200))
                .contains(
                        "rate: 12.5 changes/s captured, 11.0 writes/s done, over the last 10 seconds",
                        "from commit to answer: 0.4 seconds, at most 1.2 seconds (240 writes of the last 60 seconds)",
                        "stages: capture runs, transform runs, sink does not run",
                        "cutover: 14:00:00 UTC, in 2 hours, as ada set it",
                        "stalled: account, sink is not running")
                .anyMatch(line -> line.startsWith("CATCHING UP: moving ("))
                .anyMatch(line ->
                        line.startsWith("caught up: between ") && line.endsWith(", in 30.0 seconds to 4 minutes"))
                .anyMatch(line -> line.matches("account .* STALLED"));
    }

    @Test
    void saysInJsonHowItStands() {
        ObjectNode json = document(situations().get(1));

        assertThat(json.at("/state").asText()).isEqualTo("CATCHING_UP");
        assertThat(json.at("/eta/latest").asText()).isEqualTo("2026-01-01T12:04:00Z");
        assertThat(json.at("/lag/answers/medianSeconds").asDouble()).isEqualTo(0.4);
        assertThat(json.at("/entities/0/state").asText()).isEqualTo("STALLED");
        assertThat(json.at("/entities/0/rate/writesPerSecond").asDouble()).isEqualTo(11);
        assertThat(json.at("/paused/0/entity").asText()).isEqualTo("account");
        assertThat(json.at("/paused/0/why").asText()).isEqualTo("wrong names");
        assertThat(json.at("/entitlement/used").asLong()).isEqualTo(312_000);
        assertThat(new SituationText(java.time.ZoneOffset.UTC)
                        .lines(situations().get(1)))
                .contains(
                        "entitlement: 312,000 of 500,000 requests used in 24 hours, 62 %; at 41,000 an hour it is spent at"
                                + " 16:00:00 UTC, in 4 hours");
        assertThat(json.at("/cutover/freeze").asText()).isEqualTo("2026-01-01T14:00:00Z");
        assertThat(json.at("/stages/2/runs").asBoolean(true)).isFalse();
        assertThat(json.at("/rejectedBy/0/remedy").asText()).contains("shorten the value");
        assertThat(document(situations().get(2)).at("/eta/unknown").asText()).isEqualTo("no run is going");
        assertThat(document(situations().getFirst()).get("eta").isNull()).isTrue();
    }

    private static ObjectNode document(Situation situation) {
        return EndpointsDocument.addTo(
                StatusDocument.json(new Look(REPORT, situation, Map.of(), List.of())), endpoints(true));
    }

    /** Nothing to do; on its way; unknown. */
    private static List<Situation> situations() {
        return List.of(
                situation(new Assessment(SyncState.IDLE, "nothing to do"), new Forecast.Done(), Optional.empty()),
                situation(
                        new Assessment(SyncState.CATCHING_UP, "moving"),
                        new Forecast.Between(NOON.plusSeconds(30), NOON.plusSeconds(240)),
                        Optional.of(new AnswerDelay(240, Duration.ofMillis(400), Duration.ofMillis(1_200)))),
                situation(
                        new Assessment(SyncState.UNKNOWN, "no run is going"),
                        new Forecast.Unknown("no run is going"),
                        Optional.empty()));
    }

    private static Situation situation(Assessment whole, Forecast forecast, Optional<AnswerDelay> answers) {
        Movement movement = new Movement(
                "account",
                1,
                2,
                Optional.of(NOON),
                Optional.of(NOON),
                Optional.empty(),
                new Flow(12.5, 11),
                new Flow(12, 10));
        return new Situation(
                NOON,
                whole,
                movement,
                List.of(new Situation.OfEntity(
                        movement, new Assessment(SyncState.STALLED, "sink is not running"), forecast)),
                answers,
                forecast,
                new Signs(
                        Optional.of(NOON),
                        Optional.of(NOON),
                        Optional.of(NOON),
                        Optional.empty(),
                        Optional.empty(),
                        new Signs.Running(OptionalLong.empty(), true, false, Optional.empty())),
                SinkControl.NONE.after(new SinkSteering.Paused(
                        Optional.of("account"), 1, "ada", "wrong names", NOON.minusSeconds(60))),
                new Entitlement(OptionalLong.of(500_000), 312_000, 41_000, Optional.of(NOON.plusSeconds(14_400))),
                Optional.of(new PlannedCutover(NOON.plusSeconds(7_200), "ada", "the night of the move", NOON)),
                true);
    }

    @Test
    void whatIsWaivedOrDiscardedIsToldAsAPart() {
        StatusReport report = new StatusReport(
                List.of(new EntityStatus("account", 20, 0, 20, 3, 0, 0, 0, 5, 0, 0, 12, 0, 3, 12, 9, 2)),
                new Lag(0, Optional.empty()),
                0,
                4,
                List.of(),
                0,
                List.of(),
                OpenWrites.none(),
                List.of(new Rejections(RejectionReason.VALUE_TOO_LONG, 12, 9, "", "")),
                new PlainRow(false));

        assertThat(StatusText.lines(report, Optional.empty(), 200))
                .anyMatch(line -> line.startsWith("rejected: 12 rows VALUE_TOO_LONG, of these 9 waived: "))
                .contains("parked: of the 5 writes of account 2 waived")
                .contains("discarded: 4 records that could not be read at all");
        assertThat(RunProgress.total(report)).contains("3 rejected, 3 parked, 11 waived");
        assertThat(report.hasOpenOrRejected()).isTrue();
    }

    @Test
    void showsThePasswordsOfEmbeddedServersAndNoOthers() {
        assertThat(StatusText.endpoints(endpoints(true)) + ""
                        + EndpointsDocument.addTo(StatusDocument.json(REPORT), endpoints(true)))
                .contains("user=ferry&password=s3cret");
        assertThat(StatusText.endpoints(endpoints(false)) + ""
                        + EndpointsDocument.addTo(StatusDocument.json(REPORT), endpoints(false)))
                .contains("user=ferry")
                .doesNotContain("s3cret");
    }

    private static Endpoints endpoints(boolean embedded) {
        Properties kafka = new Properties();
        kafka.setProperty("bootstrap.servers", "127.0.0.1:3");
        kafka.setProperty("sasl.jaas.config", "password=\"s3cret\"");
        Endpoints.Database database =
                new Endpoints.Database("jdbc:postgresql://127.0.0.1:1/source", "ferry", new Secret("s3cret"), embedded);
        return new Endpoints(
                Map.of("erp", database),
                database,
                kafka,
                RegistryEndpoint.of("http://127.0.0.1:4"),
                new Endpoints.Target(
                        URI.create("http://127.0.0.1:5"),
                        URI.create("http://127.0.0.1:5/token"),
                        "client",
                        new Secret("s3cret"),
                        embedded));
    }
}
