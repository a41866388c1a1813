package org.dataferry.emulator.message;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** One answer: status, headers in order, and body bytes. */
public record ApiResponse(int status, Map<String, String> headers, byte[] body) {
    public static final String JSON = "application/json; odata.metadata=minimal";
    private static final byte[] NOTHING = new byte[0];

    public ApiResponse {
        headers = new LinkedHashMap<>(headers);
    }

    public static ApiResponse noContent() {
        return new ApiResponse(204, Map.of(), NOTHING);
    }

    public static ApiResponse json(int status, byte[] body) {
        return new ApiResponse(status, Map.of("Content-Type", JSON), body);
    }

    public static ApiResponse text(String body) {
        return new ApiResponse(200, Map.of("Content-Type", "text/plain"), body.getBytes(StandardCharsets.UTF_8));
    }

    public ApiResponse without(String header) {
        Map<String, String> less = new LinkedHashMap<>(headers);
        less.remove(header);
        return new ApiResponse(status, less, body);
    }

    public ApiResponse with(String header, String value) {
        ApiResponse copy = new ApiResponse(status, headers, body);
        copy.headers.put(header, value);
        return copy;
    }
}
