package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Properties;
import org.dataferry.control.demo.DemoReport;
import org.dataferry.control.demo.DemoSettings;
import org.dataferry.control.demo.business.Dirt;
import org.dataferry.control.demo.check.CheckReport;
import org.dataferry.control.demo.check.Finding;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.ledger.Lag;
import org.dataferry.control.ledger.OpenWrites;
import org.dataferry.control.ledger.StatusReport;
import org.dataferry.schemas.key.PlainRow;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.secret.Secret;
import org.junit.jupiter.api.Test;

class DemoDocumentTest {

    @Test
    void followsItsSchemaWhetherItPassedOrNot() {
        Published.assertFollows("demo", DemoDocument.json(report(0, 0), endpoints()));
        Published.assertFollows("demo", DemoDocument.json(report(1, 0), endpoints()));
    }

    @Test
    void saysThatItPassedAndWhatWasLookedAt() {
        DemoReport report = report(0, 0);

        assertThat(DemoDocument.json(report, endpoints()).path("selfCheck").asText())
                .isEqualTo("passed");
        assertThat(DemoDocument.text(report))
                .contains(
                        "account",
                        "as VALUE_TOO_LONG",
                        "rows per second: capture 9,000, transform 4,000, overall 2,500\n")
                .contains("self-check passed: 1,200 values in 105 rows and links compared, after 30 live changes")
                .doesNotContain("WRONG");
    }

    @Test
    void namesWhatIsWrongByRecordAndField() {
        DemoReport report = report(1, 0);

        assertThat(DemoDocument.json(report, endpoints())
                        .at("/findings/0/field")
                        .asText())
                .isEqualTo("name");
        assertThat(DemoDocument.text(report))
                .contains("WRONG: account of accounts number 3, name: expected \"a\", found \"b\"")
                .contains("self-check FAILED");
    }

    @Test
    void failsOnWhatCouldNotBeRead() {
        DemoReport report = report(0, 2);

        assertThat(DemoDocument.json(report, endpoints()).path("selfCheck").asText())
                .isEqualTo("failed");
        assertThat(DemoDocument.text(report)).contains("WRONG: 2 records could not be read at all");
    }

    private static DemoReport report(int findings, long deadLetters) {
        Map<String, OptionalDouble> rates = new LinkedHashMap<>();
        rates.put("capture", OptionalDouble.of(9_000));
        rates.put("transform", OptionalDouble.of(4_000));
        rates.put("sink", OptionalDouble.empty());
        rates.put("overall", OptionalDouble.of(2_500));
        Map<String, Duration> durations = new LinkedHashMap<>();
        for (String part : List.of("servers", "source", "load", "liveChanges", "selfCheck", "total")) {
            durations.put(part, Duration.ofMillis(1_250));
        }
        CheckReport check = new CheckReport(
                List.of(new CheckReport.TableCount("accounts", "account", 100, 100)),
                new CheckReport.Count(5, 5),
                List.of(new CheckReport.Rejected(Dirt.TOO_LONG, 4, 4)),
                new CheckReport.Count(7, 7),
                1_200,
                findings,
                findings == 0
                        ? List.of()
                        : List.of(new Finding("account of accounts number 3", "name", "\"a\"", "\"b\"")));
        StatusReport status = new StatusReport(
                List.of(),
                new Lag(0, Optional.empty()),
                deadLetters,
                0,
                List.of(),
                0,
                List.of(),
                OpenWrites.none(),
                List.of(),
                new PlainRow(false));
        return new DemoReport(new DemoSettings(1_000, 7, 20), false, rates, durations, 40, 10, check, status);
    }

    private static Endpoints endpoints() {
        Properties kafka = new Properties();
        kafka.setProperty("bootstrap.servers", "127.0.0.1:3");
        Endpoints.Database database =
                new Endpoints.Database("jdbc:postgresql://127.0.0.1:1/source", "ferry", new Secret("s3cret"), true);
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
                        true));
    }
}
