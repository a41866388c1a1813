package org.dataferry.control.cli;

import java.util.ArrayList;
import java.util.List;
import org.dataferry.control.bench.sink.SinkBenchFigures;

/** Which of its aims the sink reached, of the figures that were taken. */
final class SinkBenchAims {

    private static final double EFFICIENCY = 0.97;
    private static final double THROTTLED = 0.001;
    private static final double PACING = 1.1;
    private static final double CHOICE = 2;
    private static final double CHOICE_AT = 2.4;
    private static final double MICROS = 25;

    private SinkBenchAims() {}

    record Aim(String figure, String aim, boolean met) {}

    static List<Aim> of(SinkBenchFigures figures) {
        List<Aim> aims = new ArrayList<>();
        for (SinkBenchFigures.Run run : figures.runs()) {
            String users = ", users " + run.users();
            aims.add(new Aim("efficiency" + users, ">= " + EFFICIENCY, run.efficiency() >= EFFICIENCY));
            aims.add(new Aim(
                    "throttledShare" + users, "< " + THROTTLED, run.span().throttledShare() < THROTTLED));
        }
        figures.pacing().ifPresent(pacing -> {
            aims.add(new Aim(
                    "pacingVersusFixed",
                    ">= " + PACING,
                    pacing.isOfSameRequests() && pacing.versusFixed().orElse(0) >= PACING));
            aims.add(new Aim(
                    "pacing.sink.throttled",
                    "< that of the fixed client",
                    pacing.sink().throttled() < pacing.fixed().throttled()));
        });
        figures.choice()
                .ifPresent(choice -> choice.fixed().stream()
                        .filter(fixed -> fixed.ratio() == CHOICE_AT)
                        .forEach(fixed -> aims.add(new Aim(
                                "choiceVersusFixed, upsertRatio " + CHOICE_AT,
                                ">= " + CHOICE,
                                choice.versusFixed(fixed).orElse(0) >= CHOICE))));
        aims.add(new Aim("cpuMicrosPerRow", "<= " + MICROS, figures.unlimited().micros() <= MICROS));
        return aims;
    }
}
