package org.dataferry.control.dashboard.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dataferry.control.dashboard.alert.Alert.Severity;
import org.dataferry.control.dashboard.live.Snapshot;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.control.ledger.PlannedCutover;
import org.dataferry.control.ledger.StatusReport;
import org.dataferry.control.status.DumpsLook;
import org.dataferry.control.status.Forecast;
import org.dataferry.control.status.Look;
import org.dataferry.control.status.Situation;
import org.dataferry.control.status.SyncState;
import org.dataferry.schemas.usage.Entitlement;
import org.dataferry.schemas.words.Counted;

/** What of a look is an alert; the same as {@code infra/prometheus/alerts.yaml} asks Prometheus for. */
final class AlertRules {

    /** A stage that is restarted, or a heartbeat that is late. */
    private static final Duration PASSING = Duration.ofMinutes(5);

    /** Before it is called stalled, {@code limits.status.stalledAfter} has passed already. */
    private static final Duration STALLED = Duration.ofMinutes(2);

    /** A lag that grows and is worked off again is what a sync of weeks is made of. */
    private static final Duration LAGGING = Duration.ofMinutes(10);

    private static final Duration REFUSED = Duration.ofMinutes(15);

    private static final Duration UNSEEN = Duration.ofMinutes(1);

    private static final double NEARLY_SPENT = 0.9;

    private final Duration lagAbove;

    AlertRules(Duration lagAbove) {
        this.lagAbove = lagAbove;
    }

    /**
     * @param newest empty if the migration could not be looked at yet
     * @param begun when it was first tried
     */
    Findings of(Optional<Snapshot> newest, Instant begun, Instant now) {
        List<Condition> conditions = new ArrayList<>();
        Instant last = newest.map(Snapshot::lookedAt).orElse(begun);
        boolean isFresh = Duration.between(last, now).compareTo(UNSEEN) <= 0;
        if (!isFresh) {
            conditions.add(critical(
                    "not-looked-at",
                    Duration.ZERO,
                    "The migration has not been seen since " + last,
                    newest.flatMap(Snapshot::trouble).orElse("the first look has not come to its end")
                            + ". See whether Kafka and the registry are up; the migration itself may run on."));
        }
        // Old figures are no reason to tell anything, nor to tell that something is over.
        Optional<Look> look = newest.filter(
                        snapshot -> isFresh && snapshot.trouble().isEmpty())
                .map(Snapshot::look);
        look.ifPresent(seen -> {
            sums(conditions, seen.report());
            situation(conditions, seen.situation());
            seen.sources().values().forEach(source -> dumps(conditions, source.dumps()));
        });
        return new Findings(conditions, look.isPresent());
    }

    private void sums(List<Condition> conditions, StatusReport report) {
        if (report.isSumBroken()) {
            conditions.add(critical(
                    "sum-broken",
                    Duration.ZERO,
                    "The sum of all writes is broken",
                    report.lost() + " writes have no outcome, " + report.unannounced() + " outcomes no announcement."
                            + " Do not cut over before it is understood; ferry verify compares both ends."));
        }
        if (report.deadLetters() > 0) {
            conditions.add(critical(
                    "dead-letters",
                    Duration.ZERO,
                    "Records could not be read at all",
                    report.deadLetters() + " are in the topic dead-letters, with the reason."));
        }
        report.lag()
                .behind()
                .filter(behind -> behind.compareTo(lagAbove) > 0)
                .ifPresent(behind -> conditions.add(warning(
                        "lagging",
                        LAGGING,
                        "The target is " + behind.toSeconds() + " seconds behind",
                        "See what binds.")));
        for (EntityStatus entity : report.entities()) {
            long rejected = entity.rejectedRows() - entity.waivedRows();
            if (rejected > 0) {
                conditions.add(warning(
                        "rejected-" + entity.entity(),
                        REFUSED,
                        Counted.of(rejected, "row") + " of " + entity.entity() + Counted.verb(rejected, " is", " are")
                                + " rejected",
                        "The page of the entity has the reasons, and what to do about each."));
            }
        }
    }

    /** A business that goes on meanwhile is not in the target; nobody but a person can decide. */
    private static void dumps(List<Condition> conditions, DumpsLook dumps) {
        dumps.waiting().stream()
                .map(DumpsLook.Waiting::table)
                .distinct()
                .forEach(table -> conditions.add(warning(
                        "dump-waits-" + table,
                        Duration.ZERO,
                        "A dump of " + table + " waits",
                        "Nothing was published of it. ferry status says why, and how it is accepted.")));
        dumps.unread()
                .keySet()
                .forEach(table -> conditions.add(warning(
                        "unread-" + table,
                        PASSING,
                        table + " cannot be read",
                        "ferry status says why. The target stays as the last dump was.")));
    }

    private void situation(List<Condition> conditions, Situation situation) {
        SyncState state = situation.whole().state();
        if (state == SyncState.STALLED) {
            conditions.add(critical(
                    "stalled",
                    STALLED,
                    "Changes wait, and nothing moves",
                    situation.whole().why()));
        }
        if (state == SyncState.UNKNOWN) {
            conditions.add(critical(
                    "unknown",
                    PASSING,
                    "Nobody can tell how the migration stands",
                    situation.whole().why()));
        }
        stage(conditions, "capture", situation.captures());
        stage(conditions, "transform", situation.signs().running().transform());
        stage(conditions, "sink", situation.signs().running().sink());
        situation.cutover().ifPresent(cutover -> cutover(conditions, situation, cutover));
        Entitlement entitlement = situation.entitlement();
        if (entitlement.limit().isPresent()
                && entitlement.used() > entitlement.limit().getAsLong() * NEARLY_SPENT) {
            conditions.add(warning(
                    "entitlement",
                    PASSING,
                    entitlement.used() + " of the day's " + entitlement.limit().getAsLong() + " requests are used",
                    "When they are spent, Dataverse may refuse more. Lower the limits, or get more."));
        }
    }

    /** An estimate jumps with each batch; one that stays behind the time is worth a call. */
    private static void cutover(List<Condition> conditions, Situation situation, PlannedCutover cutover) {
        if (cutover.freeze().isAfter(situation.at())
                && situation.forecast() instanceof Forecast.Between(Instant earliest, Instant latest)
                && latest.isAfter(cutover.freeze())) {
            conditions.add(warning(
                    "cutover-late",
                    PASSING,
                    "The cutover at " + cutover.freeze() + " may be missed",
                    "It will have caught up between " + earliest + " and " + latest
                            + ". Overview names the entities that are late; see what binds."));
        }
    }

    private static void stage(List<Condition> conditions, String stage, boolean runs) {
        if (!runs) {
            conditions.add(warning(
                    "down-" + stage,
                    PASSING,
                    stage + " does not run",
                    "What it does waits; a replication slot that nobody reads fills the source's disk."));
        }
    }

    private static Condition critical(String key, Duration lasting, String title, String text) {
        return new Condition(new Alert(key, Severity.CRITICAL, title, text), lasting);
    }

    private static Condition warning(String key, Duration lasting, String title, String text) {
        return new Condition(new Alert(key, Severity.WARNING, title, text), lasting);
    }
}
