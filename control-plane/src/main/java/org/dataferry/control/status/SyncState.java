package org.dataferry.control.status;

/** How a migration, or one entity of it, stands. */
public enum SyncState {
    /** Nothing is to do, and heartbeats pass. */
    IDLE,
    /** Changes flow, and none that is under way is older than {@code limits.status.inStep}. */
    IN_STEP,
    /** Behind in what somebody has paused, and in nothing else. */
    PAUSED,
    /** Behind, and something moves. */
    CATCHING_UP,
    /** Behind, and nothing has moved for {@code limits.status.stalledAfter}. */
    STALLED,
    /** Nobody can tell: no stage runs, or no heartbeat comes. */
    UNKNOWN;

    /** As people read it. */
    public String words() {
        return name().replace('_', ' ');
    }
}
