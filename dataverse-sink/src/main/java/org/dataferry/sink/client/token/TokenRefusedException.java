package org.dataferry.sink.client.token;

import org.dataferry.sink.client.protocol.DataverseException;

/** The token endpoint said no. Configuration has to be changed before anything can be sent. */
public final class TokenRefusedException extends DataverseException {
    public TokenRefusedException(String message) {
        super(message);
    }
}
