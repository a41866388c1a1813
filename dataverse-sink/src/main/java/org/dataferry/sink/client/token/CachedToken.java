package org.dataferry.sink.client.token;

import java.time.Clock;
import java.util.concurrent.locks.ReentrantLock;
import org.dataferry.sink.client.token.TokenState.Absent;
import org.dataferry.sink.client.token.TokenState.Ageing;
import org.dataferry.sink.client.token.TokenState.Steady;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token of one application user, shared by all its requests.
 *
 * <ol>
 *   <li>At most one request for a token is under way at any time.
 *   <li>While a token is still valid nobody waits for its renewal, except the thread that renews.
 *   <li>A failed renewal is not noticed by anybody as long as the old token is valid.
 *   <li>However many requests report the same token as refused, it is replaced once.
 * </ol>
 */
public final class CachedToken {
    private static final Logger log = LoggerFactory.getLogger(CachedToken.class);

    private final TokenIssuer issuer;
    private final Clock clock;
    private final ReentrantLock renewing = new ReentrantLock();
    private volatile TokenState state = new Absent();

    public CachedToken(TokenIssuer issuer, Clock clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    /** A token to sign the next request with. */
    public AccessToken current() throws InterruptedException {
        return switch (stateNow()) {
            case Steady(AccessToken token) -> token;
            case Ageing(AccessToken token) -> renewedIfNobodyElseDoes(token);
            case Absent() -> awaited();
        };
    }

    /** A token other than the given one, which the server refused. */
    public AccessToken insteadOf(AccessToken refused) throws InterruptedException {
        renewing.lockInterruptibly();
        try {
            return switch (stateNow()) {
                case Steady(AccessToken token) when !token.equals(refused) -> token;
                case Steady(AccessToken token) -> issued();
                case Ageing(AccessToken token) -> issued();
                case Absent() -> issued();
            };
        } finally {
            renewing.unlock();
        }
    }

    private AccessToken awaited() throws InterruptedException {
        renewing.lockInterruptibly();
        try {
            return switch (stateNow()) {
                case Steady(AccessToken token) -> token;
                case Ageing(AccessToken token) -> token;
                case Absent() -> issued();
            };
        } finally {
            renewing.unlock();
        }
    }

    private AccessToken renewedIfNobodyElseDoes(AccessToken old) throws InterruptedException {
        if (!renewing.tryLock()) {
            return old;
        }
        try {
            return switch (stateNow()) {
                case Steady(AccessToken token) -> token;
                case Ageing(AccessToken token) -> issued();
                case Absent() -> issued();
            };
        } catch (TokenUnavailableException later) {
            log.warn("The token could not be renewed yet and is used on expiresAt={}", old.expiresAt(), later);
            return old;
        } finally {
            renewing.unlock();
        }
    }

    private AccessToken issued() throws InterruptedException {
        AccessToken token = issuer.issue();
        state = new Steady(token);
        return token;
    }

    private TokenState stateNow() {
        return switch (state) {
            case Steady steady -> steady.at(clock.instant());
            case Ageing ageing -> ageing;
            case Absent absent -> absent;
        };
    }
}
