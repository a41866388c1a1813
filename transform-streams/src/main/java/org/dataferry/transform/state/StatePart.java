package org.dataferry.transform.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.TargetState;

/**
 * State and status of a row: what the target has, what is on its way, and what is held until its phase opens.
 *
 * @param applied empty if nothing is known of it: the state that the target gave the row when it was made
 * @param underway sent and without a final outcome, oldest first: if the newest is refused, the target has one before it
 * @param superseded since the applied one others were superseded or forgotten that the target may have; as long as none
 *     is applied, it may have any of them
 * @param uncertain the row was removed; if it is made again before the target has removed it, it has its old state yet
 */
public record StatePart(
        Optional<TargetState> applied,
        List<Underway> underway,
        Optional<Held> held,
        boolean superseded,
        boolean uncertain) {

    public static final StatePart NONE = new StatePart(Optional.empty(), List.of(), Optional.empty(), false, false);

    public StatePart {
        underway = List.copyOf(underway);
    }

    public record Underway(long version, TargetState state) {}

    public record Held(WriteId write, TargetState state) {}

    public StatePart holding(Held next) {
        return new StatePart(applied, underway, Optional.of(next), superseded, uncertain);
    }

    public StatePart released() {
        return new StatePart(applied, underway, Optional.empty(), superseded, uncertain);
    }

    /** @param mostUnderway states kept of those on their way; the oldest beyond it are forgotten, and may be applied */
    public StatePart sent(long version, TargetState state, int mostUnderway) {
        List<Underway> more = new ArrayList<>(underway);
        more.add(new Underway(version, state));
        boolean forgets = more.size() > mostUnderway;
        List<Underway> kept = forgets ? more.subList(more.size() - mostUnderway, more.size()) : more;
        return new StatePart(applied, kept, Optional.empty(), superseded || forgets, uncertain);
    }

    /** The target has this one now; it and all before it are no longer on their way. */
    public StatePart applied(long version) {
        return underway(version)
                .map(sent -> new StatePart(
                        Optional.of(sent.state()),
                        underway.stream()
                                .filter(other -> other.version() > version)
                                .toList(),
                        held,
                        false,
                        false))
                .orElse(this);
    }

    /** The target will not get this one: it was refused. */
    public StatePart dropped(long version) {
        return without(version, superseded);
    }

    /** A newer one took its place; if its answer was lost, the target may have this one until then. */
    public StatePart superseded(long version) {
        return without(version, superseded || underway(version).isPresent());
    }

    private StatePart without(long version, boolean nowSuperseded) {
        List<Underway> others =
                underway.stream().filter(sent -> sent.version() != version).toList();
        return new StatePart(applied, others, held, nowSuperseded, uncertain);
    }

    /** Of a row that is removed. */
    public StatePart removed() {
        boolean mayHaveOne = uncertain || superseded || wanted().isPresent();
        return new StatePart(Optional.empty(), List.of(), Optional.empty(), false, mayHaveOne);
    }

    /** Of a row that is made anew; what is on its way comes to the new one, or bounces. */
    public StatePart madeAnew() {
        return new StatePart(Optional.empty(), underway, held, false, false);
    }

    /** What was sent as this version and has no final outcome. */
    public Optional<Underway> underway(long version) {
        return underway.stream().filter(sent -> sent.version() == version).findFirst();
    }

    /** The version of the newest that is on its way; 0 if there is none. */
    public long newest() {
        return underway.isEmpty() ? 0 : underway.getLast().version();
    }

    /**
     * The state that the row will have when all is done, as far as outcomes have told; empty if it is the one that it was
     * made with.
     */
    public Optional<TargetState> wanted() {
        return held.map(Held::state)
                .or(() -> underway.isEmpty()
                        ? applied
                        : Optional.of(underway.getLast().state()));
    }

    /** Whether the row is known to come to this state without anything more. */
    public boolean isToBe(TargetState state) {
        return !isInDoubt() && wanted().equals(Optional.of(state));
    }

    /** Whether nothing that is held or on its way settles which state the row has. */
    public boolean isInDoubt() {
        return isSettled() && (superseded || uncertain);
    }

    /** Whether a row that was made again may have a state of before, which nothing replaces. */
    public boolean mayHaveOldState() {
        return isSettled() && uncertain;
    }

    private boolean isSettled() {
        return held.isEmpty() && underway.isEmpty();
    }
}
