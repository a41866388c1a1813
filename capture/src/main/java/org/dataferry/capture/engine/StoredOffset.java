package org.dataferry.capture.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dataferry.capture.CaptureException;
import org.dataferry.capture.log.AckedSender;
import org.dataferry.capture.log.CompactedTopic;
import org.dataferry.schemas.topic.Topic;

/**
 * How far the source has been captured, as Debezium keeps it: there is no offset before a snapshot is complete and what
 * follows from it is acknowledged; after that each offset is the end of a transaction.
 *
 * @param commitLsn the end of the last transaction; empty if none has come since the snapshot
 * @param lsn the furthest position that the offset names; the slot is never told of one beyond it
 */
public record StoredOffset(OptionalLong commitLsn, long lsn) {

    /** Debezium's name for the end of the last transaction. */
    static final String COMMIT_LSN = "lsn_commit";

    private static final String LSN = "lsn";

    /** Debezium's name for the last thing of the log that it has processed. */
    private static final String PROCESSED_LSN = "lsn_proc";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Kafka Connect's key is a list of the connector's name and the source partition; names are ours. */
    public static Optional<StoredOffset> read(Map<String, Object> client, Topic topic, String engineName) {
        Optional<byte[]> last = Optional.empty();
        for (Map.Entry<String, byte[]> each : CompactedTopic.read(client, topic).entrySet()) {
            if (isOf(each.getKey(), engineName)) {
                last = Optional.of(each.getValue());
            }
        }
        return last.map(json -> {
            JsonNode offset = parse(new String(json, UTF_8));
            JsonNode lsn = offset.path(COMMIT_LSN);
            return new StoredOffset(
                    lsn.isNumber() ? OptionalLong.of(lsn.longValue()) : OptionalLong.empty(),
                    Math.max(
                            lsn.longValue(),
                            Math.max(
                                    offset.path(LSN).longValue(),
                                    offset.path(PROCESSED_LSN).longValue())));
        });
    }

    /** Makes the next start a first one. */
    public static void forget(Map<String, Object> client, Topic topic, String engineName, AckedSender sender) {
        List<String> keys = new ArrayList<>(CompactedTopic.read(client, topic).keySet());
        for (String key : keys) {
            if (isOf(key, engineName)) {
                sender.send(new ProducerRecord<>(topic.name(), 0, key.getBytes(UTF_8), null));
            }
        }
        sender.awaitAcknowledged();
    }

    /**
     * Makes the next start go on at a point between two transactions, as if the one before it had been captured.
     *
     * <p>Debezium then takes the first thing that the slot delivers, whatever its number in the log: a transaction that is open at
     * the point has changes with lower ones.
     */
    public static void write(Topic topic, String engineName, long lsn, Instant when, AckedSender sender) {
        ArrayNode key = JSON.createArrayNode().add(engineName);
        key.addObject().put("server", EngineProperties.PREFIX);
        ObjectNode offset = JSON.createObjectNode()
                .put(COMMIT_LSN, lsn)
                .put(LSN, lsn)
                .put("messageType", "COMMIT")
                .put("ts_usec", ChronoUnit.MICROS.between(Instant.EPOCH, when));
        sender.send(new ProducerRecord<>(
                topic.name(),
                0,
                key.toString().getBytes(UTF_8),
                offset.toString().getBytes(UTF_8)));
        sender.awaitAcknowledged();
    }

    /**
     * An offset of which Debezium goes on with whatever the slot delivers behind the last transaction.
     *
     * <p>By itself it searches the log for the last thing that it has processed, to leave out what comes before: needed for offsets in
     * the midst of transactions, which ours never are. It takes whatever stands at that place in the log for that thing. But the
     * end of a commit is where the next record begins, maybe of a transaction that has been open for long: its changes
     * before that would be lost ({@code WalPositionLocator} of 3.6.1). Without a processed position there is no search, and PostgreSQL
     * leaves out what was committed before the place that it is asked for ("START_REPLICATION", Streaming Replication
     * Protocol).
     */
    static ByteBuffer withoutSearch(ByteBuffer offset) {
        byte[] bytes = new byte[offset.remaining()];
        offset.duplicate().get(bytes);
        JsonNode parsed = parse(new String(bytes, UTF_8));
        if (!(parsed instanceof ObjectNode fields)) {
            return offset;
        }
        fields.remove(PROCESSED_LSN);
        JsonNode commit = fields.path(COMMIT_LSN);
        if (commit.isNumber()) {
            fields.set(LSN, commit);
        }
        return ByteBuffer.wrap(fields.toString().getBytes(UTF_8));
    }

    private static boolean isOf(String key, String engineName) {
        return parse(key).path(0).asText().equals(engineName);
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new CaptureException("an offset of capture cannot be read: " + json, broken);
        }
    }
}
