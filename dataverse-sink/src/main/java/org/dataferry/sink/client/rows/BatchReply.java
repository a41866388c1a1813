package org.dataferry.sink.client.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.sink.client.protocol.Reply;

/** Reads the multipart text of a batch reply into the replies of its parts, in order. */
final class BatchReply {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";,\\s]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/\\d(?:\\.\\d)?\\s+(\\d{3})[^\\r\\n]*");
    private static final Pattern BLANK_LINE = Pattern.compile("\\r?\\n\\r?\\n");

    private BatchReply() {}

    /** As many replies as could be read; fewer than were asked for when the text is cut short. */
    static List<Reply> parts(Reply reply) {
        Optional<String> boundary = reply.header("Content-Type").flatMap(BatchReply::boundary);
        if (boundary.isEmpty()) {
            return List.of();
        }
        List<Reply> parts = new ArrayList<>();
        String delimiter = "--" + boundary.get();
        int from = reply.body().indexOf(delimiter);
        while (from >= 0) {
            int begin = from + delimiter.length();
            int end = reply.body().indexOf(delimiter, begin);
            if (end < 0) {
                break;
            }
            part(reply.body().substring(begin, end)).ifPresent(parts::add);
            from = end;
        }
        return parts;
    }

    private static Optional<String> boundary(String contentType) {
        Matcher matcher = BOUNDARY.matcher(contentType);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Optional<Reply> part(String text) {
        Matcher status = STATUS_LINE.matcher(text);
        if (!status.find()) {
            return Optional.empty();
        }
        String message = text.substring(status.end());
        Matcher blank = BLANK_LINE.matcher(message);
        boolean hasBody = blank.find();
        String head = hasBody ? message.substring(0, blank.start()) : message;
        String body = hasBody ? message.substring(blank.end()).strip() : "";
        return Optional.of(new Reply(Integer.parseInt(status.group(1)), headers(head), body));
    }

    private static Map<String, String> headers(String head) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        head.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        });
        return headers;
    }
}
