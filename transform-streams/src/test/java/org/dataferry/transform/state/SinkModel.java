package org.dataferry.transform.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.dataferry.schemas.value.Value;

/** What a sink may do with the writes of one row: merge any number, refuse any, and tell of it late. */
final class SinkModel {

    private final RandomGenerator random;
    private final Deque<Step> waiting = new ArrayDeque<>();
    private final Deque<Told> untold = new ArrayDeque<>();
    private final List<Told> told = new ArrayList<>();

    private Optional<Map<String, Value>> row = Optional.empty();
    private long version;

    private record Told(long version, boolean applied) {
        RowState to(RowState state) {
            return applied ? state.applied(version) : state.dropped(version);
        }
    }

    SinkModel(RandomGenerator random) {
        this.random = random;
    }

    Optional<Map<String, Value>> row() {
        return row;
    }

    boolean isIdle() {
        return waiting.isEmpty() && untold.isEmpty();
    }

    void send(Step write) {
        waiting.add(write);
    }

    /** Writes the newest of some that wait, or refuses it. */
    void write(boolean mayRefuse) {
        if (waiting.isEmpty()) {
            return;
        }
        Step newest = waiting.remove();
        Set<String> changed = changed(newest);
        OptionalLong basedOn = basedOn(newest);
        while (!waiting.isEmpty() && random.nextBoolean()) {
            untold.add(new Told(version(newest), false));
            boolean chained = basedOn(waiting.element()).equals(OptionalLong.of(version(newest)));
            basedOn = chained ? basedOn : OptionalLong.empty();
            newest = waiting.remove();
            changed.addAll(changed(newest));
        }
        boolean refused = mayRefuse && random.nextInt(3) == 0;
        if (!refused) {
            write(newest, basedOn, changed);
        }
        untold.add(new Told(version(newest), !refused));
    }

    /** Tells of the oldest write that is done, and sometimes of an earlier one again. */
    RowState tell(RowState state) {
        if (!told.isEmpty() && random.nextInt(4) == 0) {
            return told.get(random.nextInt(told.size())).to(state);
        }
        if (untold.isEmpty()) {
            return state;
        }
        told.add(untold.remove());
        return told.getLast().to(state);
    }

    private void write(Step newest, OptionalLong basedOn, Set<String> changed) {
        if (newest instanceof Step.Upsert upsert) {
            boolean changesSuffice = row.isPresent() && basedOn.equals(OptionalLong.of(version));
            Map<String, Value> now = new HashMap<>(row.orElse(Map.of()));
            upsert.columns().forEach((column, value) -> {
                if (!(value instanceof Value.Absent) && (!changesSuffice || changed.contains(column))) {
                    now.put(column, value);
                }
            });
            row = Optional.of(now);
        } else {
            row = Optional.empty();
        }
        version = version(newest);
    }

    static long version(Step step) {
        return switch (step) {
            case Step.Upsert upsert -> upsert.version();
            case Step.Remove remove -> remove.version();
            case Step.Unchanged ignored -> throw new IllegalArgumentException("unchanged rows have no version");
        };
    }

    private static OptionalLong basedOn(Step step) {
        return step instanceof Step.Upsert upsert ? upsert.basedOn() : OptionalLong.empty();
    }

    private static Set<String> changed(Step step) {
        return step instanceof Step.Upsert upsert ? new HashSet<>(upsert.changed()) : new HashSet<>();
    }
}
