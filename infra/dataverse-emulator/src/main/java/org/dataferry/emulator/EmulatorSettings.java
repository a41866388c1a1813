package org.dataferry.emulator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.auth.ApplicationUser;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.http.Tls;
import org.dataferry.emulator.latency.LatencyModel;
import org.dataferry.emulator.limits.ServiceLimits;

/**
 * How the emulator runs. The records are the settings file too: a component is a name in the file, a part is a section, and what a file leaves
 * out keeps its default. So a new setting is one component and its default in the same record.
 *
 * @param timeScale how much faster than the wall's clock tokens, keys, limits and latencies run
 * @param seed of the choice of servers, of jitter and of faults
 */
public record EmulatorSettings(
        Server server,
        SignIn signIn,
        Definitions definitions,
        double timeScale,
        long seed,
        ServiceLimits limits,
        LatencyModel latency,
        RequestLog requestLog,
        Assumptions assumptions) {

    /**
     * Where it listens and where it stores.
     *
     * @param host the address to listen on; the default lets only this machine in
     * @param port 0 for any free one
     * @param data the folder of its rows
     * @param synced whether an answered write also survives the end of the machine, not only of the process
     * @param maxRequestBytes the longest body; the default is what Dataverse's sandbox takes
     * @param tls the certificate for https; off by default, then it is http
     */
    public record Server(String host, int port, Path data, boolean synced, int maxRequestBytes, Tls tls) {
        private static final int MAX_PORT = 65_535;

        public Server {
            require(port >= 0 && port <= MAX_PORT, "server.port must be between 0 and " + MAX_PORT + ", not " + port);
            require(maxRequestBytes > 0, "server.maxRequestBytes must be above 0");
        }

        static Server defaults(Path data) {
            return new Server("127.0.0.1", 0, data, true, 122_526_105, Tls.off());
        }
    }

    /**
     * Who may sign in.
     *
     * @param tenant the name or id in the path of the token endpoint
     * @param users the applications that may sign in
     * @param tokenLifetime scaled time until a token expires
     */
    public record SignIn(String tenant, List<ApplicationUser> users, Duration tokenLifetime) {
        public SignIn {
            users = List.copyOf(users);
            require(!users.isEmpty(), "signIn.users must have at least one entry");
            require(tokenLifetime.compareTo(Duration.ZERO) > 0, "signIn.tokenLifetime must be above 0");
        }

        static SignIn defaults() {
            return new SignIn("emulator", List.of(ApplicationUser.FERRY), Duration.ofHours(1));
        }
    }

    /** @param keyActivation scaled time until the index of a new alternate key is active */
    public record Definitions(Duration keyActivation) {
        public Definitions {
            require(!keyActivation.isNegative(), "definitions.keyActivation must not be negative");
        }

        static Definitions defaults() {
            return new Definitions(Duration.ofMillis(200));
        }
    }

    /** @param entries how many of the last requests are kept, about 1 KB each; 0 for none */
    public record RequestLog(int entries) {
        private static final int MOST = 2_000_000;

        public RequestLog {
            require(entries >= 0 && entries <= MOST, "requestLog.entries must be between 0 and " + MOST);
        }

        static RequestLog defaults() {
            return new RequestLog(10_000);
        }
    }

    public EmulatorSettings {
        require(timeScale > 0, "timeScale must be above 0, not " + timeScale);
    }

    public static EmulatorSettings defaults(Path data) {
        return new EmulatorSettings(
                Server.defaults(data),
                SignIn.defaults(),
                Definitions.defaults(),
                1,
                1,
                ServiceLimits.off(),
                LatencyModel.off(),
                RequestLog.defaults(),
                Assumptions.documented());
    }

    /**
     * These settings with some changed.
     *
     * @param yaml what a settings file would hold, such as {@code "limits: {requests: 10}"}
     * @throws EmulatorException if a name is no setting or a value is wrong
     */
    public EmulatorSettings with(String yaml) {
        return SettingsText.parse(yaml).over(this);
    }

    public EmulatorSettings withPort(int port) {
        return with("server: {port: " + port + "}");
    }

    public EmulatorSettings withData(Path data) {
        return SettingsText.of("server", "data", data).over(this);
    }

    public EmulatorSettings withUsers(List<ApplicationUser> users) {
        return SettingsText.of("signIn", "users", users).over(this);
    }

    public EmulatorSettings withTokenLifetime(Duration lifetime) {
        return with("signIn: {tokenLifetime: " + lifetime.toNanos() + "ns}");
    }

    public EmulatorSettings withKeyActivation(Duration delay) {
        return with("definitions: {keyActivation: " + delay.toNanos() + "ns}");
    }

    public EmulatorSettings withTimeScale(double scale) {
        return with("timeScale: " + scale);
    }

    private static void require(boolean right, String message) {
        if (!right) {
            throw new EmulatorException(message);
        }
    }
}
