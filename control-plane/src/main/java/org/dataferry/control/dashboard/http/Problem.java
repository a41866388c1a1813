package org.dataferry.control.dashboard.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;

/** Why a request is not done: a code for programs, and what is wrong and what would be right for people. */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int status;
    private final String code;
    private final Map<String, String> headers;
    private final Map<String, Long> figures;

    public Problem(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    public Problem(int status, String code, String message, Map<String, String> headers) {
        this(status, code, message, headers, Map.of());
    }

    private Problem(int status, String code, String message, Map<String, String> headers, Map<String, Long> figures) {
        // It is an answer, and where it was made tells nobody anything.
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.headers = Map.copyOf(headers);
        this.figures = Map.copyOf(figures);
    }

    public static Problem badRequest(String message) {
        return new Problem(400, "bad-request", message);
    }

    public static Problem notFound(String message) {
        return new Problem(404, "not-found", message);
    }

    /** What somebody agreed to is not what is there now; with both numbers, so that it can be shown and agreed to anew. */
    public static Problem notAsShown(String message, long shown, long now) {
        return new Problem(409, "not-as-shown", message, Map.of(), Map.of("shown", shown, "now", now));
    }

    /** @param wait after which it may be tried again */
    public static Problem later(String message, Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return new Problem(429, "too-many", message, Map.of("Retry-After", Long.toString(seconds)));
    }

    Answer answer() {
        ObjectNode document = JSON.createObjectNode();
        ObjectNode error = document.putObject("error").put("code", code).put("message", getMessage());
        figures.forEach(error::put);
        Answer answer = Answer.json(status, document);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            answer = answer.with(header.getKey(), header.getValue());
        }
        return answer;
    }
}
