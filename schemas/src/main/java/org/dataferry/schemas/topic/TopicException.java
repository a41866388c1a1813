package org.dataferry.schemas.topic;

import org.dataferry.schemas.SchemasException;
import org.jspecify.annotations.Nullable;

/** A topic is missing, or is not what the migration needs it to be. */
public final class TopicException extends SchemasException {

    public TopicException(String message) {
        super(message);
    }

    public TopicException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
