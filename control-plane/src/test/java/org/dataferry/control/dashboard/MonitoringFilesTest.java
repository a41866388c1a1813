package org.dataferry.control.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus and Grafana are told to look at is what {@code /metrics} has. */
class MonitoringFilesTest {

    private static final Path INFRA = Path.of("..", "infra");
    private static final Pattern NAME = Pattern.compile("\\bferry_[a-z_]+\\b");
    private static final Pattern RATED = Pattern.compile("\\bi?(?:rate|increase)\\((ferry_[a-z_]+)");
    private static final Pattern CONVENTION = Pattern.compile("ferry_[a-z]+(_[a-z]+)*");

    @TempDir
    private Path directory;

    private Set<String> metrics;
    private Set<String> counters;

    @BeforeEach
    void scrape() throws InterruptedException {
        try (ServedDashboard served = ServedDashboard.open(directory)) {
            List<String> types = served.browser()
                    .awaitLook()
                    .get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("# TYPE "))
                    .toList();
            metrics = names(types, "");
            counters = names(types, " counter");
        }
    }

    private static Set<String> names(List<String> types, String suffix) {
        return types.stream()
                .filter(line -> line.endsWith(suffix))
                .map(line -> line.split(" ")[2])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void metricsAreNamedAsIsUsual() {
        assertThat(metrics)
                .hasSizeGreaterThan(20)
                .allMatch(name -> CONVENTION.matcher(name).matches());
        assertThat(metrics.stream().filter(name -> name.endsWith("_total"))).containsExactlyElementsOf(counters);
        assertThat(metrics).contains("ferry_lag_seconds", "ferry_writes");
    }

    /** By their present outcome: one that is rejected is applied later, so the number of those that are rejected falls. */
    @Test
    void whatCanFallIsNoCounter() {
        assertThat(counters)
                .containsExactlyInAnyOrder(
                        "ferry_changes_captured_total",
                        "ferry_changes_redelivered_total",
                        "ferry_writes_announced_total",
                        "ferry_dashboard_viewers_dropped_total",
                        "ferry_dashboard_sign_ins_failed_total",
                        "ferry_looks_failed_total");
    }

    @Test
    void alertsAskForMetricsThatThereAre() throws IOException {
        JsonNode rules = new YAMLMapper()
                .readTree(INFRA.resolve("prometheus/alerts.yaml").toFile())
                .at("/groups/0/rules");

        assertThat(rules).isNotEmpty();
        for (JsonNode rule : rules) {
            String alert = rule.path("alert").asText();
            assertThat(alert).matches("Ferry[A-Za-z]+");
            assertThat(asked(rule.path("expr").asText())).as(alert).isNotEmpty().isSubsetOf(metrics);
            assertThat(rule.at("/annotations/summary").asText()).as(alert).isNotBlank();
            assertThat(rule.at("/annotations/description").asText()).as(alert).isNotBlank();
            assertThat(rule.at("/labels/severity").asText()).as(alert).isIn("critical", "warning");
        }
    }

    @Test
    void grafanaShowsMetricsThatThereAreAndAllOfThem() throws IOException {
        Set<String> shown = grafanaExpressions().stream()
                .flatMap(expression -> asked(expression).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown).isEqualTo(metrics);
    }

    @Test
    void countersAreAskedForTheirRate() throws IOException {
        for (JsonNode rule : new YAMLMapper()
                .readTree(INFRA.resolve("prometheus/alerts.yaml").toFile())
                .at("/groups/0/rules")) {
            String expression = rule.path("expr").asText();
            for (String counter :
                    asked(expression).stream().filter(counters::contains).toList()) {
                assertThat(expression).containsPattern("(rate|increase)\\(" + counter);
            }
        }
    }

    /** Prometheus takes each fall of what it is asked a rate of for a restart, and shows a burst that there was not. */
    @Test
    void onlyCountersAreAskedForTheirRate() throws IOException {
        List<String> expressions = grafanaExpressions();
        for (JsonNode rule : new YAMLMapper()
                .readTree(INFRA.resolve("prometheus/alerts.yaml").toFile())
                .at("/groups/0/rules")) {
            expressions.add(rule.path("expr").asText());
        }
        Set<String> rated = expressions.stream()
                .flatMap(expression -> RATED.matcher(expression).results())
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(rated).isNotEmpty().isSubsetOf(counters);
    }

    private static List<String> grafanaExpressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        new ObjectMapper()
                .readTree(INFRA.resolve("grafana/migration.json").toFile())
                .path("panels")
                .forEach(panel -> panel.path("targets")
                        .forEach(target -> expressions.add(target.path("expr").asText())));
        return expressions;
    }

    private static Set<String> asked(String expression) {
        return NAME.matcher(expression)
                .results()
                .flatMap(found -> Stream.of(found.group()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
