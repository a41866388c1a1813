package org.dataferry.sink.client.token;

/** Asks for a new token. Blocks. */
@FunctionalInterface
public interface TokenIssuer {
    /**
     * @throws TokenRefusedException when the issuer says no: wrong secret, unknown client or tenant
     * @throws TokenUnavailableException when it could not be reached or was too busy
     */
    AccessToken issue() throws InterruptedException;
}
