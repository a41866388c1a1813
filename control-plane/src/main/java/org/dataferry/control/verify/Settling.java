package org.dataferry.control.verify;

/** Whether what was committed at the source may still be on its way. */
public interface Settling {

    /** True while a run is going on. */
    boolean isRunning();

    /** Returns when everything that the source had committed at the time of the call has passed all stages. */
    void await() throws InterruptedException;

    /**
     * Returns when a removal that transform had read of at the time of the call has most likely reached the target: removals
     * go out some heartbeats after the fence, and no fence tells when.
     */
    void awaitRemovals() throws InterruptedException;
}
