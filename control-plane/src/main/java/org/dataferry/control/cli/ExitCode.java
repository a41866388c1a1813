package org.dataferry.control.cli;

/** How a command ended. */
public enum ExitCode {
    DONE(0),
    /** It could not do its work. */
    FAILED(1),
    /** Wrong usage, or something in the migration's folder is wrong. */
    USAGE(2),
    /** Refused by a gate, a difference found, or done with parked or rejected writes. */
    REFUSED(3);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
