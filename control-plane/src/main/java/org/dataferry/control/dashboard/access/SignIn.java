package org.dataferry.control.dashboard.access;

import java.time.Duration;

/** What came of somebody's wish to sign in. */
public sealed interface SignIn {

    /** @param session the id of the new session, for the browser alone */
    record Done(String session, Visitor.Known visitor) implements SignIn {}

    /** Nobody has this name and this password; which of the two is wrong is not said. */
    record Refused() implements SignIn {}

    /** Too many have failed, of this name or from this address, or too many try at once. */
    record Later(Duration pause) implements SignIn {}
}
