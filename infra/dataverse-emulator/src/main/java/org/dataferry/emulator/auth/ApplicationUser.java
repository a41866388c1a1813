package org.dataferry.emulator.auth;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** An application that may sign in, and the system user that it is. Every one is a system administrator. */
public record ApplicationUser(UUID clientId, String secret, String name) {
    public static final ApplicationUser FERRY =
            new ApplicationUser(UUID.fromString("11111111-1111-1111-1111-111111111111"), "ferry", "Ferry");

    /** The id of its row; it follows from the client id, so that it is the same at every start. */
    public UUID systemUserId() {
        return UUID.nameUUIDFromBytes(("systemuser " + clientId).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "ApplicationUser[clientId=" + clientId + ", secret=***, name=" + name + "]";
    }
}
