package org.dataferry.sink.client.protocol;

/** What an error means for the caller. */
public enum ErrorKind {
    /** The row's values are not acceptable. Permanent for this row. */
    DATA,
    /**
     * Logic of the target, such as a plug-in, refused the row in words of its own. As permanent as that logic makes it.
     */
    CUSTOM_LOGIC,
    /** The request does not fit the environment: unknown column, set or key, wrong type. Permanent; a mapping fault. */
    CONTRACT,
    /** A privilege is missing for this row or table. Permanent until a role is changed. */
    PERMISSION,
    /** The row, or a row that one of its lookups names, does not exist. {@link ApiError#missingRow()} may tell which. */
    MISSING_ROW,
    /** Another row has this primary or alternate key, or this pair of an N:N relationship exists. */
    DUPLICATE,
    /** The row has another version than the caller assumed: read it again. */
    CONCURRENCY,
    /** A restrict relationship forbids the delete while other rows refer to this one. */
    STILL_REFERENCED,
    /** The table's key cannot be used yet, as its index is being built. No fault of any row; later it can. */
    NOT_READY,
    /** Rolled back as it met other work: a deadlock, a lock. Later and with fewer rows it is less likely to. */
    CONTENTION,
    /** Rolled back because it took too long. Fewer rows may succeed; a single row may succeed later. */
    TOO_SLOW,
    /** The request is too large. Fewer rows may succeed. */
    TOO_LARGE,
    /** Rolled back by the server for reasons of its own. Sending the same again will do. */
    TRANSIENT,
    /** Either a passing fault or a row that will never pass, or a code that we do not know: worth a few attempts. */
    DOUBTFUL,
    /** A service protection limit. */
    THROTTLED,
    /** The token was not accepted. */
    UNAUTHENTICATED,
    /** No request of this user can succeed: user unknown, disabled or without a role. */
    STOP
}
