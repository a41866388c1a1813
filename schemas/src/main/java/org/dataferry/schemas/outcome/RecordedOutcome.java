package org.dataferry.schemas.outcome;

import java.time.Instant;
import org.dataferry.schemas.write.WriteId;

/**
 * An outcome as it stands in the topic.
 *
 * @param version the version of the row that the write made; 0 if it was refused or filtered before it got one
 * @param stage who decided it
 * @param at when it was decided, by that stage's clock
 */
public record RecordedOutcome(WriteId write, long version, Outcome outcome, Stage stage, Instant at) {

    public enum Stage {
        TRANSFORM,
        SINK
    }
}
