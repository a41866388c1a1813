package org.dataferry.schemas.settings;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dataferry.schemas.secret.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Where the dashboard listens, and who may use it. Without users everybody who reaches it may do everything, so without
 * them it listens to this machine only. Passwords and figures go over a network by TLS only.
 *
 * @param address that it listens on
 * @param port that it listens on; null takes {@link #DEFAULT_PORT}, or any other if that is taken
 * @param users the file of those who may sign in, relative to the migration's folder; null where nobody has to
 * @param hosts names by which browsers ask for it, besides {@code address} and {@code localhost}
 * @param tls the key by which it speaks TLS itself
 * @param behindProxy whether a proxy before it speaks TLS, and names the browser's address in {@code X-Forwarded-For}
 * @param metricsToken what Prometheus shows as a bearer token; null lets only those see metrics who are signed in
 * @param alerts who is told of what cannot wait; null for nobody
 */
public record DashboardSettings(
        String address,
        @Nullable Integer port,
        @Nullable Path users,
        List<String> hosts,
        @Nullable KeyStore tls,
        boolean behindProxy,
        @Nullable Secret metricsToken,
        @Nullable AlertSettings alerts) {

    /** Nothing else is known to use it. */
    public static final int DEFAULT_PORT = 8642;

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");
    private static final int LARGEST_PORT = 65_535;

    /**
     * A PKCS #12 file with a key and its certificates.
     *
     * @param file relative to the migration's folder
     */
    public record KeyStore(
            @JsonProperty(value = "file", required = true) Path file,

            @JsonProperty(value = "password", required = true)
            Secret password) {}

    public DashboardSettings {
        hosts = List.copyOf(hosts);
        if (port != null) {
            LimitSettings.between("dashboard.port", port, 1, LARGEST_PORT);
        }
        boolean beyondThisMachine = !LOOPBACK.contains(address) || behindProxy || !hosts.isEmpty();
        if (beyondThisMachine && users == null) {
            throw new SettingsException(
                    "dashboard is to be reached from other machines, and nobody would have to sign in:"
                            + " name dashboard.users, a file with a line for each user, which ferry dashboard --hash-password"
                            + " makes; or leave out address, hosts and behindProxy");
        }
        if (!LOOPBACK.contains(address) && tls == null && !behindProxy) {
            throw new SettingsException(
                    "dashboard.address is '" + address + "', so passwords would go over the network in"
                            + " clear: name dashboard.tls, or set dashboard.behindProxy where a proxy speaks TLS");
        }
    }

    @JsonCreator
    static DashboardSettings of(
            @JsonProperty("address") @Nullable String address,
            @JsonProperty("port") @Nullable Integer port,
            @JsonProperty("users") @Nullable Path users,
            @JsonProperty("hosts") @Nullable List<String> hosts,
            @JsonProperty("tls") @Nullable KeyStore tls,
            @JsonProperty("behindProxy") @Nullable Boolean behindProxy,
            @JsonProperty("metricsToken") @Nullable Secret metricsToken,
            @JsonProperty("alerts") @Nullable AlertSettings alerts) {
        return new DashboardSettings(
                address == null ? "127.0.0.1" : address,
                port,
                users,
                hosts == null ? List.of() : hosts,
                tls,
                behindProxy != null && behindProxy,
                metricsToken,
                alerts);
    }

    /** This machine only, without users. */
    public static DashboardSettings defaults() {
        return of(null, null, null, null, null, null, null, null);
    }

    public Optional<Path> configuredUsers() {
        return Optional.ofNullable(users);
    }

    public Optional<KeyStore> configuredTls() {
        return Optional.ofNullable(tls);
    }

    public Optional<Secret> configuredMetricsToken() {
        return Optional.ofNullable(metricsToken);
    }

    public Optional<AlertSettings> configuredAlerts() {
        return Optional.ofNullable(alerts);
    }

    /** Whether browsers reach it by TLS. */
    public boolean isSecure() {
        return tls != null || behindProxy;
    }
}
