package org.dataferry.capture.known;

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
import org.dataferry.capture.source.ServerIdentity;
import org.dataferry.capture.source.TableName;
import org.dataferry.capture.source.TableShape;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.key.Fields;
import org.dataferry.schemas.topic.Topic;

/** A source as it was last seen, its server and the shapes of its tables, in the compacted topic that keeps them over restarts. */
public final class KnownSource {

    private static final int KEY_FIELDS = 4;
    private static final String SHAPE = "shape";
    private static final String NEIGHBOUR = "neighbour";
    private static final String SERVER = "server";

    private static final Schema COLUMN = SchemaBuilder.record("ColumnShape")
            .namespace("org.dataferry")
            .fields()
            .requiredInt("number")
            .requiredString("name")
            .requiredString("type")
            .endRecord();

    private static final Schema SCHEMA = SchemaBuilder.record("KnownSource")
            .namespace("org.dataferry")
            .fields()
            .requiredLong("number")
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
            .name("timeline")
            .doc("Of a server, whose number is its system identifier.")
            .type()
            .nullable()
            .intType()
            .noDefault()
            .endRecord();

    private final String source;
    private final Topic topic;
    private final ConfluentAvro avro;
    private final AckedSender sender;
    private final Map<TableName, TableShape> shapes = new HashMap<>();
    private final Map<TableName, Long> neighbours = new HashMap<>();
    private Optional<ServerIdentity> server = Optional.empty();

    public KnownSource(String source, Topic topic, Map<String, Object> client, ConfluentAvro avro, AckedSender sender) {
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
        GenericRecord record = avro.decode(value, SCHEMA);
        if (fields.get(0).equals(SERVER)) {
            server = Optional.of(new ServerIdentity((Long) record.get("number"), (Integer) record.get("timeline")));
            return;
        }
        TableName name = new TableName(fields.get(2), fields.get(3));
        TableShape shape = read(record);
        if (fields.get(0).equals(SHAPE)) {
            shapes.put(name, shape);
        } else {
            neighbours.put(name, shape.oid());
        }
    }

    /** The server that was captured last; empty if that was not kept. */
    public Optional<ServerIdentity> server() {
        return server;
    }

    /** Returns before it is acknowledged. */
    public void keep(ServerIdentity now) {
        if (server.filter(now::equals).isEmpty()) {
            server = Optional.of(now);
            GenericRecord record = write(new TableShape(now.system(), List.of(), List.of()));
            record.put("timeline", now.timeline());
            send(Fields.join(SERVER, source, "", ""), record);
        }
    }

    /** A captured table, as it was last seen. */
    public Optional<TableShape> shape(TableName table) {
        return Optional.ofNullable(shapes.get(table));
    }

    /** Tables that are known not to be captured; empty before the first look. */
    public Map<TableName, Long> neighbours() {
        return Map.copyOf(neighbours);
    }

    /** Returns before it is acknowledged: what is not kept is seen once more. */
    public void keep(TableName table, TableShape shape) {
        shapes.put(table, shape);
        send(Fields.join(SHAPE, source, table.schema(), table.table()), write(shape));
    }

    public void keepNeighbour(TableName table, long oid) {
        neighbours.put(table, oid);
        send(
                Fields.join(NEIGHBOUR, source, table.schema(), table.table()),
                write(new TableShape(oid, List.of(), List.of())));
    }

    private void send(String key, GenericRecord record) {
        sender.send(
                new ProducerRecord<>(topic.name(), 0, key.getBytes(UTF_8), avro.encode(topic.valueSubject(), record)));
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
        record.put("number", shape.oid());
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
                (Long) record.get("number"),
                columns,
                ((List<?>) record.get("key")).stream().map(Object::toString).toList());
    }
}
