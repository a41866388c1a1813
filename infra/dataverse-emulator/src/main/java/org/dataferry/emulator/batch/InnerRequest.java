package org.dataferry.emulator.batch;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;

/** Reads the HTTP request inside a part. Headers of the outer request are not inherited, save who calls. */
final class InnerRequest {
    private static final String CRLF = "\r\n";
    /** Longer URLs than alone are allowed in a batch, up to this. */
    private static final int MAX_URL = 64 * 1024;

    private static final List<String> CALLERS = List.of("CallerObjectId", "MSCRMCallerID");

    private InnerRequest() {}

    static ApiRequest read(ApiRequest outer, Multipart.Part part) {
        String content = part.content();
        int lineEnd = content.indexOf(CRLF);
        String[] line = (lineEnd < 0 ? content : content.substring(0, lineEnd)).split(" ");
        if (line.length != 3 || !line[2].startsWith("HTTP/1.")) {
            throw Refusals.badPayload("A part of the batch begins with '" + String.join(" ", line)
                    + "', which is no request line such as GET /api/data/v9.2/accounts HTTP/1.1.");
        }
        if (line[1].length() > MAX_URL) {
            throw Refusals.badRequest("A URL in the batch is longer than " + MAX_URL + " characters.");
        }
        int blank = content.indexOf(CRLF + CRLF, lineEnd);
        String headers = lineEnd < 0 ? "" : content.substring(lineEnd, blank < 0 ? content.length() : blank);
        String body = blank < 0 ? "" : content.substring(blank + 2 * CRLF.length());
        int query = line[1].indexOf('?');
        String path = query < 0 ? line[1] : line[1].substring(0, query);
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(Multipart.headers(headers));
        for (String caller : CALLERS) {
            String value = outer.header(caller);
            if (value != null) {
                all.putIfAbsent(caller, value);
            }
        }
        String contentId = part.headers().get("Content-ID");
        if (contentId != null) {
            all.putIfAbsent("Content-ID", contentId);
        }
        return new ApiRequest(
                outer.orgUrl(),
                line[0],
                relative(path),
                query < 0 ? "" : line[1].substring(query + 1),
                all,
                Multipart.bytes(body.strip()),
                outer.userId());
    }

    /** Below the API root; a path may be absolute, rooted, relative, or begin with a Content-ID reference. */
    private static String relative(String path) {
        int root = path.indexOf("/api/data/v9.");
        if (root >= 0) {
            int end = path.indexOf('/', root + "/api/data/".length());
            return end < 0 ? "" : path.substring(end + 1);
        }
        return path.startsWith("/") ? path.substring(1) : path;
    }
}
