package org.dataferry.sink.client.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the body of a failed reply without trusting it: an OData error object, the older {@code {"Message":…}} or the
 * HTML of a gateway.
 */
final class ErrorBody {
    private static final String ANNOTATION = "@Microsoft.PowerApps.CDS.";
    private static final List<String> REQUEST_IDS = List.of("x-ms-service-request-id", "REQ_ID", "x-ms-request-id");

    private ErrorBody() {}

    /** Empty when the body holds no OData error object: then it is not Dataverse itself that answers. */
    static Optional<ApiError> read(Reply reply) {
        return Json.parse(reply.body())
                .map(json -> json.path("error"))
                .filter(JsonNode::isObject)
                .map(error -> error(reply, error));
    }

    /** What can be said of a reply without an OData error. */
    static ApiError withoutError(Reply reply) {
        String message = Json.parse(reply.body())
                .map(json -> json.path("Message").asText(""))
                .filter(text -> !text.isEmpty())
                .orElseGet(reply::beginning);
        ErrorKind kind = reply.status() == 404 ? ErrorKind.CONTRACT : kindOf(reply.status());
        return new ApiError(DataverseErrorCode.UNLISTED, "", reply.status(), kind, message, requestId(reply));
    }

    private static ApiError error(Reply reply, JsonNode error) {
        String rawCode = error.path("code").asText("");
        DataverseErrorCode code = DataverseErrorCode.of(rawCode);
        ErrorKind kind = kindOf(code, reply.status());
        Map<String, String> details = new HashMap<>(requestId(reply));
        error.properties().forEach(member -> {
            if (member.getKey().startsWith(ANNOTATION)) {
                details.put(
                        member.getKey().substring(ANNOTATION.length()),
                        member.getValue().asText(""));
            }
        });
        String message = error.path("message").asText("");
        if (message.isEmpty()) {
            message = error.path("innererror").path("message").asText("(no message)");
        }
        return new ApiError(code, rawCode, reply.status(), kind, message, details);
    }

    private static ErrorKind kindOf(DataverseErrorCode code, int status) {
        if (code == DataverseErrorCode.UNLISTED) {
            return kindOf(status);
        }
        // An empty code says nothing; outside 400 and 404 the status says more.
        if (code == DataverseErrorCode.ODATA && status != 400 && status != 404) {
            return kindOf(status);
        }
        return code.kind();
    }

    private static ErrorKind kindOf(int status) {
        return switch (status) {
            case 400 -> ErrorKind.DOUBTFUL;
            case 401 -> ErrorKind.UNAUTHENTICATED;
            case 403 -> ErrorKind.PERMISSION;
            case 404 -> ErrorKind.MISSING_ROW;
            case 408, 502, 503 -> ErrorKind.TRANSIENT;
            case 409, 412 -> ErrorKind.CONCURRENCY;
            case 413 -> ErrorKind.TOO_LARGE;
            case 429 -> ErrorKind.THROTTLED;
            case 501 -> ErrorKind.CONTRACT;
            default -> status >= 500 ? ErrorKind.DOUBTFUL : ErrorKind.CONTRACT;
        };
    }

    private static Map<String, String> requestId(Reply reply) {
        return REQUEST_IDS.stream()
                .flatMap(name -> reply.header(name).stream())
                .findFirst()
                .map(id -> Map.of("requestId", id))
                .orElse(Map.of());
    }
}
