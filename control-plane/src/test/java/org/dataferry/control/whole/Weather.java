package org.dataferry.control.whole;

import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * How much of each activity there is, for a while: in one spell the sink stands still while the source is busy, in the next
 * nothing but the network is bad. Even chances for everything would leave most of what is rare undone.
 */
final class Weather {

    private static final int[] WEIGHTS = {0, 1, 1, 3, 8};
    private static final int SHORTEST = 8;
    private static final int LONGEST = 60;

    private final RandomGenerator random;
    private final Map<Activity, Integer> weights = new EnumMap<>(Activity.class);
    private int left;

    /** What can come next. */
    enum Activity {
        TRANSACTION(6),
        TAKE(14),
        PUNCTUATE(4),
        READ_IDENTITIES(4),
        COMMIT(5),
        SINK(20),
        SET_FENCE(1),
        FOLLOW_FENCES(3),
        TIME(2),
        TRANSFORM_DIES(1),
        SINK_DIES(1),
        SPREAD_SINKS(1),
        REPLAY(1),
        CAPTURE_RESTARTS(1),
        SELDOM(1);

        private final int usual;

        Activity(int usual) {
            this.usual = usual;
        }
    }

    Weather(RandomGenerator random) {
        this.random = random;
    }

    Activity next() {
        if (left-- <= 0) {
            change();
        }
        int all = weights.values().stream().mapToInt(Integer::intValue).sum();
        int at = random.nextInt(all);
        for (Map.Entry<Activity, Integer> weight : weights.entrySet()) {
            at -= weight.getValue();
            if (at < 0) {
                return weight.getKey();
            }
        }
        throw new IllegalStateException("the weights are " + weights);
    }

    private void change() {
        left = SHORTEST + random.nextInt(LONGEST - SHORTEST);
        for (Activity activity : Activity.values()) {
            weights.put(activity, activity.usual * WEIGHTS[random.nextInt(WEIGHTS.length)]);
        }
        weights.merge(Activity.TRANSACTION, 1, Integer::sum);
    }
}
