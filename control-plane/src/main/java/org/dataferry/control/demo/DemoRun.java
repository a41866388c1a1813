package org.dataferry.control.demo;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import org.dataferry.control.demo.business.Change;
import org.dataferry.control.demo.business.Course;
import org.dataferry.control.demo.check.CheckReport;
import org.dataferry.control.demo.check.SelfCheck;
import org.dataferry.control.endpoint.MigrationServers;
import org.dataferry.control.ledger.StatusReport;
import org.dataferry.control.run.MigrationRun;
import org.dataferry.control.run.RunFence;

/**
 * A demo while its stages run: the rows of the beginning, then live changes at a steady rate, then the self-check; or live
 * changes on and on with a self-check now and then. All by one thread.
 */
final class DemoRun {

    /** Two looks a second tell rates well, and reading the topics that often costs little. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private static final Duration SAY = Duration.ofSeconds(2);

    /** How evenly live changes come. */
    private static final Duration TICK = Duration.ofMillis(50);

    /** Of live changes before a self-check that ends the demo: some of every kind. */
    private static final Duration LIVE = Duration.ofSeconds(10);

    /** Between the self-checks of a demo that goes on: each reads the whole target, and changes wait meanwhile. */
    private static final Duration BETWEEN_CHECKS = Duration.ofMinutes(5);

    /** A heartbeat a second, and its way through all stages. */
    private static final Duration HEARTBEAT_PATIENCE = Duration.ofSeconds(30);

    private static final double NANOS_PER_SECOND = 1e9;

    private final DemoSettings settings;
    private final Course course;
    private final BusinessSource source;
    private final MigrationRun run;
    private final MigrationServers servers;
    private final SelfCheck selfCheck;
    private final Set<String> links;
    private final Consumer<String> progress;
    private final Map<String, Duration> durations = new LinkedHashMap<>();
    private final StageRates rates = new StageRates();
    private Optional<CheckReport> check = Optional.empty();
    private long changesChecked;
    private long saidAt;

    /** @param links the relationships, whose tables' changes are counted with an entity already */
    DemoRun(
            DemoSettings settings,
            Course course,
            BusinessSource source,
            MigrationRun run,
            MigrationServers servers,
            SelfCheck selfCheck,
            Set<String> links,
            Consumer<String> progress) {
        this.settings = settings;
        this.course = course;
        this.source = source;
        this.run = run;
        this.servers = servers;
        this.selfCheck = selfCheck;
        this.links = Set.copyOf(links);
        this.progress = progress;
    }

    /** The rows, live changes for a while, and the self-check. */
    void toItsEnd() throws InterruptedException {
        load();
        liveFor(LIVE);
        check();
    }

    /** Returns once a self-check fails; else it is interrupted, when somebody stops the process. */
    void onAndOn() throws InterruptedException {
        toItsEnd();
        while (check.filter(CheckReport::isPassed).isPresent()) {
            progress.accept("self-check passed; live changes go on, Ctrl-C stops");
            liveFor(BETWEEN_CHECKS);
            check();
        }
    }

    Optional<CheckReport> lastCheck() {
        return check;
    }

    long changesSinceCheck() {
        return course.changes() - changesChecked;
    }

    Map<String, Duration> durations() {
        return durations;
    }

    Map<String, OptionalDouble> rates() {
        Map<String, OptionalDouble> all = new LinkedHashMap<>();
        all.put("capture", rates.of(StageRates.Sample::captured, settings.rows()));
        all.put("transform", rates.of(StageRates.Sample::announced, settings.rows()));
        all.put("sink", rates.of(StageRates.Sample::done, settings.rows()));
        all.put("overall", rates.overall(settings.rows()));
        return all;
    }

    private void load() throws InterruptedException {
        long began = System.nanoTime();
        sample(run.status());
        RunFence fence = run.setFence();
        while (!fence.isPassed()) {
            look("load");
            Thread.sleep(LOOK);
        }
        sample(run.status());
        awaitChecked(fence);
        durations.put("load", since(began));
    }

    private void liveFor(Duration length) throws InterruptedException {
        if (settings.changesPerSecond() == 0) {
            return;
        }
        long began = System.nanoTime();
        long done = 0;
        while (System.nanoTime() - began < length.toNanos()) {
            long due = (long) ((System.nanoTime() - began) / NANOS_PER_SECOND * settings.changesPerSecond());
            while (done < due) {
                Change change = course.next();
                source.apply(course.business(), change);
                course.accept(change);
                done++;
                requireNotStopped();
            }
            look("live");
            Thread.sleep(TICK);
        }
        durations.merge("liveChanges", since(began), Duration::plus);
    }

    private void check() throws InterruptedException {
        long began = System.nanoTime();
        RunFence fence = run.setFence();
        while (!fence.isPassed()) {
            look("self-check: catching up");
            Thread.sleep(LOOK);
        }
        awaitChecked(fence);
        check = Optional.of(selfCheck.run());
        changesChecked = course.changes();
        durations.merge("selfCheck", since(began), Duration::plus);
    }

    /** Until the sum is known and what waited for a heartbeat has gone out. */
    private void awaitChecked(RunFence fence) throws InterruptedException {
        while (!fence.isChecked()) {
            look("checking the sum");
            Thread.sleep(LOOK);
        }
        long deadline = System.nanoTime() + HEARTBEAT_PATIENCE.toNanos();
        while (run.awaitingHeartbeat() > 0 && System.nanoTime() < deadline) {
            look("waiting for a heartbeat");
            Thread.sleep(LOOK);
        }
    }

    private void look(String what) {
        run.throwIfFailed();
        servers.throwIfFailed();
        boolean load = what.equals("load");
        boolean say = System.nanoTime() - saidAt > SAY.toNanos();
        if (load || say) {
            StatusReport status = run.status();
            if (load) {
                sample(status);
            }
            if (say) {
                saidAt = System.nanoTime();
                run.watchSum();
                DemoLine line = DemoLine.of(status, links);
                progress.accept(what + ": "
                        + (load ? line.text(rates) : line.text(course.changes(), settings.changesPerSecond())));
            }
        }
    }

    private void sample(StatusReport status) {
        DemoLine line = DemoLine.of(status, links);
        rates.add(new StageRates.Sample(System.nanoTime(), line.captured(), line.announced(), line.done()));
    }

    private static void requireNotStopped() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("stopped");
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
