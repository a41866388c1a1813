package org.dataferry.schemas.avro;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.dataferry.schemas.registry.RegistryException;
import org.jspecify.annotations.Nullable;

/**
 * The values of our own topics as a Kafka serde. The subject is the topic's name and {@code -value}.
 *
 * <p>State stores of Kafka Streams pass the name of their changelog as the topic; so a store's schema is registered
 * like any other.
 *
 * <p>Safe for any thread. Bytes that are no such value throw {@link UnreadableRecordException}; a registry that does not
 * answer throws its own exception, as the record may be whole.
 */
public final class TopicSerde<T> implements Serde<T> {

    private final ConfluentAvro avro;
    private final RecordCodec<T> codec;
    private final Map<String, Integer> ids = new ConcurrentHashMap<>();

    public TopicSerde(ConfluentAvro avro, RecordCodec<T> codec) {
        this.avro = avro;
        this.codec = codec;
    }

    @Override
    public Serializer<T> serializer() {
        return this::encode;
    }

    @Override
    public Deserializer<T> deserializer() {
        return this::decode;
    }

    private byte @Nullable [] encode(String topic, @Nullable T value) {
        if (value == null) {
            return null;
        }
        Integer known = ids.get(topic);
        return avro.encode(known != null ? known : idOf(topic), codec.write(value));
    }

    private int idOf(String topic) {
        int id = avro.idOf(topic + "-value", codec.schema());
        ids.put(topic, id);
        return id;
    }

    private @Nullable T decode(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            return avro.decode(bytes, codec);
        } catch (UnreadableRecordException | RegistryException told) {
            throw told;
        } catch (RuntimeException malformed) {
            throw new UnreadableRecordException(
                    "a record of topic " + topic + " is not a whole "
                            + codec.schema().getName(),
                    malformed);
        }
    }
}
