package org.dataferry.control.demo.business;

import java.util.List;

/**
 * The draws for one thing, such as one cell: the same ones for the same seed, however often and in whatever order things
 * are made. For one thread.
 */
public final class Pick {

    /** The golden ratio's bits and the mixing of Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators". */
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private static final long FIRST_MIX = 0xBF58476D1CE4E5B9L;
    private static final long SECOND_MIX = 0x94D049BB133111EBL;

    private long state;

    private Pick(long state) {
        this.state = state;
    }

    /** @param what the numbers that tell this thing from all others */
    static Pick of(long seed, long... what) {
        long state = mix(seed + GAMMA);
        for (long one : what) {
            state = mix(state + GAMMA + one);
        }
        return new Pick(state);
    }

    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * FIRST_MIX;
        mixed = (mixed ^ (mixed >>> 27)) * SECOND_MIX;
        return mixed ^ (mixed >>> 31);
    }

    long bits() {
        state += GAMMA;
        return mix(state);
    }

    /** From 0 to below the bound. */
    long below(long bound) {
        return Long.remainderUnsigned(bits(), bound);
    }

    long between(long least, long most) {
        return least + below(most - least + 1);
    }

    boolean oneIn(int number) {
        return below(number) == 0;
    }

    <T> T of(List<T> choices) {
        return choices.get((int) below(choices.size()));
    }
}
