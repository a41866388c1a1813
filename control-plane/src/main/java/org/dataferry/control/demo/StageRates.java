package org.dataferry.control.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;

/**
 * How fast each stage brought the rows of the beginning through. Looked at now and then, so a time is too long by one look
 * at most.
 */
final class StageRates {

    /** A first load of an hour at two looks a second; every second look is forgotten then. */
    private static final int MOST_SAMPLES = 8_000;

    private static final double NANOS_PER_SECOND = 1e9;

    private List<Sample> samples = new ArrayList<>();

    /**
     * @param nanos of a clock that only goes on
     * @param captured changes
     * @param announced writes
     * @param done writes with an outcome, final or open
     */
    record Sample(long nanos, long captured, long announced, long done) {}

    void add(Sample sample) {
        samples.add(sample);
        if (samples.size() > MOST_SAMPLES) {
            List<Sample> fewer = new ArrayList<>();
            for (int i = 0; i < samples.size(); i += 2) {
                fewer.add(samples.get(i));
            }
            fewer.add(sample);
            samples = fewer;
        }
    }

    /**
     * Rows per second of one stage, from the last look at which it had done nothing new to the first at which it was
     * through.
     *
     * @param rows that the whole of its count stands for
     * @return empty if it had nothing to do
     */
    OptionalDouble of(ToLongFunction<Sample> count, long rows) {
        OptionalDouble perSecond = perSecond(count);
        return perSecond.isPresent()
                ? OptionalDouble.of(rows * (perSecond.getAsDouble() / count.applyAsLong(samples.getLast())))
                : perSecond;
    }

    /** As above, in what the count counts. */
    OptionalDouble perSecond(ToLongFunction<Sample> count) {
        if (samples.size() < 2) {
            return OptionalDouble.empty();
        }
        long before = count.applyAsLong(samples.getFirst());
        long after = count.applyAsLong(samples.getLast());
        if (after <= before) {
            return OptionalDouble.empty();
        }
        Sample begun = samples.getFirst();
        Sample through = samples.getLast();
        for (Sample sample : samples) {
            if (count.applyAsLong(sample) == before) {
                begun = sample;
            }
            if (count.applyAsLong(sample) >= after) {
                through = sample;
                break;
            }
        }
        return OptionalDouble.of((after - before) / (Math.max(1, through.nanos() - begun.nanos()) / NANOS_PER_SECOND));
    }

    /** From the first look to the last one. */
    OptionalDouble overall(long rows) {
        if (samples.size() < 2) {
            return OptionalDouble.empty();
        }
        Sample first = samples.getFirst();
        Sample last = samples.getLast();
        long brought = last.done() - first.done();
        return brought <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(rows
                        * (brought / (double) last.done())
                        / (Math.max(1, last.nanos() - first.nanos()) / NANOS_PER_SECOND));
    }
}
