package org.dataferry.emulator.batch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;

/**
 * Takes a multipart body apart. Line ends are CRLF; a bare LF is refused, as Dataverse refuses it.
 *
 * <p>Source: Microsoft's page "Execute batch operations using the Web API".
 */
final class Multipart {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=(?:\"([^\"]+)\"|([^;\\s]+))");
    private static final String CRLF = "\r\n";

    /** One part: its MIME headers, names in any case, and its content. */
    record Part(Map<String, String> headers, String content) {}

    private Multipart() {}

    /** The boundary in a content type, quoted or not. */
    static String boundary(String contentType) {
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!contentType.startsWith("multipart/mixed") || !matcher.find()) {
            throw Refusals.badPayload("The content type '" + contentType
                    + "' is not multipart/mixed with a boundary, as $batch needs it.");
        }
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }

    /** Bytes are read as Latin-1, one character each, so that nothing is lost; {@link #bytes} undoes it. */
    static List<Part> parts(String body, String boundary) {
        String delimiter = "--" + boundary;
        List<Part> parts = new ArrayList<>();
        int at = body.startsWith(delimiter) ? 0 : after(body, CRLF + delimiter, 0) - delimiter.length();
        while (true) {
            int start = at + delimiter.length();
            if (body.startsWith("--", start)) {
                return parts;
            }
            if (!body.startsWith(CRLF, start)) {
                throw unreadable();
            }
            int end = body.indexOf(CRLF + delimiter, start);
            if (end < 0) {
                throw unreadable();
            }
            parts.add(part(body.substring(start + CRLF.length(), Math.max(end, start + CRLF.length()))));
            at = end + CRLF.length();
        }
    }

    private static Part part(String text) {
        int blank = text.startsWith(CRLF) ? 0 : after(text, CRLF + CRLF, 0) - CRLF.length();
        return new Part(headers(text.substring(0, blank)), text.substring(blank + CRLF.length()));
    }

    static Map<String, String> headers(String text) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : text.split(CRLF)) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.indexOf('\n') < 0) {
                headers.put(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            } else if (!line.isBlank()) {
                throw unreadable();
            }
        }
        return headers;
    }

    static String text(byte[] body) {
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int after(String text, String wanted, int from) {
        int found = text.indexOf(wanted, from);
        if (found < 0) {
            throw unreadable();
        }
        return found + wanted.length();
    }

    static Refusal unreadable() {
        return Refusals.badPayload("Stream was not readable. A batch needs CRLF line ends and its boundaries.");
    }
}
