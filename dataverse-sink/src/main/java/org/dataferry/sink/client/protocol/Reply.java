package org.dataferry.sink.client.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A reply as it came: status, headers, body. Header names compare without case; of a repeated header the last counts.
 *
 * @param body the text of the body, empty when there is none
 */
public record Reply(int status, Map<String, String> headers, String body) {
    public Reply {
        TreeMap<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = Collections.unmodifiableMap(copy);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    public boolean succeeded() {
        return status >= 200 && status < 300;
    }

    /** A batch reply is multipart even when its overall status is that of a failing part. */
    public boolean multipart() {
        return header("Content-Type").orElse("").regionMatches(true, 0, "multipart/", 0, "multipart/".length());
    }

    /**
     * The body as JSON.
     *
     * @throws DataverseException when it is not JSON: then somebody other than Dataverse has answered
     */
    public JsonNode json() {
        return Json.parse(body)
                .orElseThrow(() -> new DataverseException(
                        "The reply with status %d should be JSON but begins with: %s".formatted(status, beginning())));
    }

    /** The first characters of the body on one line, for messages. */
    String beginning() {
        String line = body.strip().replaceAll("\\s+", " ");
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }
}
