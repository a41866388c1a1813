package org.dataferry.control.cli;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.dataferry.control.endpoint.MigrationServers;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.control.ledger.StatusReport;
import org.dataferry.control.run.MigrationRun;
import org.dataferry.control.run.RunFence;
import org.dataferry.control.status.Situation;
import org.dataferry.control.status.SituationText;
import org.dataferry.schemas.words.Counted;

/** Watches a run and says how far it is, a line at a time and only when something moved. */
final class RunProgress {

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration SAY = Duration.ofSeconds(2);

    /**
     * A heartbeat a second, and its way through all stages. What is deferred after the fence counts too, so a busy source
     * must not hold us up for longer.
     */
    private static final Duration HEARTBEAT_PATIENCE = Duration.ofSeconds(30);

    /** Stands for whatever a terminal shows. */
    private static final String LIVE = "live";

    private final Console console;
    private final String running;
    private final MigrationRun run;
    private final MigrationServers servers;
    private final SituationText words = new SituationText(ZoneId.systemDefault());
    private String lastSaid = "";
    private String lastTrouble = "";
    private long saidAt;

    /** @param running what to say of it while it has no end of its own */
    RunProgress(Console console, String running, MigrationRun run, MigrationServers servers) {
        this.console = console;
        this.running = running;
        this.run = run;
        this.servers = servers;
    }

    /** Until the process is told to end; that is how this is meant to end, so the report is still given. */
    RunEnd untilStopped() {
        StatusText.endpoints(servers.endpoints()).forEach(console::progress);
        console.progress(running + "; Ctrl-C stops");
        try {
            while (true) {
                look();
            }
        } catch (InterruptedException stopped) {
            console.progress("stopping");
        } catch (RuntimeException cutShort) {
            // Kafka's clients and ours say in their own exceptions that they were interrupted.
            if (!Thread.interrupted()) {
                throw cutShort;
            }
            console.progress("stopping");
        } finally {
            console.endLive();
        }
        return new RunEnd(run.status(), Optional.empty());
    }

    /** Until a fence that is set now is passed. */
    RunEnd untilCaughtUp() throws InterruptedException {
        try {
            return awaitFence();
        } finally {
            console.endLive();
        }
    }

    private RunEnd awaitFence() throws InterruptedException {
        RunFence fence = run.setFence();
        while (!fence.isPassed()) {
            look();
        }
        if (!fence.isOfSource()) {
            console.progress("no capture is running, so this is caught up with what was captured, not with the source");
        }
        while (!fence.isChecked()) {
            look();
        }
        long deadline = System.nanoTime() + HEARTBEAT_PATIENCE.toNanos();
        while (run.awaitingHeartbeat() > 0 && System.nanoTime() < deadline) {
            look();
        }
        return new RunEnd(
                run.status(), Optional.of(fence.isOfSource() ? RunEnd.CaughtUpWith.SOURCE : RunEnd.CaughtUpWith.LOG));
    }

    private void look() throws InterruptedException {
        run.throwIfFailed();
        servers.throwIfFailed();
        run.news().forEach(console::progress);
        if (lastSaid.isEmpty() || System.nanoTime() - saidAt > SAY.toNanos()) {
            saidAt = System.nanoTime();
            run.watchSum();
            say(run.status(), run.situation());
        }
        Thread.sleep(LOOK);
    }

    /** A terminal has one line with all entities together; why something stands still is said once, above it. */
    private void say(StatusReport report, Situation situation) {
        if (console.isLive()) {
            words.trouble(situation)
                    .filter(trouble -> !trouble.equals(lastTrouble))
                    .ifPresent(trouble -> {
                        console.progress(trouble);
                        lastTrouble = trouble;
                    });
            console.live(words.brief(situation, total(report)));
            lastSaid = LIVE;
            return;
        }
        String now = words.line(situation, sums(report));
        if (!now.equals(lastSaid)) {
            console.progress(now);
            lastSaid = now;
        }
    }

    /** What there is of all entities together. */
    static String total(StatusReport report) {
        StringBuilder line = new StringBuilder();
        line.append(Counted.of(sum(report, EntityStatus::rows), "row")).append(", ");
        line.append(report.lag().changes()).append(" under way");
        append(line, sum(report, EntityStatus::openRejectedRows), "rejected");
        append(line, sum(report, EntityStatus::openParked), "parked");
        append(line, sum(report, EntityStatus::waivedRows) + sum(report, EntityStatus::waivedParked), "waived");
        append(line, sum(report, EntityStatus::bounced), "bounced");
        append(line, report.deadLetters(), "unreadable");
        append(line, report.lost(), "LOST");
        return line.toString();
    }

    private static long sum(StatusReport report, ToLongFunction<EntityStatus> count) {
        return report.entities().stream().mapToLong(count).sum();
    }

    /** What there is of each entity, and what is under way. */
    static String sums(StatusReport report) {
        StringBuilder line = new StringBuilder();
        for (EntityStatus entity : report.entities()) {
            line.append(entity.entity())
                    .append(": ")
                    .append(Counted.of(entity.captured(), "change"))
                    .append(" captured, ")
                    .append(Counted.of(entity.rows(), "row"));
            append(line, entity.openParked(), "parked");
            append(line, entity.bounced(), "bounced");
            append(line, entity.openRejectedRows(), "rejected");
            append(line, entity.waivedRows() + entity.waivedParked(), "waived");
            line.append("; ");
        }
        line.append(report.lag().changes()).append(" under way");
        append(line, report.deadLetters(), "unreadable");
        append(line, report.lost(), "LOST");
        return line.toString();
    }

    private static void append(StringBuilder line, long count, String what) {
        if (count > 0) {
            line.append(", ").append(count).append(' ').append(what);
        }
    }
}
