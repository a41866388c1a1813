package org.dataferry.emulator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.auth.ApplicationUser;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.limits.ServiceLimits;

/**
 * How the emulator runs.
 *
 * @param host the address to listen on
 * @param port 0 for any free one
 * @param data the folder of its rows
 * @param users the applications that may sign in
 * @param tokenLifetime scaled time until a token expires
 * @param keyActivation scaled time until the index of a new alternate key is active
 * @param timeScale how much faster than the wall's clock tokens, keys and limits run
 * @param synced whether an answered write also survives the end of the machine, not only of the process
 * @param dopHint the degree of parallelism that answers recommend
 * @param maxRequestBytes the longest body; the default is what Dataverse's sandbox takes
 * @param assumptions what Microsoft's pages leave open
 */
public record EmulatorSettings(
        String host,
        int port,
        Path data,
        String tenant,
        List<ApplicationUser> users,
        Duration tokenLifetime,
        Duration keyActivation,
        double timeScale,
        boolean synced,
        ServiceLimits limits,
        int dopHint,
        int maxRequestBytes,
        Assumptions assumptions) {
    private static final int MAX_REQUEST_BYTES = 122_526_105;
    private static final int MAX_PORT = 65_535;

    public EmulatorSettings {
        users = List.copyOf(users);
        require(port >= 0 && port <= MAX_PORT, "port must be between 0 and " + MAX_PORT + ", not " + port);
        require(timeScale > 0, "timeScale must be above 0, not " + timeScale);
        require(!users.isEmpty(), "users must have at least one entry");
        require(tokenLifetime.compareTo(Duration.ZERO) > 0, "tokenLifetimeSeconds must be above 0");
        require(!keyActivation.isNegative(), "keyActivationMillis must not be negative");
        require(dopHint > 0, "dopHint must be above 0, not " + dopHint);
        require(maxRequestBytes > 0, "maxRequestBytes must be above 0");
    }

    public static EmulatorSettings defaults(Path data) {
        return new EmulatorSettings(
                "127.0.0.1",
                0,
                data,
                "emulator",
                List.of(ApplicationUser.FERRY),
                Duration.ofHours(1),
                Duration.ofMillis(200),
                1,
                true,
                ServiceLimits.off(),
                8,
                MAX_REQUEST_BYTES,
                Assumptions.documented());
    }

    public EmulatorSettings withPort(int newPort) {
        return new EmulatorSettings(
                host,
                newPort,
                data,
                tenant,
                users,
                tokenLifetime,
                keyActivation,
                timeScale,
                synced,
                limits,
                dopHint,
                maxRequestBytes,
                assumptions);
    }

    public EmulatorSettings withUsers(List<ApplicationUser> newUsers) {
        return new EmulatorSettings(
                host,
                port,
                data,
                tenant,
                newUsers,
                tokenLifetime,
                keyActivation,
                timeScale,
                synced,
                limits,
                dopHint,
                maxRequestBytes,
                assumptions);
    }

    public EmulatorSettings withTokenLifetime(Duration lifetime) {
        return new EmulatorSettings(
                host,
                port,
                data,
                tenant,
                users,
                lifetime,
                keyActivation,
                timeScale,
                synced,
                limits,
                dopHint,
                maxRequestBytes,
                assumptions);
    }

    public EmulatorSettings withKeyActivation(Duration delay) {
        return new EmulatorSettings(
                host,
                port,
                data,
                tenant,
                users,
                tokenLifetime,
                delay,
                timeScale,
                synced,
                limits,
                dopHint,
                maxRequestBytes,
                assumptions);
    }

    public EmulatorSettings withTimeScale(double scale) {
        return new EmulatorSettings(
                host,
                port,
                data,
                tenant,
                users,
                tokenLifetime,
                keyActivation,
                scale,
                synced,
                limits,
                dopHint,
                maxRequestBytes,
                assumptions);
    }

    public EmulatorSettings withLimits(ServiceLimits newLimits) {
        return new EmulatorSettings(
                host,
                port,
                data,
                tenant,
                users,
                tokenLifetime,
                keyActivation,
                timeScale,
                synced,
                newLimits,
                dopHint,
                maxRequestBytes,
                assumptions);
    }

    public EmulatorSettings withAssumptions(Assumptions others) {
        return new EmulatorSettings(
                host,
                port,
                data,
                tenant,
                users,
                tokenLifetime,
                keyActivation,
                timeScale,
                synced,
                limits,
                dopHint,
                maxRequestBytes,
                others);
    }

    private static void require(boolean right, String message) {
        if (!right) {
            throw new EmulatorException(message);
        }
    }
}
