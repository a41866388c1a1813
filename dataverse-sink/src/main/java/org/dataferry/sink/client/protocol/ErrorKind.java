package org.dataferry.sink.client.protocol;

/** What an error means for the caller. */
public enum ErrorKind {
    /** The row's values are not acceptable. Permanent for this row. */
    DATA,
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
    /** Rolled back because it took too long. Fewer rows may succeed; a single row may succeed later. */
    TOO_SLOW,
    /** The request is too large. Fewer rows may succeed. */
    TOO_LARGE,
    /** The index of an alternate key is being built. Whatever names rows by that key has to wait. */
    NOT_READY,
    /** Rolled back by the server for reasons of its own. Sending the same again will do. */
    TRANSIENT,
    /** Either a passing fault or a row that will never pass: worth a few attempts, then treat it as {@link #DATA}. */
    DOUBTFUL,
    /** A service protection limit. */
    THROTTLED,
    /** The token was not accepted. */
    UNAUTHENTICATED,
    /** No request of this user can succeed: user unknown, disabled or without a role. */
    STOP
}
