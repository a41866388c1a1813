package org.dataferry.schemas.outcome;

/** Why a write was refused, by kind: the kind says who can mend it. */
public enum RejectionReason {
    EXPRESSION_FAILED(Kind.MAPPING_FAULT, "correct the expression in the mapping, then replay"),
    WRONG_TYPE(Kind.MAPPING_FAULT, "map the column to a target column of its type, or convert it"),
    VALUE_TOO_LONG(Kind.DATA_FAULT, "shorten the value at the source, or truncate it in the mapping"),
    VALUE_OUT_OF_RANGE(Kind.DATA_FAULT, "correct the value at the source, or map it into the range"),
    VALUE_INVALID(Kind.DATA_FAULT, "correct the value at the source, or convert it in the mapping"),
    OPTION_UNKNOWN(
            Kind.DATA_FAULT,
            "correct the text at the source, or add a line for it to the option table in reference/, then replay"),
    REQUIRED_VALUE_MISSING(Kind.DATA_FAULT, "fill the value at the source, or give a default in the mapping"),
    DUPLICATE_VALUE(Kind.DATA_FAULT, "a business key of the target has this value already; correct or merge the rows"),
    ORPHAN(Kind.DATA_FAULT, "the row that a lookup names does not exist at the source"),
    PERMISSION_MISSING(Kind.PERMISSION, "give the application user's role the privilege that the detail names"),
    UNKNOWN_IN_TARGET(Kind.CONTRACT_DRIFT, "the target's tables changed; run prepare, or correct the mapping"),
    CUSTOM_LOGIC_FAILED(Kind.TARGET_LOGIC, "a plug-in or flow of the target refused the row; correct it or bypass it"),
    DELETE_RESTRICTED(Kind.TARGET_LOGIC, "other rows of the target still name this one"),
    ROW_LOST(
            Kind.TARGET_LOGIC,
            "the row was removed in the target, not by Ferry; change it at the source, or replay it, to write it anew"),
    REFUSED(Kind.TARGET_LOGIC, "see the detail: Dataverse gave a reason that Ferry does not know");

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
