package org.dataferry.control.projection;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dataferry.schemas.topic.DeadLetters;
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
                header(record, DeadLetters.STAGE),
                header(record, DeadLetters.REASON),
                header(record, DeadLetters.TOPIC),
                header(record, DeadLetters.PARTITION),
                header(record, DeadLetters.OFFSET),
                record.value() == null ? 0 : record.value().length);
    }

    private static @Nullable String header(ConsumerRecord<String, byte[]> record, String name) {
        return DeadLetters.text(record.headers(), name).orElse(null);
    }
}
