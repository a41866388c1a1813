package org.dataferry.control.dashboard.access;

/** Who asks. */
public sealed interface Visitor {

    /** Nobody that is known. */
    record Stranger() implements Visitor {}

    /**
     * Somebody who has signed in, or whoever uses this machine where nobody has to.
     *
     * @param seesPersonal whether they are shown data of persons
     */
    record Known(String user, Role role, boolean seesPersonal) implements Visitor {}
}
