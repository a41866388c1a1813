package org.dataferry.transform.state;

import java.util.Optional;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.TargetState;

/**
 * State and status of a row: what the target has, what is on its way, and what is held until its phase opens.
 *
 * @param applied empty if nothing is known of it: the state that the target gave the row when it was made
 * @param uncertain the row was removed; if it is made again before the target has removed it, it has its old state yet
 */
public record StatePart(
        Optional<TargetState> applied, Optional<Underway> underway, Optional<Held> held, boolean uncertain) {

    public static final StatePart NONE = new StatePart(Optional.empty(), Optional.empty(), Optional.empty(), false);

    public record Underway(long version, TargetState state) {}

    public record Held(WriteId write, TargetState state) {}

    public StatePart holding(Held next) {
        return new StatePart(applied, underway, Optional.of(next), false);
    }

    public StatePart released() {
        return new StatePart(applied, underway, Optional.empty(), uncertain);
    }

    public StatePart sent(long version, TargetState state) {
        return new StatePart(applied, Optional.of(new Underway(version, state)), Optional.empty(), false);
    }

    public StatePart applied(long version) {
        return underway.filter(sent -> sent.version() == version)
                .map(sent -> new StatePart(Optional.of(sent.state()), Optional.empty(), held, uncertain))
                .orElse(this);
    }

    public StatePart dropped(long version) {
        return underway.filter(sent -> sent.version() == version)
                .map(sent -> new StatePart(applied, Optional.empty(), held, uncertain))
                .orElse(this);
    }

    /** Of a row that is removed. */
    public StatePart removed() {
        return new StatePart(Optional.empty(), Optional.empty(), Optional.empty(), uncertain || wanted().isPresent());
    }

    /** The state that the row will have when all is done; empty if it is the one that it was made with. */
    public Optional<TargetState> wanted() {
        return held.map(Held::state).or(() -> underway.map(Underway::state)).or(() -> applied);
    }
}
