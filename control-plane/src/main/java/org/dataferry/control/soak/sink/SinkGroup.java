package org.dataferry.control.soak.sink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.dataferry.control.ControlException;
import org.dataferry.control.soak.Findings;
import org.dataferry.sink.loop.HaltPoint;
import org.jspecify.annotations.Nullable;

/** The sinks of one group as child processes. They are killed now and then, or die where it does the most harm, and come back. */
final class SinkGroup implements AutoCloseable {

    private static final int SHORTEST_LIFE_MILLIS = 2_000;
    private static final int LONGEST_LIFE_MILLIS = 7_000;

    /** Sometimes longer than the six seconds after which the group gives its work to another. */
    private static final int LONGEST_DEATH_MILLIS = 9_000;

    /** With nobody else to do its work. */
    private static final int LONGEST_DEATH_ALONE_MILLIS = 2_000;

    /** The most times that a life passes a halt point before it ends there. */
    private static final int MOST_PASSES = 40;

    /** Outcomes between two kills. */
    private static final int FEWEST_DONE = 50;

    /** A sink that cannot live is not started for ever. */
    private static final int MOST_FAILURES = 20;

    private static final int LINES_SHOWN = 4;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final SinkChild.Servers servers;
    private final Path folder;
    private final Random random;
    private final Findings findings;
    private final List<Child> children = new ArrayList<>();
    private boolean dying;
    private long nextKill;
    private long doneAtKill;
    private int kills;
    private int halts;
    private int failures;

    private static final class Child {
        private final String name;
        private @Nullable Process process;
        private long startAt;

        private Child(String name) {
            this.name = name;
        }
    }

    SinkGroup(SinkChild.Servers servers, int processes, Path folder, Random random, Findings findings) {
        this.servers = servers;
        this.folder = folder;
        this.random = random;
        this.findings = findings;
        for (int i = 0; i < processes; i++) {
            children.add(new Child("sink-" + Character.toString('a' + i)));
        }
    }

    /** @param mortal whether they are killed from now on; those that are dead come back in any case */
    void mortal(boolean mortal) {
        dying = mortal;
        nextKill = in(life());
    }

    /**
     * To be called often.
     *
     * @param done writes that have their outcome: who does nothing is not killed, as on a busy machine nobody would come
     *     to work before the next kill
     */
    void tend(long done) {
        for (Child child : children) {
            if (child.process == null && System.nanoTime() - child.startAt >= 0) {
                start(child);
            } else if (child.process != null && !child.process.isAlive()) {
                ended(child, child.process.exitValue());
            }
        }
        if (dying && System.nanoTime() - nextKill >= 0 && done - doneAtKill >= FEWEST_DONE) {
            Child victim = children.get(random.nextInt(children.size()));
            if (victim.process != null) {
                victim.process.destroyForcibly().onExit().join();
                kills++;
                dead(victim);
            }
            nextKill = in(life());
            doneAtKill = done;
        }
    }

    private void start(Child child) {
        Optional<SinkChild.Death> death = dying && random.nextBoolean()
                ? Optional.of(new SinkChild.Death(
                        HaltPoint.values()[random.nextInt(HaltPoint.values().length)], 1 + random.nextInt(MOST_PASSES)))
                : Optional.empty();
        child.process = SinkChild.start(servers, folder.resolve(child.name), output(child), death);
    }

    private void ended(Child child, int exit) {
        if (exit == SinkChild.HALTED) {
            halts++;
        } else {
            failures++;
            findings.add(Invariants.LIVES, child.name + " ended by itself with " + exit + ": " + said(child));
            if (failures >= MOST_FAILURES) {
                throw new ControlException("the sinks ended by themselves " + failures + " times; see " + folder);
            }
        }
        dead(child);
    }

    private void dead(Child child) {
        child.process = null;
        int longest = children.size() > 1 ? LONGEST_DEATH_MILLIS : LONGEST_DEATH_ALONE_MILLIS;
        child.startAt = in(random.nextInt(longest));
    }

    int kills() {
        return kills;
    }

    /** Deaths at a halt point. */
    int halts() {
        return halts;
    }

    private int life() {
        return SHORTEST_LIFE_MILLIS + random.nextInt(LONGEST_LIFE_MILLIS - SHORTEST_LIFE_MILLIS);
    }

    private static long in(int millis) {
        return System.nanoTime() + millis * NANOS_PER_MILLI;
    }

    private Path output(Child child) {
        return folder.resolve(child.name + ".txt");
    }

    private String said(Child child) {
        try {
            List<String> lines = Files.readAllLines(output(child)).stream()
                    .filter(line -> !line.startsWith("\t"))
                    .toList();
            return String.join(" / ", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
        } catch (IOException unreadable) {
            return "its output cannot be read";
        }
    }

    @Override
    public void close() {
        for (Child child : children) {
            if (child.process != null) {
                child.process.destroyForcibly().onExit().join();
            }
        }
    }
}
