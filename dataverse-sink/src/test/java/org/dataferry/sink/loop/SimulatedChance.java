package org.dataferry.sink.loop;

import java.util.random.RandomGenerator;

/** Misfortune, as long as there is any. */
public final class SimulatedChance {

    private final RandomGenerator random;
    private boolean over;

    public SimulatedChance(RandomGenerator random) {
        this.random = random;
    }

    public RandomGenerator random() {
        return random;
    }

    /** From now on nothing goes wrong. */
    public void end() {
        over = true;
    }

    public boolean isOver() {
        return over;
    }

    /** Whether something goes wrong that does so once in so many times. */
    public boolean oneIn(int many) {
        return !over && random.nextInt(many) == 0;
    }
}
