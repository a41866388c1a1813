package org.dataferry.control.dashboard.metrics;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.dataferry.control.dashboard.live.Live;
import org.dataferry.control.dashboard.live.Snapshot;
import org.dataferry.control.ledger.AnswerDelay;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.control.ledger.Rejections;
import org.dataferry.control.ledger.StatusReport;
import org.dataferry.control.status.Forecast;
import org.dataferry.control.status.Situation;
import org.dataferry.control.status.SyncState;

/**
 * The newest look, in Prometheus' text format. Its counters are counted from the log, so they go on where they were when the
 * server starts again. Before the first look there are only those of the server itself.
 */
public final class StatusMetrics {

    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1_000;
    private static final String ENTITY = "entity";

    private final Live live;
    private final ServerFigures server;
    private final PrometheusTextFormatWriter writer =
            PrometheusTextFormatWriter.builder().build();

    /** What the server counts of itself. */
    public interface ServerFigures {
        long viewers();

        long droppedViewers();

        long failedSignIns();
    }

    public StatusMetrics(Live live, ServerFigures server) {
        this.live = live;
        this.server = server;
    }

    public byte[] text() {
        Families families = new Families();
        server(families);
        live.newest().ifPresent(snapshot -> add(families, snapshot));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(out, families.all());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private void server(Families families) {
        families.gauge("ferry_dashboard_viewers", "Pages that are kept up to date.", server.viewers());
        families.counter(
                "ferry_dashboard_viewers_dropped", "Viewers that took no data for too long.", server.droppedViewers());
        families.counter("ferry_dashboard_sign_ins_failed", "Failures to sign in.", server.failedSignIns());
        families.counter("ferry_looks_failed", "Times that the migration could not be looked at.", live.failures());
    }

    private static void add(Families families, Snapshot snapshot) {
        families.gauge(
                "ferry_look_timestamp_seconds", "When the migration was last looked at.", seconds(snapshot.lookedAt()));
        StatusReport report = snapshot.look().report();
        report.entities().forEach(entity -> entity(families, entity));
        report(families, report);
        snapshot.look()
                .troubles()
                .forEach((entity, trouble) ->
                        trouble.rejections().forEach(rejections -> rejections(families, entity, rejections)));
        situation(families, snapshot);
        snapshot.look().sources().forEach((name, source) -> new SourceMetrics(families, name).add(source));
    }

    private static void entity(Families families, EntityStatus entity) {
        String name = entity.entity();
        families.counter(
                "ferry_changes_captured",
                "Changes of the entity's tables, each counted once.",
                entity.captured(),
                ENTITY,
                name);
        families.counter("ferry_changes_redelivered", "Changes that came again.", entity.redelivered(), ENTITY, name);
        families.counter(
                "ferry_writes_announced", "Writes that transform has announced.", entity.announced(), ENTITY, name);
        ended(families, name, "applied", entity.applied());
        ended(families, name, "already_applied", entity.alreadyApplied());
        ended(families, name, "skipped", entity.skipped());
        ended(families, name, "rejected", entity.rejected());
        open(families, name, "parked", entity.parked());
        open(families, name, "deferred", entity.deferred());
        open(families, name, "bounced", entity.bounced());
        open(families, name, "in_flight", entity.inFlight());
        families.gauge(
                "ferry_rows",
                "Rows that the target has, as far as Ferry wrote or found them.",
                entity.rows(),
                ENTITY,
                name);
        families.gauge(
                "ferry_rejected_rows", "Rows whose last write is rejected.", entity.rejectedRows(), ENTITY, name);
        families.gauge(
                "ferry_waived_rows",
                "Of the rejected rows, those that somebody has accepted as not migrated.",
                entity.waivedRows(),
                ENTITY,
                name);
        families.gauge(
                "ferry_waived_parked_writes",
                "Of the parked writes, those that somebody has accepted as not migrated.",
                entity.waivedParked(),
                ENTITY,
                name);
    }

    private static void ended(Families families, String entity, String outcome, long writes) {
        // No counter: a write that is rejected today is applied tomorrow, and each counts by what it is now.
        families.gauge(
                "ferry_writes",
                "Writes by the outcome that they have now.",
                writes,
                ENTITY,
                entity,
                "outcome",
                outcome);
    }

    private static void open(Families families, String entity, String state, long writes) {
        families.gauge(
                "ferry_writes_open", "Writes that have no final outcome yet.", writes, ENTITY, entity, "state", state);
    }

    private static void rejections(Families families, String entity, Rejections rejections) {
        families.gauge(
                "ferry_rejected_rows_by_reason",
                "Rows whose last write is rejected, by why.",
                rejections.rows(),
                ENTITY,
                entity,
                "reason",
                rejections.reason().name());
    }

    private static void report(Families families, StatusReport report) {
        report.lag()
                .behind()
                .ifPresent(behind -> families.gauge(
                        "ferry_lag_seconds",
                        "Age of the oldest thing that the target is not known to have.",
                        seconds(behind)));
        families.gauge(
                "ferry_lag_changes",
                "Changes and writes without an outcome.",
                report.lag().changes());
        // No counter: one that is discarded or replayed is open no more.
        families.gauge(
                "ferry_dead_letters",
                "Records that could not be read at all, and that nobody has closed.",
                report.deadLetters());
        families.gauge(
                "ferry_discarded_letters",
                "Records that could not be read at all, and that somebody has accepted as not migrated.",
                report.discardedLetters());
        families.gauge(
                "ferry_writes_unannounced",
                "Outcomes of writes that nobody announced; anything is an alarm.",
                report.unannounced());
        families.gauge(
                "ferry_writes_lost",
                "Writes without an outcome at the last fence that was checked; anything is an alarm.",
                report.lost());
    }

    private static void situation(Families families, Snapshot snapshot) {
        Situation situation = snapshot.look().situation();
        SyncState state = snapshot.trouble().isPresent()
                ? SyncState.UNKNOWN
                : situation.whole().state();
        for (SyncState one : SyncState.values()) {
            families.gauge(
                    "ferry_state",
                    "How the migration stands: 1 for the state that it is in.",
                    one == state ? 1 : 0,
                    "state",
                    one.name().toLowerCase(Locale.ROOT));
        }
        stage(families, "capture", situation.captures());
        stage(families, "transform", situation.signs().running().transform());
        stage(families, "sink", situation.signs().running().sink());
        families.gauge(
                "ferry_paused",
                "1 if somebody has paused an entity or all.",
                situation.control().hasPauses() ? 1 : 0);
        situation.answers().ifPresent(delay -> answers(families, delay));
        if (situation.forecast() instanceof Forecast.Between(Instant earliest, Instant latest)) {
            caughtUp(families, "earliest", earliest);
            caughtUp(families, "latest", latest);
        }
        situation
                .cutover()
                .ifPresent(cutover -> families.gauge(
                        "ferry_cutover_timestamp_seconds",
                        "When the source is to be frozen, as far as that is set.",
                        seconds(cutover.freeze())));
        families.gauge(
                "ferry_entitlement_used_requests",
                "Requests of the last 24 hours.",
                situation.entitlement().used());
        situation
                .entitlement()
                .limit()
                .ifPresent(limit -> families.gauge(
                        "ferry_entitlement_limit_requests", "Requests that are allowed in 24 hours.", limit));
    }

    private static void stage(Families families, String stage, boolean runs) {
        families.gauge("ferry_stage_up", "1 if the stage runs, on any machine.", runs ? 1 : 0, "stage", stage);
    }

    private static void answers(Families families, AnswerDelay delay) {
        families.gauge(
                "ferry_answer_median_seconds",
                "From the commit at the source to the target's answer, of the last minute.",
                seconds(delay.median()));
        families.gauge("ferry_answer_worst_seconds", "The longest of those.", seconds(delay.worst()));
    }

    private static void caughtUp(Families families, String bound, Instant moment) {
        families.gauge(
                "ferry_caught_up_timestamp_seconds",
                "When it will have caught up, between two moments.",
                seconds(moment),
                "bound",
                bound);
    }

    private static double seconds(Duration span) {
        return span.toNanos() / NANOS_PER_SECOND;
    }

    private static double seconds(Instant moment) {
        return moment.toEpochMilli() / MILLIS_PER_SECOND;
    }
}
