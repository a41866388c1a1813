package org.dataferry.capture.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.dataferry.capture.CaptureException;
import org.dataferry.schemas.envelope.KeyReader;

/**
 * Turns rows of a COPY in binary form into the values of records, of the same bytes that the conversion of Debezium's rows
 * would give. For one thread: what it answers with is overwritten by the next row.
 */
final class RowEncoder {

    private static final int NULL = 0;
    private static final int VALUE = 1;
    private static final int SENT_NULL = -1;

    /** Where a key column's value is found again once the row is written. */
    private record KeyColumn(int place, GenericDatumReader<Object> reader) {}

    private record Withheld(String name, long bytes) {}

    private final TablePlan plan;
    private final AvroBuffer out = new AvroBuffer();
    private final int[] starts;
    private final List<KeyColumn> keyColumns = new ArrayList<>();
    private final List<Withheld> withheld = new ArrayList<>();
    private final KeyReader keys = new KeyReader();
    private final ColumnPlan[] columns;

    RowEncoder(TablePlan plan) {
        this.plan = plan;
        this.columns = plan.columns().toArray(ColumnPlan[]::new);
        this.starts = new int[columns.length + 1];
        for (Schema.Field field : plan.form().key().getFields()) {
            keyColumns.add(new KeyColumn(placeOf(field), new GenericDatumReader<>(field.schema())));
        }
    }

    private int placeOf(Schema.Field keyField) {
        String original = keyField.getProp("ferry.name");
        String name = original == null ? keyField.name() : original;
        for (int i = 0; i < columns.length; i++) {
            if (columns[i].target().name().equals(name)) {
                return i;
            }
        }
        throw new CaptureException(
                "the key column " + name + " of table " + plan.table() + " is not among its columns");
    }

    /**
     * @param row begins at {@code at} with the number of fields
     * @return where the next row begins
     */
    int encode(byte[] row, int at) {
        int fields = BinaryField.int16(row, at);
        if (fields != columns.length) {
            throw new CaptureException(
                    "a row of table " + plan.table() + " has " + fields + " fields, expected " + columns.length);
        }
        out.truncate(0);
        withheld.clear();
        out.write(plan.head(), 0, plan.head().length);
        int next = at + Short.BYTES;
        for (int i = 0; i < columns.length; i++) {
            next = encode(columns[i], i, row, next);
        }
        starts[columns.length] = out.size();
        out.write(plan.tail(), 0, plan.tail().length);
        // No column is absent: a snapshot has them all.
        out.writeNumber(0);
        writeWithheld();
        return next;
    }

    private int encode(ColumnPlan column, int place, byte[] row, int at) {
        int length = BinaryField.int32(row, at);
        int value = at + Integer.BYTES;
        boolean inKey = column.target().inKey();
        starts[place] = out.size();
        if (length == SENT_NULL) {
            if (inKey) {
                throw new CaptureException(
                        "column " + column.target().name() + " of table " + plan.table() + " is in the key and null");
            }
            out.writeNumber(NULL);
            return value;
        }
        if (!inKey) {
            out.writeNumber(VALUE);
        }
        long tooLarge = column.field().write(row, value, length, out);
        if (tooLarge != BinaryField.WRITTEN) {
            out.truncate(starts[place]);
            out.writeNumber(NULL);
            withheld.add(new Withheld(column.target().name(), tooLarge));
        }
        return value + length;
    }

    /** In the order of their names, as the conversion has it. */
    private void writeWithheld() {
        if (!withheld.isEmpty()) {
            withheld.sort(java.util.Comparator.comparing(Withheld::name));
            out.writeNumber(withheld.size());
            for (Withheld each : withheld) {
                byte[] name = each.name().getBytes(UTF_8);
                out.writeBytes(name, 0, name.length);
                out.writeNumber(each.bytes());
            }
        }
        out.writeNumber(0);
    }

    /** The value of the record for the last row. */
    byte[] value() {
        return out.copy();
    }

    /** The canonical text of the last row's key. */
    String key() {
        GenericData.Record key = new GenericData.Record(plan.form().key());
        try {
            for (int i = 0; i < keyColumns.size(); i++) {
                KeyColumn column = keyColumns.get(i);
                int start = starts[column.place()];
                int length = starts[column.place() + 1] - start;
                key.put(
                        i,
                        column.reader()
                                .read(null, DecoderFactory.get().binaryDecoder(out.array(), start, length, null)));
            }
        } catch (IOException impossible) {
            throw new CaptureException("memory cannot be read", impossible);
        }
        return keys.read(key, plan.published().key()).text();
    }
}
