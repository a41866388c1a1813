package org.dataferry.schemas.control;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What holds for the sinks of a rebuild, as of the last event.
 *
 * @param whole the pause of all entities, if there is one
 * @param entities the pauses of single entities, and of relationships of links
 * @param limits those that hold instead of the settings'
 * @param limitsBy who changed a limit last; empty if none is changed
 */
public record SinkControl(
        Optional<Decision> whole, Map<String, Decision> entities, LimitChanges limits, Optional<Decision> limitsBy) {

    public static final SinkControl NONE =
            new SinkControl(Optional.empty(), Map.of(), LimitChanges.NONE, Optional.empty());

    /** Who decided it, why, and since when it holds. */
    public record Decision(String by, String why, Instant since) {
        private static Decision of(ControlEvent event) {
            return new Decision(event.by(), event.why(), event.at());
        }
    }

    public SinkControl {
        entities = Map.copyOf(entities);
    }

    /** After an event for the rebuild; events come in the order of the topic. */
    public SinkControl after(SinkSteering event) {
        return switch (event) {
            case SinkSteering.Paused paused -> paused(paused);
            case SinkSteering.Resumed resumed -> resumed(resumed);
            case SinkSteering.LimitsChanged changed ->
                new SinkControl(whole, entities, limits.then(changed.changes()), Optional.of(Decision.of(changed)));
            case SinkSteering.LimitsReset ignored ->
                new SinkControl(whole, entities, LimitChanges.NONE, Optional.empty());
        };
    }

    /** The pause that holds for an entity or relationship: its own, else that of all. */
    public Optional<Decision> pauseOf(String entity) {
        return Optional.ofNullable(entities.get(entity)).or(() -> whole);
    }

    public boolean isPaused(String entity) {
        return pauseOf(entity).isPresent();
    }

    /** Whether anything is paused. */
    public boolean hasPauses() {
        return whole.isPresent() || !entities.isEmpty();
    }

    private SinkControl paused(SinkSteering.Paused event) {
        Decision decision = Decision.of(event);
        if (event.entity().isEmpty()) {
            return new SinkControl(Optional.of(decision), entities, limits, limitsBy);
        }
        Map<String, Decision> more = new TreeMap<>(entities);
        more.put(event.entity().get(), decision);
        return new SinkControl(whole, more, limits, limitsBy);
    }

    private SinkControl resumed(SinkSteering.Resumed event) {
        if (event.entity().isEmpty()) {
            return new SinkControl(Optional.empty(), Map.of(), limits, limitsBy);
        }
        Map<String, Decision> less = new TreeMap<>(entities);
        less.remove(event.entity().get());
        return new SinkControl(whole, less, limits, limitsBy);
    }
}
