package org.dataferry.control.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The stages of a soak: one capture, one transform or several, one sink or several, all child processes. */
final class Stages {

    private final StageChild capture;
    private final List<StageChild> others = new ArrayList<>();
    private final List<StageChild> mortal;

    /** @param captureDies whether capture may be killed as well */
    Stages(SoakFolder folder, int transforms, int sinks, boolean captureDies) {
        this.capture = new StageChild(folder, "capture", "");
        for (int i = 0; i < transforms; i++) {
            others.add(new StageChild(folder, "transform", name(i)));
        }
        for (int i = 0; i < sinks; i++) {
            others.add(new StageChild(folder, "sink", name(i)));
        }
        this.mortal = new ArrayList<>(others);
        if (captureDies) {
            mortal.add(capture);
        }
    }

    private static String name(int instance) {
        return Character.toString('a' + instance);
    }

    void start() throws InterruptedException {
        all().forEach(StageChild::start);
        awaitRunning();
    }

    void awaitRunning() throws InterruptedException {
        for (StageChild child : all()) {
            child.awaitRunning();
        }
    }

    StageChild victim(Random random) {
        return mortal.get(random.nextInt(mortal.size()));
    }

    void requireAlive() {
        all().forEach(StageChild::requireAlive);
    }

    /** The names of those that did not stop in order. */
    List<String> stop() throws InterruptedException {
        List<String> disorderly = new ArrayList<>();
        for (StageChild child : all()) {
            if (!child.stop()) {
                disorderly.add(child.name());
            }
        }
        return disorderly;
    }

    /** Whatever happened, no child is left. */
    void kill() {
        boolean interrupted = Thread.interrupted();
        for (StageChild child : all()) {
            try {
                child.kill();
            } catch (InterruptedException hurried) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<StageChild> all() {
        List<StageChild> all = new ArrayList<>(others);
        all.addFirst(capture);
        return all;
    }
}
