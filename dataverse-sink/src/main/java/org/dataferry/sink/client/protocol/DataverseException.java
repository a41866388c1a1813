package org.dataferry.sink.client.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What the client cannot express as an {@link Answer}: a refused secret, a reply that is not from Dataverse, metadata
 * that cannot be made. The message is written for an operator.
 */
public class DataverseException extends RuntimeException {
    public DataverseException(String message) {
        super(message);
    }

    public DataverseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
