package org.dataferry.emulator.auth;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.dataferry.emulator.error.EmulatorException;
import org.jspecify.annotations.Nullable;

/**
 * An application that may sign in, and the system user that it is.
 *
 * @param roles the names of its roles when its user is made; absent means System Administrator, and an empty list none
 * @param member whether its user is made at the start; absent means it is. Without one, somebody has to POST a system user with its
 *     {@code applicationid} before it may call
 */
public record ApplicationUser(
        UUID clientId,
        String secret,
        String name,
        @Nullable List<String> roles,
        @Nullable Boolean member) {
    private static final List<String> ADMINISTRATOR = List.of("System Administrator");

    public static final ApplicationUser FERRY =
            new ApplicationUser(UUID.fromString("11111111-1111-1111-1111-111111111111"), "ferry", "Ferry");

    public ApplicationUser {
        if (clientId == null || secret == null || name == null) {
            throw new EmulatorException("signIn.users: each user needs a clientId, a secret and a name");
        }
        roles = roles == null ? ADMINISTRATOR : List.copyOf(roles);
        member = member == null || member;
    }

    /** A system administrator. */
    public ApplicationUser(UUID clientId, String secret, String name) {
        this(clientId, secret, name, null, null);
    }

    /** The id of its row; it follows from the client id, so that it is the same at every start. */
    public UUID systemUserId() {
        return systemUserId(clientId);
    }

    public static UUID systemUserId(UUID clientId) {
        return UUID.nameUUIDFromBytes(("systemuser " + clientId).getBytes(StandardCharsets.UTF_8));
    }

    public List<String> firstRoles() {
        return roles == null ? ADMINISTRATOR : roles;
    }

    public boolean hasUserFromStart() {
        return member == null || member;
    }

    @Override
    public String toString() {
        return "ApplicationUser[clientId=" + clientId + ", secret=***, name=" + name + "]";
    }
}
