package org.dataferry.capture.drift;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dataferry.capture.log.AckedSender;
import org.dataferry.capture.log.CompactedTopic;
import org.dataferry.capture.source.TableName;
import org.dataferry.capture.source.TableShape;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.key.Fields;
import org.dataferry.schemas.topic.Topic;

/** The shapes of a source's tables as they were last seen, in the compacted topic that keeps them over restarts. */
final class KnownSource {

    private static final int KEY_FIELDS = 4;
    private static final String SHAPE = "shape";
    private static final String NEIGHBOUR = "neighbour";

    private static final Schema COLUMN = SchemaBuilder.record("ColumnShape")
            .namespace("org.dataferry")
            .fields()
            .requiredInt("number")
            .requiredString("name")
            .requiredString("type")
            .endRecord();

    private static final Schema SCHEMA = SchemaBuilder.record("TableShape")
            .namespace("org.dataferry")
            .fields()
            .requiredLong("oid")
            .name("columns")
            .type()
            .array()
            .items(COLUMN)
            .noDefault()
            .name("key")
            .type()
            .array()
            .items()
            .stringType()
            .noDefault()
            .endRecord();

    private final String source;
    private final Topic topic;
    private final ConfluentAvro avro;
    private final AckedSender sender;
    private final Map<TableName, TableShape> shapes = new HashMap<>();
    private final Map<TableName, Long> neighbours = new HashMap<>();

    KnownSource(String source, Topic topic, Map<String, Object> client, ConfluentAvro avro, AckedSender sender) {
        this.source = source;
        this.topic = topic;
        this.avro = avro;
        this.sender = sender;
        CompactedTopic.read(client, topic).forEach(this::take);
    }

    private void take(String key, byte[] value) {
        List<String> fields = Fields.split(key, KEY_FIELDS, "table");
        if (!fields.get(1).equals(source)) {
            return;
        }
        TableName name = new TableName(fields.get(2), fields.get(3));
        TableShape shape = read(avro.decode(value, SCHEMA));
        if (fields.get(0).equals(SHAPE)) {
            shapes.put(name, shape);
        } else {
            neighbours.put(name, shape.oid());
        }
    }

    /** A captured table, as it was last seen. */
    Optional<TableShape> shape(TableName table) {
        return Optional.ofNullable(shapes.get(table));
    }

    /** Tables that are known not to be captured; empty before the first look. */
    Map<TableName, Long> neighbours() {
        return Map.copyOf(neighbours);
    }

    /** Returns before it is acknowledged: what is not kept is seen once more. */
    void keep(TableName table, TableShape shape) {
        shapes.put(table, shape);
        send(SHAPE, table, shape);
    }

    void keepNeighbour(TableName table, long oid) {
        neighbours.put(table, oid);
        send(NEIGHBOUR, table, new TableShape(oid, List.of(), List.of()));
    }

    private void send(String kind, TableName table, TableShape shape) {
        sender.send(new ProducerRecord<>(
                topic.name(),
                0,
                Fields.join(kind, source, table.schema(), table.table()).getBytes(UTF_8),
                avro.encode(topic.valueSubject(), write(shape))));
    }

    private static GenericRecord write(TableShape shape) {
        List<GenericRecord> columns = new ArrayList<>();
        for (TableShape.Column column : shape.columns()) {
            GenericRecord one = new GenericData.Record(COLUMN);
            one.put("number", column.number());
            one.put("name", column.name());
            one.put("type", column.type());
            columns.add(one);
        }
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("oid", shape.oid());
        record.put("columns", columns);
        record.put("key", shape.key());
        return record;
    }

    private static TableShape read(GenericRecord record) {
        List<TableShape.Column> columns = new ArrayList<>();
        for (Object each : (List<?>) record.get("columns")) {
            GenericRecord one = (GenericRecord) each;
            columns.add(new TableShape.Column(
                    (Integer) one.get("number"),
                    one.get("name").toString(),
                    one.get("type").toString()));
        }
        return new TableShape(
                (Long) record.get("oid"),
                columns,
                ((List<?>) record.get("key")).stream().map(Object::toString).toList());
    }
}
