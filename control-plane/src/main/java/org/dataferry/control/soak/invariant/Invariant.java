package org.dataferry.control.soak.invariant;

import java.util.List;

/** Something that must hold of a migration whose fence is passed. */
public interface Invariant {

    /** What it says, for the report. */
    String name();

    /** What speaks against it; nothing if it holds. */
    List<String> violations() throws InterruptedException;
}
