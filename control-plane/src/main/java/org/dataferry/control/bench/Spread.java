package org.dataferry.control.bench;

import java.util.List;

/** Figures of like runs: what the machine does to them shows in how far they are apart. */
public record Spread(double min, double median, double max) {

    public static Spread of(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(sorted.getFirst(), median, sorted.getLast());
    }
}
