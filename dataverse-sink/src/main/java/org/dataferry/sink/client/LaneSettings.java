package org.dataferry.sink.client;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.dataferry.sink.client.pacing.ProtectionLimits;
import org.dataferry.sink.client.transport.RetryPolicy;

/**
 * How a lane behaves.
 *
 * @param callTimeout for one attempt. A bulk write may take minutes, and giving up on it early makes it a lost one: at
 *     least 4 minutes against a real environment, where gateways themselves give up after about as long
 * @param connectTimeout for making a connection
 * @param concurrency the most requests at a time; without one the server's hint is followed
 * @param limits what the environment allows a user
 * @param writeHeaders by table or relationship, for each of its writes, such as {@code MSCRM.BypassBusinessLogicExecution}
 */
public record LaneSettings(
        Duration callTimeout,
        Duration connectTimeout,
        OptionalInt concurrency,
        ProtectionLimits limits,
        RetryPolicy retry,
        Map<String, Map<String, String>> writeHeaders) {

    public static final LaneSettings STANDARD = new LaneSettings(
            Duration.ofMinutes(5),
            Duration.ofSeconds(10),
            OptionalInt.empty(),
            ProtectionLimits.DOCUMENTED,
            RetryPolicy.STANDARD,
            Map.of());

    /** For a target that protects itself by nothing. */
    public static final LaneSettings UNLIMITED = new LaneSettings(
            STANDARD.callTimeout(),
            STANDARD.connectTimeout(),
            STANDARD.concurrency(),
            ProtectionLimits.none(),
            STANDARD.retry(),
            STANDARD.writeHeaders());

    public LaneSettings {
        if (!callTimeout.isPositive() || !connectTimeout.isPositive()) {
            throw new IllegalArgumentException("The timeouts of a lane are %s and %s, should be above zero"
                    .formatted(callTimeout, connectTimeout));
        }
        writeHeaders = Map.copyOf(writeHeaders);
    }
}
