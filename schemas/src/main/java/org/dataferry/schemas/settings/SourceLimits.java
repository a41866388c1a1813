package org.dataferry.schemas.settings;

import static org.dataferry.schemas.settings.LimitSettings.orElse;
import static org.dataferry.schemas.settings.LimitSettings.positive;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits of what the source is asked beside its changes.
 *
 * @param schemaLook how often capture compares the catalogue with what it knows, besides each time that a change looks different;
 *     two queries of some milliseconds
 * @param healthLook how often a process that watches asks how much log the slot keeps; one query of a millisecond
 * @param resnapshot of reading rows of a table again
 */
public record SourceLimits(Duration schemaLook, Duration healthLook, ResnapshotLimits resnapshot) {

    /** With the defaults of reading again. */
    public SourceLimits(Duration schemaLook, Duration healthLook) {
        this(schemaLook, healthLook, ResnapshotLimits.defaults());
    }

    @JsonCreator
    static SourceLimits of(
            @JsonProperty("schemaLook") @Nullable Duration schemaLook,
            @JsonProperty("healthLook") @Nullable Duration healthLook,
            @JsonProperty("resnapshot") @Nullable ResnapshotLimits resnapshot) {
        return new SourceLimits(
                positive("limits.source.schemaLook", orElse(schemaLook, Duration.ofSeconds(30))),
                positive("limits.source.healthLook", orElse(healthLook, Duration.ofSeconds(15))),
                resnapshot == null ? ResnapshotLimits.defaults() : resnapshot);
    }

    public static SourceLimits defaults() {
        return of(null, null, null);
    }
}
