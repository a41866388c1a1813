package org.dataferry.control.projection;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Input that could not be read, without the input itself.
 *
 * @param key as it came
 * @param inputTopic and the two after it, where it stood; null where nobody said so
 * @param bytes the size of the input
 */
record DeadLetter(
        @Nullable String key,
        @Nullable String stage,
        @Nullable String reason,
        @Nullable String inputTopic,
        @Nullable String inputPartition,
        @Nullable String inputOffset,
        int bytes) {

    static DeadLetter of(ConsumerRecord<String, byte[]> record) {
        return new DeadLetter(
                record.key(),
                header(record, "ferry-stage"),
                header(record, "ferry-reason"),
                header(record, "ferry-topic"),
                header(record, "ferry-partition"),
                header(record, "ferry-offset"),
                record.value() == null ? 0 : record.value().length);
    }

    private static @Nullable String header(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }
}
