package org.dataferry.control.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;
import org.dataferry.control.soak.scenario.RandomScenario;
import org.dataferry.control.soak.scenario.Scenario;
import org.dataferry.embedded.Progress;

/**
 * One made-up migration after the other, each on new servers, while stages are killed and entities replayed. It ends with
 * the first that breaks an invariant.
 */
public final class SemanticsSoak {

    /** Of killing in one round, beside which servers start and fences are passed. */
    private static final Duration ROUND = Duration.ofSeconds(45);

    private static final int ROWS = 200;
    private static final int MOST_INSTANCES = 2;

    private final Duration length;
    private final long seed;
    private final Consumer<String> say;
    private final Consumer<Path> began;
    private final Progress progress;

    /**
     * @param length after which no round begins; the one under way is ended
     * @param seed of the first round; each next has the next one
     * @param began told of the folder of each round before it runs
     */
    public SemanticsSoak(Duration length, long seed, Consumer<String> say, Consumer<Path> began, Progress progress) {
        this.length = length;
        this.seed = seed;
        this.say = say;
        this.began = began;
        this.progress = progress;
    }

    public SoakReport run() throws InterruptedException {
        long end = System.nanoTime() + length.toNanos();
        SoakReport report = round(seed, end);
        while (report.isClean() && System.nanoTime() < end) {
            report = report.plus(round(seed + report.rounds(), end));
        }
        return report;
    }

    private SoakReport round(long ofSeed, long end) throws InterruptedException {
        Random random = new Random(ofSeed);
        Scenario scenario = RandomScenario.of(random);
        Duration left = Duration.ofNanos(end - System.nanoTime());
        SoakRound round = new SoakRound(
                scenario,
                new SoakRound.Settings(
                        ofSeed,
                        left.compareTo(ROUND) < 0 ? left : ROUND,
                        ROWS,
                        1 + random.nextInt(MOST_INSTANCES),
                        1 + random.nextInt(MOST_INSTANCES),
                        true,
                        true),
                say,
                progress);
        began.accept(round.directory());
        say.accept(scenario.tables().size() + " tables, " + scenario.mappings().size() + " mappings, "
                + scenario.links().size() + " tables of links");
        return round.run();
    }
}
