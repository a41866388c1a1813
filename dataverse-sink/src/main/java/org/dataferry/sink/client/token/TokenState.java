package org.dataferry.sink.client.token;

import java.time.Instant;

/** Where the token of one application user stands. */
sealed interface TokenState {
    /** No token yet, or the last one was refused by the server. */
    record Absent() implements TokenState {}

    /** Good; used as it is. */
    record Steady(AccessToken token) implements TokenState {
        TokenState at(Instant now) {
            if (now.isBefore(token.renewAt())) {
                return this;
            }
            return now.isBefore(token.expiresAt()) ? new Ageing(token) : new Absent();
        }
    }

    /** Still accepted, but due: whoever comes first renews it, the others go on using it. */
    record Ageing(AccessToken token) implements TokenState {}
}
