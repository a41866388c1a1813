package org.dataferry.control.dashboard.live;

import org.dataferry.control.status.Look;

/** A migration, to be looked at again and again by one thread. */
public interface Watched {

    /** Fails with an exception where it cannot be looked at now; the next time it may. */
    Look look();

    /** Reads what people have decided since. */
    void follow();
}
