package org.dataferry.transform;

import java.util.Set;
import java.util.TreeSet;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.DeadLetterEvent;
import org.dataferry.schemas.control.ReplayEvent;
import org.dataferry.schemas.control.SinkSteering;
import org.dataferry.schemas.control.SourceEvent;
import org.dataferry.schemas.control.WaiverEvent;
import org.dataferry.transform.row.Phases;

/** The phases that were opened by a command, as the topic {@code control} tells them and all tasks of the instance read it. */
final class OpenedPhases implements Phases {

    private final int rebuild;
    private volatile Set<String> states = Set.of();

    /** @param rebuild a rebuild begins with all phases closed */
    OpenedPhases(int rebuild) {
        this.rebuild = rebuild;
    }

    @Override
    public Set<String> openedStates() {
        return states;
    }

    /** To be called by one thread. */
    void take(ControlEvent event) {
        switch (event) {
            case ControlEvent.StatesOpened opened -> {
                if (opened.rebuild() == rebuild) {
                    Set<String> more = new TreeSet<>(states);
                    more.add(opened.entity());
                    states = Set.copyOf(more);
                }
            }
            case ReplayEvent ignored -> {}
            case ControlEvent.Noted ignored -> {}
            case ControlEvent.CutoverPlanned ignored -> {}
            case SinkSteering ignored -> {}
            case WaiverEvent ignored -> {}
            case DeadLetterEvent ignored -> {}
            case SourceEvent ignored -> {}
        }
    }
}
