package org.dataferry.control.replay;

import java.util.Optional;

/**
 * How a replay stands, and how far it is.
 *
 * @param sender who sends its rows; empty where nobody has to, as it waits for people or is over
 * @param note empty if nobody on this machine has sent anything of it
 * @param trouble why it does not come on, in this dashboard
 */
public record ReplayStanding(
        ReplayStory story, Optional<Sender> sender, Optional<ReplayNote> note, Optional<String> trouble) {

    /** Who sends the rows of a replay that goes on. */
    public enum Sender {
        THIS_DASHBOARD,
        /** This dashboard will, once another replay has come to its end or stands. */
        WAITS_FOR_PLACE,
        /** Another dashboard of this machine, or a command. */
        ANOTHER_PROCESS,
        /** Nobody on this machine. */
        NOBODY
    }
}
