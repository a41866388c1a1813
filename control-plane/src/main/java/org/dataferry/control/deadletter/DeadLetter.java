package org.dataferry.control.deadletter;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.dataferry.schemas.control.DeadLetterId;
import org.dataferry.schemas.topic.DeadLetters;

/**
 * Input that could not be read, as it stands in the topic.
 *
 * @param at when it was put there
 * @param stage that could not read it; empty where nobody said so
 * @param input where it stands; empty where nobody said so
 * @param key as text, whether it is one or not; empty if it has none
 * @param bytes the size of the input
 * @param beginning of the input, in hexadecimal digits: up to {@link #MOST_SHOWN} bytes
 */
public record DeadLetter(
        DeadLetterId id,
        Instant at,
        Optional<String> stage,
        Optional<String> reason,
        Optional<Place> input,
        Optional<String> key,
        int bytes,
        String beginning) {

    /** Enough to see what it is. */
    public static final int MOST_SHOWN = 256;

    private static final HexFormat HEX = HexFormat.of();
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int LAST_PRINTABLE = 0x7E;

    /** Where a record stands. */
    public record Place(String topic, int partition, long offset) {}

    static DeadLetter of(ConsumerRecord<String, byte[]> record) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        return new DeadLetter(
                new DeadLetterId(record.partition(), record.offset()),
                Instant.ofEpochMilli(record.timestamp()),
                DeadLetters.text(record.headers(), DeadLetters.STAGE),
                DeadLetters.text(record.headers(), DeadLetters.REASON),
                place(record.headers()),
                Optional.ofNullable(record.key()),
                value.length,
                HEX.formatHex(value, 0, Math.min(value.length, MOST_SHOWN)));
    }

    private static Optional<Place> place(Headers headers) {
        Optional<String> topic = DeadLetters.text(headers, DeadLetters.TOPIC);
        Optional<String> partition = DeadLetters.text(headers, DeadLetters.PARTITION);
        Optional<String> offset = DeadLetters.text(headers, DeadLetters.OFFSET);
        return topic.isPresent() && partition.isPresent() && offset.isPresent()
                ? Optional.of(new Place(topic.get(), Integer.parseInt(partition.get()), Long.parseLong(offset.get())))
                : Optional.empty();
    }

    /** The beginning as text, with a dot for each byte that is no printable ASCII. */
    public String beginningText() {
        StringBuilder text = new StringBuilder();
        for (byte each : HEX.parseHex(beginning)) {
            text.append(each >= FIRST_PRINTABLE && each <= LAST_PRINTABLE ? (char) each : '.');
        }
        return text.toString();
    }
}
