package org.dataferry.sink.client.protocol;

import java.time.Duration;
import java.util.Optional;

/** The four ways in which a request fails; they differ in what the caller may do next. */
public sealed interface Failure {
    /** One line for logs and messages. */
    String describe();

    /** The server read the request and said no. Nothing was changed. The same request gets the same answer. */
    record Refused(ApiError error) implements Failure {
        @Override
        public String describe() {
            return error.describe();
        }
    }

    /**
     * Over a service protection limit. Nothing was changed.
     *
     * @param retryAfter as the server asked; every request of the same user has to wait for it
     */
    record Throttled(Duration retryAfter, ThrottleFacet facet) implements Failure {
        @Override
        public String describe() {
            return "throttled facet=%s retryAfter=%s".formatted(facet, retryAfter);
        }
    }

    /**
     * Certainly not done, and likely to succeed later: it never left, or the server was too busy or rolled it back.
     *
     * @param retryAfter the pause the server asked for, if it did
     * @param error what the server said, if it did
     */
    record Unavailable(String reason, Optional<Duration> retryAfter, Optional<ApiError> error) implements Failure {
        public Unavailable(String reason) {
            this(reason, Optional.empty(), Optional.empty());
        }

        @Override
        public String describe() {
            return "unavailable: " + reason;
        }
    }

    /**
     * A write that may have been done: it left, and no answer of the server came back. Sending it again blindly may do
     * it twice; read the rows back, or upsert them.
     */
    record Lost(String reason) implements Failure {
        @Override
        public String describe() {
            return "answer lost, the write may have been done: " + reason;
        }
    }
}
