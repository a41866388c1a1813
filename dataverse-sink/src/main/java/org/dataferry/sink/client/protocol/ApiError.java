package org.dataferry.sink.client.protocol;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error as the server gave it, classified.
 *
 * @param rawCode the code as it came, possibly empty
 * @param kind by the code, or by the status when the code is unlisted
 * @param details annotations of the error, without the prefix {@code @Microsoft.PowerApps.CDS.}, and the server's
 *     request id, for support
 */
public record ApiError(
        DataverseErrorCode code,
        String rawCode,
        int status,
        ErrorKind kind,
        String message,
        Map<String, String> details) {

    /** "account With Id = 0000… Does Not Exist" and "Contact With Ids = 0000… Do Not Exist". */
    private static final Pattern MISSING = Pattern.compile(
            "(\\w+) With Ids? = \\{?([0-9a-fA-F-]{36})}? Do(?:es)? Not Exist", Pattern.CASE_INSENSITIVE);

    private static final Pattern DUPLICATE_ATTRIBUTE = Pattern.compile("<(\\w+)>([^<]*)</\\1>");

    public ApiError {
        details = Map.copyOf(details);
    }

    /** A row that the server could not find, as its message names it. */
    public record MissingRow(String logicalName, UUID id) {}

    /** Which row is missing, when the message says so: the row itself, or one that a lookup names. */
    public Optional<MissingRow> missingRow() {
        Matcher matcher = MISSING.matcher(message);
        return matcher.find()
                ? Optional.of(new MissingRow(matcher.group(1), UUID.fromString(matcher.group(2))))
                : Optional.empty();
    }

    /**
     * The key columns and values that were already taken, from the annotation {@code ErrorDetails.DuplicateAttributes}.
     * In a bulk request this finds the row; empty when the server did not say.
     */
    public Map<String, String> duplicateValues() {
        Map<String, String> values = new LinkedHashMap<>();
        String xml = details.getOrDefault("ErrorDetails.DuplicateAttributes", "")
                .replace("<DuplicateAttributes>", "")
                .replace("</DuplicateAttributes>", "");
        Matcher matcher = DUPLICATE_ATTRIBUTE.matcher(xml);
        while (matcher.find()) {
            values.put(matcher.group(1), unescape(matcher.group(2)));
        }
        return values;
    }

    public String describe() {
        String requestId = details.getOrDefault("requestId", "");
        return "%s code=%s status=%d message=%s".formatted(code, rawCode, status, message)
                + (requestId.isEmpty() ? "" : " requestId=" + requestId);
    }

    private static String unescape(String xml) {
        return xml.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&");
    }
}
