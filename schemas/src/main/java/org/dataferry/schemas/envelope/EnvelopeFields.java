package org.dataferry.schemas.envelope;

/** The names that capture writes and {@link EnvelopeReader} reads. */
public final class EnvelopeFields {

    public static final String BEFORE = "before";
    public static final String AFTER = "after";
    public static final String SOURCE = "source";
    public static final String OP = "op";

    /** Within {@link #SOURCE}: when the source committed, in milliseconds. */
    public static final String SOURCE_TS_MS = "ts_ms";

    /** Names of columns that the change did not carry; they are null in the row. */
    public static final String ABSENT = "absent";

    /** Sizes in bytes, by the names of columns whose values were too large to travel; they are null in the row. */
    public static final String WITHHELD = "withheld";

    /** The Kafka header with the canonical text of the change's position. */
    public static final String POSITION_HEADER = "ferry-position";

    /**
     * The Kafka header of a marker: a record without a value that says that a new epoch of its table is complete in its
     * partition. Rows of the table not seen in that epoch are gone from the source. Its value is the marker's position.
     */
    public static final String EPOCH_COMPLETE_HEADER = "ferry-epoch-complete";

    /** The key of such a marker; no canonical key text begins with a blank. */
    public static final String MARKER_KEY = " epoch-complete";

    /** On a field: the column's own name, where it is no legal Avro name. */
    public static final String NAME_PROPERTY = "ferry.name";

    /** On a type: what Kafka Connect calls it, such as {@code io.debezium.time.Date}. */
    public static final String CONNECT_NAME_PROPERTY = "connect.name";

    private EnvelopeFields() {}
}
