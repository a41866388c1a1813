package org.dataferry.schemas.avro;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * The values of our own topics as a Kafka serde. The subject is the topic's name and {@code -value}.
 *
 * <p>State stores of Kafka Streams pass the name of their changelog as the topic; so a store's schema is registered
 * like any other.
 */
public final class TopicSerde<T> implements Serde<T> {

    private final ConfluentAvro avro;
    private final RecordCodec<T> codec;

    public TopicSerde(ConfluentAvro avro, RecordCodec<T> codec) {
        this.avro = avro;
        this.codec = codec;
    }

    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> encode(topic, value);
    }

    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> decode(bytes);
    }

    private byte @Nullable [] encode(String topic, @Nullable T value) {
        return value == null ? null : avro.encode(topic + "-value", codec.write(value));
    }

    private @Nullable T decode(byte @Nullable [] bytes) {
        return bytes == null ? null : codec.read(avro.decode(bytes, codec.schema()));
    }
}
