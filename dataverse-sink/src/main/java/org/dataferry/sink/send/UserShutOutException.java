package org.dataferry.sink.send;

import org.dataferry.sink.SinkException;

/** The application user can write nothing at all: it is unknown, disabled or without a role. Another one may. */
public final class UserShutOutException extends SinkException {

    public UserShutOutException(String message) {
        super(message);
    }
}
