package org.dataferry.control.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.dataferry.control.soak.scenario.Scenario;
import org.dataferry.embedded.Progress;

/** Two transforms and two sinks share the work beside one capture, and one of the four is killed every few seconds. */
public final class InstancesSoak {

    private static final int INSTANCES = 2;

    private final SoakRound round;

    /**
     * @param length of the time in which stages are killed
     * @param rows of the source at the beginning
     */
    public InstancesSoak(Duration length, long seed, int rows, Consumer<String> say, Progress progress) {
        this.round = new SoakRound(
                Scenario.ofInstances(),
                new SoakRound.Settings(seed, length, rows, INSTANCES, INSTANCES, false, false),
                say,
                progress);
    }

    /** The migration's folder; it is deleted after a soak that found nothing. */
    public Path directory() {
        return round.directory();
    }

    public SoakReport run() throws InterruptedException {
        return round.run();
    }
}
