package org.dataferry.capture.convert;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Key and envelope of one table, for one version of its schema. */
final class EnvelopeConversion {

    private static final String BEFORE = "before";
    static final String AFTER = "after";
    private static final String ABSENT = "absent";
    private static final String WITHHELD = "withheld";

    private record Part(Field field, @Nullable Conversion conversion) {}

    private final Schema avro;
    private final Conversion key;
    private final RowConversion row;
    private final List<Part> parts = new ArrayList<>();
    private final Predicate<String> knownBefore;
    private final int carriedBytes;

    EnvelopeConversion(
            CapturedTable table,
            org.apache.kafka.connect.data.Schema keySchema,
            org.apache.kafka.connect.data.Schema envelope,
            UnavailableValue unavailable,
            int carriedBytes) {
        String namespace = table.namespace();
        this.carriedBytes = carriedBytes;
        Set<String> keyColumns = new HashSet<>();
        keySchema.fields().forEach(field -> keyColumns.add(field.name()));
        this.knownBefore = switch (table.before()) {
            case BeforeImage.Complete complete -> column -> true;
            case BeforeImage.OnlyColumns only ->
                column -> only.columns().contains(column) || keyColumns.contains(column);
        };
        Conversions conversions = new Conversions(namespace);
        this.key = new Conversions(namespace).named(keySchema, namespace + ".Key", "key");
        this.row = new RowConversion(
                envelope.field(AFTER).schema(), namespace + ".Row", keyColumns, conversions, unavailable, carriedBytes);
        this.avro = envelopeSchema(envelope, namespace + ".Envelope", conversions);
    }

    private Schema envelopeSchema(
            org.apache.kafka.connect.data.Schema envelope, String fullName, Conversions conversions) {
        Schema image = Schema.createUnion(Schema.create(Schema.Type.NULL), row.avro());
        List<Schema.Field> fields = new ArrayList<>();
        for (Field field : envelope.fields()) {
            boolean isImage = field.name().equals(BEFORE) || field.name().equals(AFTER);
            Conversion conversion = isImage ? null : conversions.of(field.schema(), field.name());
            parts.add(new Part(field, conversion));
            fields.add(
                    conversion == null
                            ? Conversions.field(field.name(), image, Schema.Field.NULL_DEFAULT_VALUE)
                            : Conversions.field(field, conversion));
        }
        fields.add(Conversions.field(ABSENT, Schema.createArray(Schema.create(Schema.Type.STRING)), List.of()));
        fields.add(Conversions.field(WITHHELD, Schema.createMap(Schema.create(Schema.Type.LONG)), Map.of()));
        return Conversions.describe(Schema.createRecord(fullName, null, null, false, fields), envelope);
    }

    Schema keySchema() {
        return key.avro();
    }

    Schema envelopeSchema() {
        return avro;
    }

    RowForm rowForm() {
        return new RowForm(
                key.avro(),
                avro,
                row.columns(),
                parts.stream()
                        .map(part -> new RowForm.Part(part.field().name(), part.conversion()))
                        .toList(),
                carriedBytes);
    }

    ConvertedChange convert(Struct keyStruct, Struct envelope) {
        List<String> absent = new ArrayList<>();
        Map<String, Long> withheld = new TreeMap<>();
        GenericData.Record converted = new GenericData.Record(avro);
        boolean delete = envelope.get(AFTER) == null;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            Object value = envelope.get(part.field());
            converted.put(
                    i,
                    switch (part.field().name()) {
                        case BEFORE ->
                            image(
                                    value,
                                    knownBefore,
                                    delete ? absent : new ArrayList<>(),
                                    delete ? withheld : new TreeMap<>());
                        case AFTER -> image(value, column -> true, absent, withheld);
                        default -> part.conversion().convert(value);
                    });
        }
        converted.put(ABSENT, absent);
        converted.put(WITHHELD, withheld);
        return new ConvertedChange((GenericRecord) key.convert(keyStruct), converted, absent);
    }

    private @Nullable GenericRecord image(
            @Nullable Object value, Predicate<String> known, List<String> absent, Map<String, Long> withheld) {
        return value == null ? null : row.convert((Struct) value, known, absent::add, withheld::put);
    }
}
