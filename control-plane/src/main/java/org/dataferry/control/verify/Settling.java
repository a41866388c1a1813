package org.dataferry.control.verify;

/** Whether what was committed at the source may still be on its way. */
public interface Settling {

    /** True while a run is going on. */
    boolean isRunning();

    /** Returns when everything that the source had committed at the time of the call has passed all stages. */
    void await() throws InterruptedException;
}
