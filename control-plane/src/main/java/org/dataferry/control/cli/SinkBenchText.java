package org.dataferry.control.cli;

import java.util.Locale;
import java.util.OptionalDouble;
import org.dataferry.control.bench.sink.SinkBenchFigures;
import org.dataferry.control.bench.sink.Span;

/** The figures of {@code ferry bench sink} for people. */
final class SinkBenchText {

    private static final double PERCENT = 100;

    private SinkBenchText() {}

    static String of(SinkBenchFigures figures) {
        StringBuilder text = new StringBuilder();
        SinkBenchFigures.Unlimited unlimited = figures.unlimited();
        text.append("without limits         %,10.0f rows/s, %.1f µs of processor time per row%n"
                .formatted(unlimited.rowsPerSecond(), unlimited.micros()));
        text.append("  binds: %s; cores busy: sink %.2f, emulator %.2f, all else %.2f of %d%n"
                .formatted(
                        unlimited.binds(),
                        unlimited.sinkCores(),
                        unlimited.emulatorCores(),
                        unlimited.otherCores(),
                        figures.machine().cores()));
        unlimited
                .microsByThreads()
                .forEach((kind, micros) ->
                        text.append("  %-20s %10.1f µs%n".formatted(kind.name().toLowerCase(Locale.ROOT), micros)));
        for (SinkBenchFigures.Run run : figures.runs()) {
            text.append(line(run.users() + " user" + (run.users() == 1 ? "" : "s"), run.span()))
                    .append("  ceiling %.1f, efficiency %.2f; without bunching %.1f, %.2f; time x %.2f%n"
                            .formatted(
                                    run.ceiling(),
                                    run.efficiency(),
                                    run.steadyCeiling(),
                                    run.steadyEfficiency(),
                                    run.timeScale()));
        }
        figures.pacing()
                .ifPresent(pacing -> text.append(line("pacing, sink", pacing.sink()))
                        .append(line("pacing, fixed client", pacing.fixed()))
                        .append(versus(pacing.versusFixed())));
        figures.choice().ifPresent(choice -> choice(text, choice));
        for (SinkBenchFigures.Settle settle : figures.settle()) {
            text.append(line(settle.change(), settle.span()))
                    .append(
                            settle.seconds().isPresent()
                                    ? "  settled after %.0f s of the target's time%n"
                                            .formatted(settle.seconds().getAsDouble())
                                    : "  did not settle%n".formatted());
        }
        for (SinkBenchFigures.Poison poison : figures.poison()) {
            text.append(
                    "bad rows, %.0f %%         %.1f further requests each; %.1f healthy rows/s, %.1f without bad ones%n"
                            .formatted(
                                    poison.share() * PERCENT,
                                    poison.requestsPerBadRow(),
                                    poison.healthyRowsPerSecond(),
                                    poison.withoutBad()));
        }
        text.append("checks: %d rows missing, %d wrongly rejected, %d requests refused%n%n"
                .formatted(figures.missing(), figures.wronglyRejected(), figures.refused()));
        SinkBenchAims.of(figures)
                .forEach(aim ->
                        text.append("%-8s %s %s%n".formatted(aim.met() ? "met" : "NOT MET", aim.figure(), aim.aim())));
        figures.notes().forEach(note -> text.append("- ").append(note).append('\n'));
        return text.toString().stripTrailing();
    }

    private static void choice(StringBuilder text, SinkBenchFigures.Choice choice) {
        text.append(line("choice, sink, creates", choice.sink().creates()))
                .append(line("  updates", choice.sink().updates()));
        for (SinkBenchFigures.FixedPhases fixed : choice.fixed()) {
            text.append(line(
                            "fixed, creates at " + fixed.ratio(), fixed.phases().creates()))
                    .append(line("  updates", fixed.phases().updates()))
                    .append(versus(choice.versusFixed(fixed)));
        }
    }

    private static String versus(OptionalDouble ratio) {
        return ratio.isPresent()
                ? "  sink by fixed client %.2f%n".formatted(ratio.getAsDouble())
                : "  the fixed client got nothing done%n".formatted();
    }

    private static String line(String what, Span span) {
        return "%-22s %,10.1f rows/s, throttled %.2f %% (%d)%n"
                .formatted(what, span.rowsPerSecond(), span.throttledShare() * PERCENT, span.throttled());
    }
}
