package org.dataferry.sink.client;

import java.time.Duration;
import java.util.Map;
import org.dataferry.sink.client.pacing.Allowance;
import org.dataferry.sink.client.pacing.ProtectionLimits;
import org.dataferry.sink.client.transport.RetryPolicy;

/**
 * How a lane behaves.
 *
 * @param callTimeout for one attempt. A bulk write may take minutes, and giving up on it early makes it a lost one: at
 *     least 4 minutes against a real environment, where gateways themselves give up after about as long
 * @param connectTimeout for making a connection
 * @param limits what the environment allows a user
 * @param allowance how much of it is used at first
 * @param writeHeaders by table or relationship, for each of its writes, such as {@code MSCRM.BypassBusinessLogicExecution}
 */
public record LaneSettings(
        Duration callTimeout,
        Duration connectTimeout,
        ProtectionLimits limits,
        Allowance allowance,
        RetryPolicy retry,
        Map<String, Map<String, String>> writeHeaders) {

    public static final LaneSettings STANDARD = new LaneSettings(
            Duration.ofMinutes(5),
            Duration.ofSeconds(10),
            ProtectionLimits.DOCUMENTED,
            Allowance.WHOLE,
            RetryPolicy.STANDARD,
            Map.of());

    /** For a target that protects itself by nothing. */
    public static final LaneSettings UNLIMITED = new LaneSettings(
            STANDARD.callTimeout(),
            STANDARD.connectTimeout(),
            ProtectionLimits.none(),
            STANDARD.allowance(),
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
