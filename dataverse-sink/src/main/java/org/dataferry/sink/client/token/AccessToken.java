package org.dataferry.sink.client.token;

import java.time.Duration;
import java.time.Instant;

/**
 * A bearer token. Prints without its value.
 *
 * @param issuedAt by our clock, taken before the request for it left
 * @param lifetime as the issuer gave it in {@code expires_in}
 */
public record AccessToken(String value, Instant issuedAt, Duration lifetime) {
    public AccessToken {
        if (value.isBlank() || lifetime.isNegative()) {
            throw new IllegalArgumentException("A token needs a value and a lifetime of at least zero");
        }
    }

    /** From here on it is renewed in the background of other requests: at 80 % of its life. */
    Instant renewAt() {
        return issuedAt.plus(lifetime.multipliedBy(4).dividedBy(5));
    }

    Instant expiresAt() {
        return issuedAt.plus(lifetime);
    }

    @Override
    public String toString() {
        return "AccessToken[value=***, issuedAt=%s, lifetime=%s]".formatted(issuedAt, lifetime);
    }
}
