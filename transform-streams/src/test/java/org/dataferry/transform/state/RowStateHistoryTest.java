package org.dataferry.transform.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories of one row against the simplest of models: what the source has is what the target is to have. */
class RowStateHistoryTest {

    private static final int HISTORIES = 4_000;
    private static final int CHANGES = 12;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void targetEndsAsTheSourceWhateverTheSinkMerges(long seed) {
        for (int i = 0; i < HISTORIES; i++) {
            new History(seed * 1_000_003 + i).play();
        }
    }

    private static final class History {
        private final long seed;
        private final RandomGenerator random;
        private final SinkModel sink;
        private final int images;
        private RowState state = RowState.NEW;
        private Optional<Map<String, Value>> source = Optional.empty();
        private long lastVersion;

        private History(long seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            this.sink = new SinkModel(random);
            this.images = 1 + random.nextInt(3);
        }

        private void play() {
            for (int i = 0; i < CHANGES; i++) {
                source = random.nextInt(5) == 0 ? Optional.empty() : Optional.of(row());
                change();
                for (int turns = random.nextInt(4); turns > 0; turns--) {
                    if (random.nextBoolean()) {
                        sink.write(true);
                    } else {
                        state = sink.tell(state);
                    }
                }
            }
            drain();
            // What was refused last comes again, and is taken now.
            change();
            drain();
            assertThat(sink.row()).as(told()).isEqualTo(source);
            assertThat(state.underway()).as(told()).isEmpty();
        }

        private void change() {
            Step step = source.map(row -> state.upsert(row, Map.of(), Set.of(), false, images))
                    .orElseGet(() -> state.remove(0, images));
            switch (step) {
                case Step.Unchanged ignored -> {
                    assertThat(sink.isIdle()).as(told()).isTrue();
                    assertThat(sink.row()).as(told()).isEqualTo(source);
                    return;
                }
                case Step.Upsert upsert -> state = upsert.after();
                case Step.Remove remove -> state = remove.after();
            }
            assertThat(SinkModel.version(step)).as(told()).isGreaterThan(lastVersion);
            lastVersion = SinkModel.version(step);
            sink.send(step);
        }

        private void drain() {
            while (!sink.isIdle()) {
                sink.write(false);
                state = sink.tell(state);
            }
        }

        private Map<String, Value> row() {
            Map<String, Value> row = new HashMap<>(source.orElse(Map.of()));
            for (String column : new String[] {"a", "b", "c"}) {
                if (!row.containsKey(column) || random.nextInt(3) == 0) {
                    row.put(column, random.nextInt(4) == 0 ? Value.NULL : Value.whole(random.nextInt(2)));
                }
            }
            return row;
        }

        private String told() {
            return "history of seed " + seed;
        }
    }
}
