package org.dataferry.schemas.outcome;

/**
 * Why a write was refused, by kind: the kind says who can mend it. After it is mended, the rows go out again with {@code
 * ferry replay --rejected}, or by themselves when their source row changes.
 */
public enum RejectionReason {
    EXPRESSION_FAILED(Kind.MAPPING_FAULT, "correct the expression in the mapping, start the run again, then replay"),
    WRONG_TYPE(Kind.MAPPING_FAULT, "map the column to a target column of its type, or convert it"),
    VALUE_TOO_LONG(Kind.DATA_FAULT, "shorten the value at the source, or truncate it in the mapping"),
    VALUE_OUT_OF_RANGE(Kind.DATA_FAULT, "correct the value at the source, or map it into the range"),
    VALUE_INVALID(Kind.DATA_FAULT, "correct the value at the source, or convert it in the mapping"),
    CHARACTERS_INVALID(
            Kind.DATA_FAULT,
            "the text holds control characters, which Dataverse does not take; remove them at the source, or in the mapping,"
                    + " then replay"),
    ROW_TOO_LARGE(
            Kind.DATA_FAULT,
            "the row alone is larger than a request may be; shorten its long texts at the source, or leave them out in the"
                    + " mapping, then replay"),
    FILE_REFUSED(
            Kind.DATA_FAULT,
            "the file is missing, outside of its folder, infected, or of a type or size that is not allowed, as the detail"
                    + " says; mend the file or its path, or in the environment's settings the blocked types or the largest"
                    + " size, then replay"),
    STATE_INVALID(
            Kind.MAPPING_FAULT,
            "the table has no such status for this state, or does not allow the transition; correct the state in the"
                    + " mapping, or the status reasons and transitions of the table, then replay"),
    OWNER_INVALID(
            Kind.DATA_FAULT,
            "the owner is no enabled user or team that may own such rows; enable it, give it a role, or map the owner to"
                    + " another, then replay"),
    OPTION_UNKNOWN(
            Kind.DATA_FAULT,
            "correct the text at the source, then replay; or add a line for it to the option table in reference/, start the"
                    + " run again, then replay"),
    REQUIRED_VALUE_MISSING(Kind.DATA_FAULT, "fill the value at the source, or give a default in the mapping"),
    DUPLICATE_VALUE(Kind.DATA_FAULT, "a business key of the target has this value already; correct or merge the rows"),
    ORPHAN(Kind.DATA_FAULT, "the row that a lookup names does not exist at the source"),
    ROW_NOT_FOUND(
            Kind.DATA_FAULT,
            "the row, or one that it names, is not in the target although it should be; see the detail for which, make it"
                    + " there, then replay"),
    PERMISSION_MISSING(Kind.PERMISSION, "give the application user's role the privilege that the detail names"),
    UNKNOWN_IN_TARGET(Kind.CONTRACT_DRIFT, "the target's tables changed; run prepare, or correct the mapping"),
    KEY_NOT_READY(
            Kind.CONTRACT_DRIFT,
            "the table's alternate key was not active for half an hour; see the state of the key in Power Apps and"
                    + " reactivate it, then replay"),
    CUSTOM_LOGIC_FAILED(
            Kind.TARGET_LOGIC,
            "a plug-in or flow of the target refused the row in the words of the detail; correct the row or that logic, or"
                    + " let it be tried again with target.customLogicRetries, then replay"),
    CUSTOM_LOGIC_CRASHED(
            Kind.TARGET_LOGIC,
            "a plug-in of the target crashed on the row; its trace log in Dataverse says where; have it corrected or"
                    + " switched off, then replay"),
    CUSTOM_LOGIC_TOO_SLOW(
            Kind.TARGET_LOGIC,
            "a plug-in of the target takes more than its two minutes even for this row alone; have it made quicker, run"
                    + " asynchronously or switched off, then replay"),
    TARGET_BUSY(
            Kind.TARGET_LOGIC,
            "for half an hour the target's database met locks, deadlocks or its time limit with this row; see what else"
                    + " works on the table, such as a solution import or a job, then replay"),
    CHANGED_IN_TARGET(
            Kind.TARGET_LOGIC,
            "somebody changed the row in Dataverse meanwhile; decide which values hold, then replay to let the source win"),
    DELETE_RESTRICTED(Kind.TARGET_LOGIC, "other rows of the target still name this one"),
    ROW_LOST(
            Kind.TARGET_LOGIC,
            "the row was removed in the target, not by Ferry; change it at the source, or replay it, to write it anew"),
    REFUSED(
            Kind.TARGET_LOGIC,
            "tried several times, and each time Dataverse gave a reason that Ferry does not know; see the detail, ask"
                    + " Microsoft's support with its request id, then replay");

    private final Kind kind;
    private final String remedy;

    RejectionReason(Kind kind, String remedy) {
        this.kind = kind;
        this.remedy = remedy;
    }

    public Kind kind() {
        return kind;
    }

    /** What to do about it, in a sentence for the operator. */
    public String remedy() {
        return remedy;
    }

    /** Who can mend it. */
    public enum Kind {
        /** The migration developer. */
        MAPPING_FAULT,
        /** Whoever owns the data at the source. */
        DATA_FAULT,
        /** The administrator of the Dataverse environment. */
        PERMISSION,
        /** The target is not what the mapping was planned against. */
        CONTRACT_DRIFT,
        /** Rules, custom logic or people within the target. */
        TARGET_LOGIC
    }
}
