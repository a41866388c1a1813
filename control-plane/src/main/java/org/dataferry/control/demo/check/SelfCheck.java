package org.dataferry.control.demo.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.dataferry.control.demo.business.Course;
import org.dataferry.control.demo.business.Dirt;
import org.dataferry.control.demo.business.Standing;
import org.dataferry.control.demo.business.Table;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.words.Counted;

/**
 * Looks whether target and outcomes are what the business says they have to be. The business stands still meanwhile, and
 * all that it did has passed the stages.
 */
public final class SelfCheck {

    /**
     * What waits for a heartbeat of the source is decided within seconds: that a row which is named will never come, and
     * that a parent was mended. A busy machine may take longer; then what is missing is named.
     */
    private static final Duration SETTLE_PATIENCE = Duration.ofSeconds(60);

    private static final Duration LOOK = Duration.ofMillis(500);

    private final Endpoints.Target target;
    private final OutcomeSource outcomes;
    private final Course course;
    private final RefusedRows refused;
    private final Consumer<String> progress;

    /** @param outcomes read on from where the last check ended */
    public SelfCheck(Endpoints.Target target, OutcomeSource outcomes, Course course, Consumer<String> progress) {
        this.target = target;
        this.outcomes = outcomes;
        this.course = course;
        this.refused = new RefusedRows(course.business());
        this.progress = progress;
    }

    public CheckReport run() throws InterruptedException {
        Findings findings = new Findings();
        awaitOutcomes();
        List<CheckReport.TableCount> tables = new ArrayList<>();
        try (TargetPages pages = new TargetPages(target)) {
            RowsCheck rows = new RowsCheck(pages, course, findings);
            for (Table table : Table.values()) {
                progress.accept("self-check: reading " + table.entity());
                RowsCheck.Count count = rows.check(table);
                tables.add(
                        new CheckReport.TableCount(table.sqlName(), table.entity(), count.expected(), count.found()));
            }
            progress.accept("self-check: reading " + LinksCheck.RELATIONSHIP);
            LinksCheck.Count links = new LinksCheck(pages, course, rows.ids(), findings).check();
            requireRejectedTwinsAbsent(rows, findings);
            OutcomesCheck last = new OutcomesCheck(course, refused, findings).check();
            return new CheckReport(
                    tables,
                    new CheckReport.Count(links.expected(), links.found()),
                    last.rejected().entrySet().stream()
                            .map(one -> new CheckReport.Rejected(
                                    one.getKey(),
                                    one.getValue().expected(),
                                    one.getValue().found()))
                            .toList(),
                    new CheckReport.Count(
                            last.parked().expected(), last.parked().found()),
                    rows.values(),
                    findings.count(),
                    findings.named());
        }
    }

    /** Reads outcomes until they are as they have to be, or it takes too long. */
    private void awaitOutcomes() throws InterruptedException {
        long deadline = System.nanoTime() + SETTLE_PATIENCE.toNanos();
        while (true) {
            outcomes.readOn(refused::read);
            Findings findings = new Findings();
            new OutcomesCheck(course, refused, findings).check();
            if (findings.count() == 0 || System.nanoTime() > deadline) {
                return;
            }
            progress.accept("self-check: waiting for the outcomes of " + Counted.of(findings.count(), "row")
                    + ", such as " + findings.named().getFirst().record());
            Thread.sleep(LOOK);
        }
    }

    /** Of two with one business number the one that is there is not the one that was rejected. */
    private void requireRejectedTwinsAbsent(RowsCheck rows, Findings findings) {
        Table table = Table.SHIFT_ORDERS;
        for (long number = 0; number < course.end(table); number++) {
            OptionalLong twin = course.business().twin(table, number);
            Place place = new Place(table, false, number);
            if (twin.isPresent()
                    && course.standing(table, number) instanceof Standing.OneOfTwo
                    && rows.isPresent(table, number) == refused.of(place).isPresent()) {
                findings.add(
                        place.record(),
                        "",
                        "either in the target or rejected, " + Dirt.DUPLICATE.reason(),
                        rows.isPresent(table, number) ? "both" : "neither");
            }
        }
    }

    /** Where outcomes come from. */
    public interface OutcomeSource {
        /** Hands on those that have come since the last time. */
        void readOn(Consumer<RecordedOutcome> reader);
    }
}
