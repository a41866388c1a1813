package org.dataferry.control;

/** The command could have gone on and must not: a rule of Ferry's says so, and the message says which. */
public final class RefusedException extends ControlException {

    public RefusedException(String message) {
        super(message);
    }
}
