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

    /** Answers at once with a page of HTML, as a gateway before the API does. */
    record Page(int status) implements Effect {}

    /** Refuses the request, or the part of the batch that it strikes, and undoes it. */
    record Refuse(int status, String code, String message) implements Effect {}

    /** Refuses what a table refuses while another customisation of it runs. */
    record Customise() implements Effect {}

    /** Does the work, then drops the connection: the answer is lost. */
    record DropAnswer() implements Effect {}

    /** Drops the connection without the work: the request is lost. */
    record DropRequest() implements Effect {}

    /** Does the work, sends half of the answer, then drops the connection. */
    record HalfAnswer() implements Effect {}

    /** Waits, then does the work. */
    record Delay(Duration pause) implements Effect {}

    /** Drops the connection at once and does the work later, as a request whose client is gone may. */
    record CommitLate(Duration pause) implements Effect {}

    /** Lets the token of the request expire before the request is looked at. */
    record ExpireToken() implements Effect {}

    /** Whether it strikes parts of batches one by one, and not the connection. */
    default boolean strikesParts() {
        return this instanceof Refuse || this instanceof Customise;
    }
}
