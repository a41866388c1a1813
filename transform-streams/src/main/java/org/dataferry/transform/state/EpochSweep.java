package org.dataferry.transform.state;

import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.key.Fields;

/**
 * How far the search for rows that a new epoch of a table did not bring has come.
 *
 * @param position of the marker that says the epoch is complete
 * @param timestamp of that marker, in milliseconds
 * @param next the first row not looked at yet
 */
public record EpochSweep(SourcePosition position, long timestamp, String next) {

    public EpochSweep goneOnTo(String row) {
        return new EpochSweep(position, timestamp, row);
    }

    /** The canonical text; {@link #parse} reads it back. */
    public String text() {
        return Fields.join(position.text(), Long.toString(timestamp), next);
    }

    public static EpochSweep parse(String text) {
        var fields = Fields.split(text, 3, "sweep");
        return new EpochSweep(SourcePosition.parse(fields.get(0)), Long.parseLong(fields.get(1)), fields.get(2));
    }
}
