package org.dataferry.control.bench.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a benchmark of dumps has found. */
public record DiffFigures(DiffBenchSettings settings, Part small, Optional<Part> large) {

    /**
     * @param rows of each dump
     * @param ours seconds of each run
     * @param peer seconds of each run of the peer, as many or none
     * @param peakMiB the most memory that the process has had; 0 where the system does not tell
     */
    public record Part(int rows, List<Double> ours, List<Double> peer, long peakMiB) {
        public Part {
            ours = List.copyOf(ours);
            peer = List.copyOf(peer);
        }

        public double seconds() {
            return median(ours);
        }

        /** Run by run; the median. */
        public double ratio() {
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < ours.size(); i++) {
                ratios.add(ours.get(i) / peer.get(i));
            }
            return median(ratios);
        }

        public double peerSeconds() {
            return median(peer);
        }
    }

    /** Of the time per row, when there are more rows. */
    public Optional<Double> growthRatio() {
        return large.map(more -> (more.seconds() / more.rows()) / (small.seconds() / small.rows()));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
