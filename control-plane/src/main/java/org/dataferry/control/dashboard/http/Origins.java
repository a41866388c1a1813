package org.dataferry.control.dashboard.http;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.dataferry.schemas.settings.DashboardSettings;
import org.jspecify.annotations.Nullable;

/**
 * By which names this server may be asked, and whose pages may ask. A page of somebody else that makes its own name point
 * here (DNS rebinding) comes with that name.
 */
public final class Origins {

    private final Set<String> hosts = new TreeSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
    private final String scheme;

    public Origins(DashboardSettings settings) {
        String address = settings.address().toLowerCase(Locale.ROOT);
        hosts.add(address.contains(":") ? "[" + address + "]" : address);
        settings.hosts().forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
        scheme = settings.isSecure() ? "https" : "http";
    }

    /** Refuses a request that names another host. */
    void requireKnown(@Nullable String host) {
        if (host == null || !hosts.contains(name(host))) {
            throw new Problem(
                    421,
                    "wrong-host",
                    "this server is not known by that name; known are " + String.join(", ", hosts)
                            + ", and what dashboard.hosts in migration.yaml names");
        }
    }

    /**
     * Refuses a request that a page of another origin makes. Programs send neither header.
     *
     * @param fetchSite what browsers say of where the request comes from
     */
    void requireOwn(@Nullable String origin, @Nullable String fetchSite, String host) {
        boolean isForeign = origin != null && !origin.equalsIgnoreCase(scheme + "://" + host);
        boolean isElsewhere = fetchSite != null && !fetchSite.equals("same-origin") && !fetchSite.equals("none");
        if (isForeign || isElsewhere) {
            throw new Problem(403, "wrong-origin", "only the pages of this server may ask for that");
        }
    }

    private static String name(String host) {
        int port = host.lastIndexOf(':');
        String name = port > host.lastIndexOf(']') ? host.substring(0, port) : host;
        return name.toLowerCase(Locale.ROOT);
    }
}
