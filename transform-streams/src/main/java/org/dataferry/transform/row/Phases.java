package org.dataferry.transform.row;

import java.util.Set;

/** The phases that somebody opened by a command. One that was opened is never closed. */
public interface Phases {

    /** The entities whose states may be set, of those that wait for the command; any thread may ask. */
    Set<String> openedStates();
}
