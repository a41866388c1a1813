package org.dataferry.emulator.faults;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a fault does to a request. */
public sealed interface Effect {
    /** Answers at once, without the work. */
    record Respond(
            int status,
            String code,
            String message,
            @Nullable Integer retryAfterSeconds) implements Effect {}

    /** Does the work, then drops the connection: the answer is lost. */
    record DropAnswer() implements Effect {}

    /** Drops the connection without the work: the request is lost. */
    record DropRequest() implements Effect {}

    /** Waits, then does the work. */
    record Delay(Duration pause) implements Effect {}

    /** Drops the connection at once and does the work later, as a request whose client is gone may. */
    record CommitLate(Duration pause) implements Effect {}
}
