package org.dataferry.capture.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dataferry.capture.log.AckedSender;
import org.dataferry.capture.log.CompactedTopic;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.key.Fields;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.topic.Topic;

/**
 * What of a source an unfinished snapshot has read, in a compacted topic. A chunk is written down when its rows are
 * acknowledged; when the snapshot is complete, all are forgotten. Safe for any thread.
 */
public final class ChunkBook {

    private final Topic topic;
    private final String source;
    private final Map<String, Object> client;
    private final ConfluentAvro avro;
    private final AckedSender sender;
    private final ChunkCodec codec = new ChunkCodec();

    /** @param source the migration's name for it; chunks of others are left alone */
    public ChunkBook(Topic topic, String source, Map<String, Object> client, ConfluentAvro avro, AckedSender sender) {
        this.topic = topic;
        this.source = source;
        this.client = Map.copyOf(client);
        this.avro = avro;
        this.sender = sender;
    }

    /** In the order of their tables and blocks. */
    List<DoneChunk> read() {
        List<DoneChunk> chunks = new ArrayList<>();
        for (byte[] value : CompactedTopic.read(client, topic).values()) {
            DoneChunk chunk = codec.read(avro.decode(value, codec.schema()));
            if (chunk.table().source().equals(source)) {
                chunks.add(chunk);
            }
        }
        chunks.sort(Comparator.comparing((DoneChunk chunk) -> chunk.table().qualified())
                .thenComparingLong(DoneChunk::from));
        return chunks;
    }

    /** Returns when Kafka has acknowledged it. */
    void done(DoneChunk chunk) {
        sender.send(new ProducerRecord<>(
                topic.name(), 0, key(chunk), avro.encode(topic.valueSubject(), codec.write(chunk))));
        sender.awaitAcknowledged();
    }

    /** The next snapshot begins anew. */
    public void forget() {
        for (DoneChunk chunk : read()) {
            sender.send(new ProducerRecord<>(topic.name(), 0, key(chunk), null));
        }
        sender.awaitAcknowledged();
    }

    private static byte[] key(DoneChunk chunk) {
        SourceTable table = chunk.table();
        return Fields.join(table.source(), table.schema(), table.table(), Long.toString(chunk.from()))
                .getBytes(UTF_8);
    }
}
