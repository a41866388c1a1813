package org.dataferry.schemas.settings;

import static org.dataferry.schemas.settings.LimitSettings.positive;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Limits of waivers.
 *
 * @param approveAbove rows from which on an approver has to waive them, as many at once are a decision of weight; empty if
 *     nobody has to
 */
public record WaiveLimits(Optional<Integer> approveAbove) {

    @JsonCreator
    static WaiveLimits of(@JsonProperty("approveAbove") @Nullable Integer approveAbove) {
        return new WaiveLimits(
                Optional.ofNullable(approveAbove).map(rows -> positive("limits.waive.approveAbove", rows)));
    }

    static WaiveLimits defaults() {
        return of(null);
    }
}
