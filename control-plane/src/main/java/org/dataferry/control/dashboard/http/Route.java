package org.dataferry.control.dashboard.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.dataferry.control.dashboard.access.Role;

/**
 * One thing that can be asked.
 *
 * @param path with {@code {name}} for a part that varies
 * @param access who may ask it
 */
public record Route(String method, String path, Access access, Handler handler) {

    /** Answers, or throws a {@link Problem}. */
    public interface Handler {
        Answer answer(Request request);
    }

    /** Who may ask. */
    public sealed interface Access {}

    /** Everybody who reaches the server: it tells nothing of the migration. */
    public record Anybody() implements Access {}

    /** Who is signed in with this role or one that may do more. */
    public record AtLeast(Role role) implements Access {}

    /** Who is signed in, or a program that shows the token for metrics. */
    public record Scraper() implements Access {}

    public static Route anybody(String method, String path, Handler handler) {
        return new Route(method, path, new Anybody(), handler);
    }

    public static Route atLeast(Role role, String method, String path, Handler handler) {
        return new Route(method, path, new AtLeast(role), handler);
    }

    public static Route scraper(String path, Handler handler) {
        return new Route("GET", path, new Scraper(), handler);
    }

    /** The parts that vary, by name; empty if it is another path. */
    Optional<Map<String, String>> match(String asked) {
        String[] wanted = path.split("/", -1);
        String[] given = asked.split("/", -1);
        if (wanted.length != given.length) {
            return Optional.empty();
        }
        Map<String, String> parts = new HashMap<>();
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].startsWith("{")) {
                parts.put(wanted[i].substring(1, wanted[i].length() - 1), given[i]);
            } else if (!wanted[i].equals(given[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(parts);
    }
}
