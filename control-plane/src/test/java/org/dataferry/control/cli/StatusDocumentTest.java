package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.control.ledger.Imbalance;
import org.dataferry.control.ledger.Lag;
import org.dataferry.control.ledger.OpenWrites;
import org.dataferry.control.ledger.StatusReport;
import org.dataferry.control.ledger.WaitingFor;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.secret.Secret;
import org.junit.jupiter.api.Test;

class StatusDocumentTest {

    private static final EntityStatus ACCOUNT = new EntityStatus("account", 11, 1, 10, 2, 1, 1, 1, 1, 1, 1, 2, 3);
    private static final StatusReport REPORT = new StatusReport(
            List.of(ACCOUNT),
            new Lag(3, Optional.of(Duration.ofMillis(1_250))),
            2,
            1,
            List.of(new Imbalance("f7", "account", 12, List.of("w1", "w2"))),
            new OpenWrites(
                    List.of(new WaitingFor("row 7", 9)),
                    List.of(new OpenWrites.ByReason("HEARTBEAT", 4)),
                    List.of(new OpenWrites.ByReason("STILL_NAMED", 3))));

    @Test
    void followsItsSchema() {
        Published.assertFollows("status", StatusDocument.json(REPORT, endpoints(true)));
        Published.assertFollows(
                "run", StatusDocument.json(REPORT, endpoints(false)).put("caughtUp", true));
        Published.assertFollows(
                "status",
                StatusDocument.json(
                        new StatusReport(List.of(), new Lag(0, Optional.empty()), 0, 0, List.of(), OpenWrites.none()),
                        endpoints(true)));
    }

    @Test
    void ofARebuildFollowsItsSchema() {
        for (RunEnd end : List.of(
                new RunEnd(REPORT, Optional.empty()),
                new RunEnd(REPORT, Optional.of(RunEnd.CaughtUpWith.SOURCE)),
                new RunEnd(REPORT, Optional.of(RunEnd.CaughtUpWith.LOG)))) {
            Published.assertFollows("rebuild", RebuildCommand.document(2, end, endpoints(true)));
        }
        Published.assertFollows(
                "status", StatusDocument.json(REPORT, endpoints(true)).put("rebuild", 2));
    }

    @Test
    void hasASchemaThatRefusesOtherDocuments() {
        ObjectNode more = StatusDocument.json(REPORT, endpoints(true)).put("more", 1);

        assertThatThrownBy(() -> Published.assertFollows("status", more)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> Published.assertFollows("status", new ObjectMapper().createObjectNode()))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void saysInJsonWhatIsInTheReport() {
        ObjectNode json = StatusDocument.json(REPORT, endpoints(true));

        assertThat(json.at("/entities/0/entity").asText()).isEqualTo("account");
        assertThat(json.at("/entities/0/alreadyApplied").asLong()).isEqualTo(1);
        assertThat(json.at("/entities/0/inFlight").asLong()).isEqualTo(2);
        assertThat(json.at("/lag/changes").asLong()).isEqualTo(3);
        assertThat(json.at("/lag/seconds").asDouble()).isEqualTo(1.25);
        assertThat(json.at("/deadLetters").asLong()).isEqualTo(2);
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
        assertThat(StatusDocument.text(REPORT, endpoints(true)))
                .containsPattern("account +11 +1 +10 +2 +1 +1 +1 +1 +1 +1 +2 +3\n")
                .contains("lag: 3 changes, 1.3 seconds")
                .contains("dead letters: 2")
                .contains("parked: 9 wait for row 7\n", "deferred: 4 heartbeat\n", "bounced: 3 still named\n")
                .contains("ALARM: 1 outcomes")
                .contains(
                        "ALARM: 12 writes of account were announced before fence f7 and have no outcome, such as w1, w2")
                .contains("dataverse  http://127.0.0.1:5");
    }

    @Test
    void showsThePasswordsOfEmbeddedServersAndNoOthers() {
        assertThat(StatusDocument.text(REPORT, endpoints(true)) + StatusDocument.json(REPORT, endpoints(true)))
                .contains("user=ferry&password=s3cret");
        assertThat(StatusDocument.text(REPORT, endpoints(false)) + StatusDocument.json(REPORT, endpoints(false)))
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
                database,
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
