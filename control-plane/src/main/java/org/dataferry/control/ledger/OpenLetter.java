package org.dataferry.control.ledger;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dataferry.schemas.control.DeadLetterId;
import org.dataferry.schemas.topic.DeadLetters;

/**
 * Input that could not be read, and that nobody has closed. What nobody said of it is empty.
 *
 * @param topic in which the input stands, with its partition and offset
 * @param bytes the size of the input
 */
public record OpenLetter(
        DeadLetterId id, String stage, String reason, String topic, String partition, String offset, int bytes) {

    /** As many as somebody looks through; ferry dead-letters lists all. */
    public static final int MOST = 20;

    static OpenLetter of(ConsumerRecord<String, byte[]> record) {
        return new OpenLetter(
                new DeadLetterId(record.partition(), record.offset()),
                text(record, DeadLetters.STAGE),
                text(record, DeadLetters.REASON),
                text(record, DeadLetters.TOPIC),
                text(record, DeadLetters.PARTITION),
                text(record, DeadLetters.OFFSET),
                record.value() == null ? 0 : record.value().length);
    }

    private static String text(ConsumerRecord<String, byte[]> record, String name) {
        return DeadLetters.text(record.headers(), name).orElse("");
    }
}
