package org.dataferry.emulator.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Predicate;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.traffic.LoggedRequest;
import org.dataferry.emulator.traffic.RequestLog;

/** The request log, page by page: the next page is behind the number that this one ends with. */
final class RequestsResource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 1_000;
    /** A longer answer would be tens of megabytes. */
    private static final int LONGEST_PAGE = 50_000;

    private final RequestLog log;

    RequestsResource(RequestLog log) {
        this.log = log;
    }

    ObjectNode list(AdminRequest request) {
        long after = request.number("after", 0);
        long limit = request.number("limit", PAGE);
        if (limit < 1 || limit > LONGEST_PAGE) {
            throw new EmulatorException("The parameter limit must be between 1 and " + LONGEST_PAGE + ", not " + limit);
        }
        List<LoggedRequest> found = log.after(after, (int) limit, wanted(request));
        ObjectNode json = JSON.createObjectNode();
        json.put("first", log.first());
        json.put("next", log.next());
        ArrayNode list = json.putArray("requests");
        for (LoggedRequest logged : found) {
            ObjectNode line = JSON.valueToTree(logged);
            line.properties().removeIf(member -> member.getValue().isNull());
            list.add(line);
        }
        return json;
    }

    private static Predicate<LoggedRequest> wanted(AdminRequest request) {
        long status = request.number("status", -1);
        String user = request.parameters().get("user");
        String clientRequestId = request.parameters().get("clientRequestId");
        return logged -> (status < 0 || status == logged.status())
                && (user == null || user.equals(logged.user()))
                && (clientRequestId == null || clientRequestId.equals(logged.clientRequestId()));
    }
}
