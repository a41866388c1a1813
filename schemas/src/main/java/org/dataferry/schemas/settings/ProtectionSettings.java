package org.dataferry.schemas.settings;

import static org.dataferry.schemas.settings.LimitSettings.orElse;
import static org.dataferry.schemas.settings.LimitSettings.positive;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.dataferry.schemas.control.LimitChanges;
import org.jspecify.annotations.Nullable;

/**
 * The service protection limits of Dataverse per application user and web server, and how far below them the sink stays.
 * What answers say of them counts more.
 *
 * <p>Source: Microsoft's page "Service protection API limits".
 *
 * @param enabled false for a target that protects itself by nothing
 * @param requests that begin within a window
 * @param executionTime that the requests of a window take together
 * @param concurrentRequests at a time; more were seen to be allowed
 * @param window how far back it looks
 * @param spare the share that is left free, as the network makes our clock and the server's differ
 * @param burst the share that may be used at once after a quiet time; the rest is spread evenly, so that no change waits
 *     for a window to slide
 * @param reserve the share that is kept for later, such as for the cutover
 * @param timeScale how much faster than the wall's clock the target's windows slide; 1 but for an emulator that is told to
 */
public record ProtectionSettings(
        boolean enabled,
        int requests,
        Duration executionTime,
        int concurrentRequests,
        Duration window,
        double spare,
        double burst,
        double reserve,
        double timeScale) {

    private static final double MOST_SHARE = 0.9;

    @JsonCreator
    static ProtectionSettings of(
            @JsonProperty("enabled") @Nullable Boolean enabled,
            @JsonProperty("requests") @Nullable Integer requests,
            @JsonProperty("executionTime") @Nullable Duration executionTime,
            @JsonProperty("concurrentRequests") @Nullable Integer concurrentRequests,
            @JsonProperty("window") @Nullable Duration window,
            @JsonProperty("spare") @Nullable Double spare,
            @JsonProperty("burst") @Nullable Double burst,
            @JsonProperty("reserve") @Nullable Double reserve,
            @JsonProperty("timeScale") @Nullable Double timeScale) {
        double scale = orElse(timeScale, 1.0);
        if (!(scale > 0)) {
            throw new SettingsException("limits.sink.protection.timeScale is " + scale + ", should be above 0");
        }
        return new ProtectionSettings(
                orElse(enabled, true),
                positive("limits.sink.protection.requests", orElse(requests, 6_000)),
                positive("limits.sink.protection.executionTime", orElse(executionTime, Duration.ofSeconds(1_200))),
                positive("limits.sink.protection.concurrentRequests", orElse(concurrentRequests, 52)),
                positive("limits.sink.protection.window", orElse(window, Duration.ofSeconds(300))),
                share("limits.sink.protection.spare", orElse(spare, 0.01)),
                share("limits.sink.protection.burst", orElse(burst, 0.05)),
                share("limits.sink.protection.reserve", orElse(reserve, 0.0)),
                scale);
    }

    public static ProtectionSettings documented() {
        return of(null, null, null, null, null, null, null, null, null);
    }

    /** For a target that is not limited, such as the embedded emulator. */
    public static ProtectionSettings none() {
        return of(false, null, null, null, null, null, null, null, null);
    }

    /**
     * As somebody has changed them while the sink runs.
     *
     * @throws SettingsException if one is out of its range
     */
    public ProtectionSettings with(LimitChanges changes) {
        return of(
                enabled,
                changes.requests().orElse(requests),
                changes.executionTime().orElse(executionTime),
                concurrentRequests,
                window,
                spare,
                burst,
                changes.reserve().orElse(reserve),
                timeScale);
    }

    private static double share(String name, double value) {
        if (!(value >= 0 && value <= MOST_SHARE)) {
            throw new SettingsException(name + " is " + value + ", should be between 0 and " + MOST_SHARE);
        }
        return value;
    }
}
