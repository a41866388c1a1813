package org.dataferry.capture.dump.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dataferry.capture.log.AckedSender;
import org.dataferry.capture.log.CompactedTopic;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.key.Fields;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.topic.Topic;

/** The compacted topic that says which dump of each table is published, keyed by table. For one thread. */
public final class PublishedDumps {

    private static final int KEY_FIELDS = 3;

    private final Topic topic;
    private final ConfluentAvro avro;
    private final AckedSender sender;
    private final PublishedDumpCodec codec = new PublishedDumpCodec();
    private final Map<SourceTable, PublishedDump> last = new HashMap<>();

    private PublishedDumps(Topic topic, ConfluentAvro avro, AckedSender sender) {
        this.topic = topic;
        this.avro = avro;
        this.sender = sender;
    }

    /** Reads what is there. */
    public static PublishedDumps read(Topic topic, Map<String, Object> client, ConfluentAvro avro, AckedSender sender) {
        PublishedDumps published = new PublishedDumps(topic, avro, sender);
        CompactedTopic.read(client, topic).forEach((key, value) -> {
            List<String> fields = Fields.split(key, KEY_FIELDS, "table");
            published.last.put(
                    new SourceTable(fields.get(0), fields.get(1), fields.get(2)),
                    published.codec.read(avro.decode(value, published.codec.schema())));
        });
        return published;
    }

    Optional<PublishedDump> of(SourceTable table) {
        return Optional.ofNullable(last.get(table));
    }

    /** Returns when Kafka has acknowledged it, and with it all that was sent before. */
    void write(SourceTable table, PublishedDump dump) {
        sender.awaitAcknowledged();
        sender.send(new ProducerRecord<>(
                topic.name(),
                0,
                Fields.join(table.source(), table.schema(), table.table()).getBytes(UTF_8),
                avro.encode(topic.valueSubject(), codec.write(dump))));
        sender.awaitAcknowledged();
        last.put(table, dump);
    }
}
