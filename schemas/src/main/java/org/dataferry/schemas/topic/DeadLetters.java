package org.dataferry.schemas.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/**
 * What the headers of a dead letter say: why it could not be read, where it stands, and whose it is, as the run and its rebuilds share
 * one topic of them, and each reads all changes.
 */
public final class DeadLetters {

    /** The stage that could not read it. */
    public static final String STAGE = "ferry-stage";

    public static final String REASON = "ferry-reason";

    /** Of the input; with the two that follow, the place where it stands. */
    public static final String TOPIC = "ferry-topic";

    public static final String PARTITION = "ferry-partition";
    public static final String OFFSET = "ferry-offset";

    private static final String REBUILD = "ferry-rebuild";

    private DeadLetters() {}

    /** Says who could not read it and why, and where it stands. */
    public static void describe(
            Headers headers, String stage, String reason, String topic, int partition, long offset) {
        add(headers, STAGE, stage);
        add(headers, REASON, reason);
        add(headers, TOPIC, topic);
        add(headers, PARTITION, Integer.toString(partition));
        add(headers, OFFSET, Long.toString(offset));
    }

    /** What a header says, the last of several; empty if it is not there. */
    public static Optional<String> text(Headers headers, String name) {
        return Optional.ofNullable(headers.lastHeader(name)).map(header -> new String(header.value(), UTF_8));
    }

    private static void add(Headers headers, String name, String text) {
        headers.add(name, text.getBytes(UTF_8));
    }

    /** Says which rebuild could not read it. */
    public static void sign(Headers headers, int rebuild) {
        add(headers, REBUILD, Integer.toString(rebuild));
    }

    /** The number of the rebuild that could not read it; 1, the run, where nothing is said. */
    public static int rebuildOf(Headers headers) {
        return text(headers, REBUILD).map(Integer::parseInt).orElse(1);
    }
}
