package org.dataferry.capture.convert;

/**
 * The table that a change is from, as far as conversion must know it.
 *
 * @param source the migration's name for the source
 * @param schema the schema in PostgreSQL
 * @param table the table in PostgreSQL
 * @param before which columns of {@code before} are real
 */
public record CapturedTable(String source, String schema, String table, BeforeImage before) {

    /** The Avro namespace of the table's records; three parts, each escaped, so two tables never share one. */
    String namespace() {
        return AvroNames.encode(source) + "." + AvroNames.encode(schema) + "." + AvroNames.encode(table);
    }
}
