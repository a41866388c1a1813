package org.dataferry.control.dashboard.http;

import java.util.Map;
import java.util.Optional;
import org.dataferry.control.dashboard.access.Role;
import org.dataferry.control.dashboard.access.Visitor;

/**
 * A request that has passed all checks.
 *
 * @param parts of the path that vary, by name
 * @param query by name, the first value of each
 * @param address of the browser
 * @param session the id that it shows; empty if it shows none
 * @param body empty if there is none
 */
public record Request(
        Map<String, String> parts,
        Map<String, String> query,
        String address,
        String session,
        Visitor visitor,
        byte[] body) {

    public Request {
        parts = Map.copyOf(parts);
        query = Map.copyOf(query);
    }

    /** The name in which something is done. To be asked only where a role was needed. */
    public String user() {
        return switch (visitor) {
            case Visitor.Known known -> known.user();
            case Visitor.Stranger ignored -> throw new IllegalStateException("nobody is signed in");
        };
    }

    /** Whether whoever asks may do what needs a role. */
    public boolean isAtLeast(Role role) {
        return visitor instanceof Visitor.Known known && known.role().covers(role);
    }

    /** Whether who asks is shown data of persons. */
    public boolean seesPersonal() {
        return visitor instanceof Visitor.Known known && known.seesPersonal();
    }

    /** A number of the query, or that one where there is none. */
    public int number(String name, int otherwise, int least, int most) {
        return Optional.ofNullable(query.get(name))
                .map(text -> parsed(name, text, least, most))
                .orElse(otherwise);
    }

    private static int parsed(String name, String text, int least, int most) {
        int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
        if (number < least || number > most) {
            throw Problem.badRequest(name + " is a whole number from " + least + " to " + most);
        }
        return number;
    }
}
