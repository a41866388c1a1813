package org.dataferry.capture.epoch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dataferry.capture.log.AckedSender;
import org.dataferry.capture.log.CompactedTopic;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.key.Fields;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.topic.Topic;

/** The compacted topic that keeps the epochs, keyed by table. */
public final class EpochTopic {

    private static final int KEY_FIELDS = 3;

    private final Topic topic;
    private final Map<String, Object> client;
    private final ConfluentAvro avro;
    private final AckedSender sender;
    private final EpochCodec codec = new EpochCodec();

    public EpochTopic(Topic topic, Map<String, Object> client, ConfluentAvro avro, AckedSender sender) {
        this.topic = topic;
        this.client = Map.copyOf(client);
        this.avro = avro;
        this.sender = sender;
    }

    Map<SourceTable, TableEpochs> read() {
        Map<SourceTable, TableEpochs> epochs = new HashMap<>();
        CompactedTopic.read(client, topic)
                .forEach((key, value) -> epochs.put(table(key), codec.read(avro.decode(value, codec.schema()))));
        return epochs;
    }

    /** Returns when Kafka has acknowledged them. */
    void write(Map<SourceTable, TableEpochs> changed) {
        changed.forEach((table, epochs) -> sender.send(new ProducerRecord<>(
                topic.name(),
                0,
                Fields.join(table.source(), table.schema(), table.table()).getBytes(UTF_8),
                avro.encode(topic.valueSubject(), codec.write(epochs)))));
        sender.awaitAcknowledged();
    }

    private static SourceTable table(String key) {
        List<String> fields = Fields.split(key, KEY_FIELDS, "table");
        return new SourceTable(fields.get(0), fields.get(1), fields.get(2));
    }
}
