package org.dataferry.transform.mapping.cel;

/** Thrown by functions of ours for arguments that they refuse; the message is for the operator. Never leaves the package. */
final class ExpressionFault extends RuntimeException {

    ExpressionFault(String message) {
        // No stack trace: thrown per row, and the message says it all.
        super(message, null, false, false);
    }
}
