package org.dataferry.control.bench.sink;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.dataferry.control.bench.BenchAdmin;
import org.dataferry.control.bench.BenchServers;
import org.dataferry.embedded.Progress;
import org.dataferry.embedded.ServerKind;

/**
 * The sink in a process of its own, between a broker and an emulator in theirs: first without limits, then at them, with time
 * so much faster than the wall's clock that the limits bind and not the machine.
 */
public final class SinkBench {

    /** What an upsert by key costs unless a figure is about that; the emulator's default. */
    static final double USUAL_RATIO = 2.4;

    private final BenchContext context;
    private final Progress servers;
    private final List<String> notes = new ArrayList<>();
    private long missing;
    private long wronglyRejected;
    private long refused;

    private SinkBench(BenchContext context, Progress servers) {
        this.context = context;
        this.servers = servers;
    }

    public static SinkBenchFigures run(SinkBenchSettings settings, Consumer<String> progress, Progress servers)
            throws InterruptedException {
        try (BenchServers kafka = BenchServers.start(EnumSet.of(ServerKind.KAFKA, ServerKind.REGISTRY), servers);
                BenchAdmin admin = new BenchAdmin(kafka.kafka().client())) {
            BenchContext context = new BenchContext(settings, kafka.kafka(), admin, kafka.folder(), progress);
            return new SinkBench(context, servers).figures();
        }
    }

    private SinkBenchFigures figures() throws InterruptedException {
        SinkBenchSettings settings = context.settings();
        double loadBefore = load();
        SinkBenchFigures.Unlimited unlimited;
        double ceiling;
        try (Target target = Target.start(1, 1, servers)) {
            unlimited = unlimited(target);
            target.begin(settings.target().on(USUAL_RATIO));
            ceiling = target.ceiling(1, settings.target().mostRows());
        }
        TimeScale scale = new TimeScale(unlimited.rowsPerSecond(), ceiling);
        List<SinkBenchFigures.Run> runs = new ArrayList<>();
        Optional<SinkBenchFigures.Pacing> pacing = Optional.empty();
        Optional<SinkBenchFigures.Choice> choice = Optional.empty();
        List<SinkBenchFigures.Settle> settle = List.of();
        List<SinkBenchFigures.Poison> poison = List.of();
        try (Target target = limited(scale, 1)) {
            if (wanted(SinkBenchPart.RUNS) && settings.users().contains(1)) {
                runs.add(run(target, 1));
            }
            if (wanted(SinkBenchPart.PACING)) {
                pacing = Optional.of(pacing(target));
            }
            if (wanted(SinkBenchPart.CHOICE)) {
                choice = Optional.of(new Comparison(context, target).choice());
            }
            if (wanted(SinkBenchPart.SETTLE)) {
                settle = new SettleRun(context, target).run();
            }
            if (wanted(SinkBenchPart.POISON)) {
                poison = poison(target);
            }
        }
        for (int users : settings.users()) {
            if (wanted(SinkBenchPart.RUNS) && users > 1) {
                several(scale, users).ifPresent(runs::add);
            }
        }
        return new SinkBenchFigures(
                settings,
                new SinkBenchFigures.Machine(Runtime.getRuntime().availableProcessors(), loadBefore, load()),
                unlimited,
                scale.forUsers(1),
                runs,
                pacing,
                choice,
                settle,
                poison,
                missing,
                wronglyRejected,
                refused,
                notes);
    }

    private boolean wanted(SinkBenchPart part) {
        return context.settings().parts().contains(part);
    }

    private Target limited(TimeScale scale, int users) throws InterruptedException {
        double factor = scale.forUsers(users);
        context.say(
                "time runs %.2f times as fast as the wall's clock, so that the limits of %d user%s and not the machine bind"
                        .formatted(factor, users, users == 1 ? "" : "s"));
        if (!scale.keepsMachineFree(users)) {
            notes.add("The machine is too slow for the limits of " + users
                    + " users to bind for sure: their ceiling is above a third of rowsPerSecondUnlimited.");
        }
        return Target.start(factor, users, servers);
    }

    private SinkBenchFigures.Unlimited unlimited(Target target) throws InterruptedException {
        UnlimitedRun.Result result = new UnlimitedRun(context, target).run();
        missing += result.missing();
        wronglyRejected += result.rejected();
        refused += result.refused();
        SinkBenchFigures.Unlimited figures = result.figures();
        context.say("without limits: %,.0f rows/s, %.0f µs of processor time per row, binds: %s"
                .formatted(figures.rowsPerSecond(), figures.micros(), figures.binds()));
        return figures;
    }

    private SinkBenchFigures.Run run(Target target, int users) throws InterruptedException {
        LimitRun.Result result = new LimitRun(context, target).run(users);
        refused += result.refused();
        SinkBenchFigures.Run run = result.figures();
        context.say("%d users: %.1f rows/s of %.1f, %.1f without bunching; throttled %.2f %%"
                .formatted(
                        users,
                        run.span().rowsPerSecond(),
                        run.ceiling(),
                        run.steadyCeiling(),
                        100 * run.span().throttledShare()));
        return run;
    }

    private Optional<SinkBenchFigures.Run> several(TimeScale scale, int users) throws InterruptedException {
        if (users > SinkChild.MOST_USERS) {
            notes.add("Not measured with " + users + " users: the sink sends as " + SinkChild.MOST_USERS + " only.");
            return Optional.empty();
        }
        try (Target target = limited(scale, users)) {
            return Optional.of(run(target, users));
        }
    }

    private SinkBenchFigures.Pacing pacing(Target target) throws InterruptedException {
        SinkBenchFigures.Pacing pacing = new Comparison(context, target).pacing();
        notes.add("pacing: both create. The sink cannot be told to upsert new rows by key, so the fixed client does not"
                + " either.");
        if (!pacing.isOfSameRequests()) {
            notes.add("pacing: the requests of the two were not the same, pacingVersusFixed does not count.");
        }
        return pacing;
    }

    private List<SinkBenchFigures.Poison> poison(Target target) throws InterruptedException {
        PoisonRun.Result result = new PoisonRun(context, target).run();
        missing += result.missing();
        wronglyRejected += result.wronglyRejected();
        return result.figures();
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
