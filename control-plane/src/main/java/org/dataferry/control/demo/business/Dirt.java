package org.dataferry.control.demo.business;

/** What is wrong with a row; a row has one defect at most. */
public enum Dirt {
    /** A text that the column of the target does not hold. */
    TOO_LONG("VALUE_TOO_LONG"),
    /** A control character, which Dataverse cannot store. */
    CONTROL_CHARACTER("VALUE_INVALID"),
    /** A text of which nobody has said what option it means. */
    UNKNOWN_OPTION("OPTION_UNKNOWN"),
    /** A date that Dataverse cannot store, such as the year 1 for "unknown". */
    INVALID_DATE("VALUE_OUT_OF_RANGE"),
    /** Nothing where the target needs something. */
    MISSING_VALUE("REQUIRED_VALUE_MISSING"),
    /** Names a row that does not exist. */
    ORPHAN("ORPHAN"),
    /** A business number that another row has as well; which of the two comes first is open. */
    DUPLICATE("DUPLICATE_VALUE");

    private final String reason;

    Dirt(String reason) {
        this.reason = reason;
    }

    /** The reason with which such a row is to be rejected, by its published name. */
    public String reason() {
        return reason;
    }
}
