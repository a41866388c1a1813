package org.dataferry.schemas.outcome;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.write.WriteId;

/**
 * An outcome as it stands in the topic.
 *
 * @param version the version of the row that the write made; 0 if it was refused or filtered before it got one
 * @param stage who decided it
 * @param at when it was decided, by that stage's clock, in microseconds
 * @param batch the same for rows that the sink sent together; empty where the target was not asked
 */
public record RecordedOutcome(
        WriteId write, long version, Outcome outcome, Stage stage, Instant at, Optional<String> batch) {

    /** One that the target was not asked for. */
    public RecordedOutcome(WriteId write, long version, Outcome outcome, Stage stage, Instant at) {
        this(write, version, outcome, stage, at, Optional.empty());
    }

    public RecordedOutcome {
        if (version < 0) {
            throw new SchemasException("the version of an outcome is 0 or more, not " + version);
        }
        at = at.truncatedTo(ChronoUnit.MICROS);
    }

    public enum Stage {
        TRANSFORM,
        SINK
    }
}
