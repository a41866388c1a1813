package org.dataferry.control.soak.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.dataferry.control.soak.Findings;
import org.junit.jupiter.api.Test;

/** Three requests, 50 ns of execution and two at a time, in 100 ns. */
class ThrottleAuditTest {

    private static final ThrottleAudit.Limits LIMITS = new ThrottleAudit.Limits(3, 50, 2, 100);

    private final Findings findings = new Findings(Invariants.ALL);
    private final List<LogLine> log = new ArrayList<>();

    private void letIn(long arrived, long ended) {
        log.add(new LogLine("u", "create", 204, arrived, ended, ended - arrived, null));
    }

    private void refused(long arrived, String facet) {
        log.add(new LogLine("u", "create", 429, arrived, -1, -1, facet));
    }

    private long edge() {
        ThrottleAudit audit = new ThrottleAudit(LIMITS, findings);
        audit.check(log);
        return audit.edge();
    }

    private List<String> against(String invariant) {
        return findings.all().getOrDefault(invariant, List.of());
    }

    @Test
    void agreesWithRightDecisions() {
        letIn(0, 10);
        letIn(20, 30);
        letIn(40, 50);
        refused(60, "requests");
        letIn(101, 109);
        refused(110, "requests");

        assertThat(edge()).isZero();
        assertThat(findings.all().values()).allMatch(List::isEmpty);
    }

    @Test
    void findsARequestThatWasLetInThoughTheFacetWasExceeded() {
        letIn(0, 1);
        letIn(10, 11);
        letIn(20, 21);
        letIn(99, 100);

        edge();

        assertThat(against(Invariants.WHENEVER)).singleElement().asString().contains("at 99 ns", "requests had 3 of 3");
    }

    @Test
    void findsARequestThatWasRefusedWithoutReason() {
        letIn(0, 10);
        refused(20, "requests");
        refused(30, "execution_time");
        letIn(200, 260);
        refused(261, "concurrency");

        edge();

        assertThat(against(Invariants.ONLY_WHEN)).hasSize(3);
    }

    @Test
    void allowsForARequestThatEndedBesideTheDecision() {
        letIn(0, 10);
        letIn(5, 30);
        letIn(30, 40);
        refused(30, "requests");

        assertThat(edge())
                .as("whether the third came before the fourth is open")
                .isLessThanOrEqualTo(1);
        assertThat(against(Invariants.ONLY_WHEN)).isEmpty();
    }

    @Test
    void countsExecutionTimeWhenItEnds() {
        letIn(0, 55);
        letIn(50, 54);
        refused(60, "execution_time");
        letIn(156, 157);

        assertThat(edge()).isZero();
        assertThat(findings.all().values()).allMatch(List::isEmpty);
    }

    @Test
    void countsEachPlaceForItself() {
        for (String place : List.of("a", "b")) {
            for (int i = 0; i < 3; i++) {
                log.add(line(place, i * 10L));
            }
        }

        edge();

        assertThat(findings.all().values()).allMatch(List::isEmpty);
    }

    private static LogLine line(String place, long arrived) {
        return new LogLine(place, "create", 204, arrived, arrived + 1, 1, null);
    }
}
