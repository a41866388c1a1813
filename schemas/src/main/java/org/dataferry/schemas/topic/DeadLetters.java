package org.dataferry.schemas.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Whose a dead letter is: the run and its rebuilds share one topic of them, and each reads all changes. */
public final class DeadLetters {

    private static final String REBUILD = "ferry-rebuild";

    private DeadLetters() {}

    /** Says which rebuild could not read it. */
    public static void sign(Headers headers, int rebuild) {
        headers.add(REBUILD, Integer.toString(rebuild).getBytes(UTF_8));
    }

    /** The number of the rebuild that could not read it; 1, the run, where nothing is said. */
    public static int rebuildOf(Headers headers) {
        Header signed = headers.lastHeader(REBUILD);
        return signed == null ? 1 : Integer.parseInt(new String(signed.value(), UTF_8));
    }
}
