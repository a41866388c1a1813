package org.dataferry.control.soak.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One request of the emulator's log, as far as its limits are concerned. Times are scaled nanoseconds.
 *
 * @param ended when it was counted out, -1 if it was refused
 * @param throttled the facet, null if it was let in
 */
record LogLine(
        String place,
        String kind,
        int status,
        long arrived,
        long ended,
        long execution,
        @Nullable String throttled) {

    static LogLine of(JsonNode json) {
        return new LogLine(
                json.path("user").asText() + " on server " + json.path("server").asInt(),
                json.path("kind").asText(),
                json.path("status").asInt(),
                json.path("arrivedNanos").asLong(-1),
                json.path("endedNanos").asLong(-1),
                json.path("executionNanos").asLong(-1),
                json.hasNonNull("throttled") ? json.path("throttled").asText() : null);
    }

    boolean wasMeasured() {
        return arrived >= 0;
    }

    boolean wasLetIn() {
        return throttled == null;
    }
}
