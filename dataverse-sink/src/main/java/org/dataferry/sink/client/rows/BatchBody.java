package org.dataferry.sink.client.rows;

import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.dataferry.sink.client.protocol.DataverseEndpoint;
import org.dataferry.sink.client.protocol.DataverseRequest;

/** Writes the multipart text of a batch without change sets. */
final class BatchBody {
    /** Every line ends so; the server reads a bare LF as a broken stream. */
    private static final String CRLF = "\r\n";

    /** Needs no randomness: a JSON body has no raw line break, so a line of it never begins with this. */
    static final String BOUNDARY = "batch_ferry";

    private BatchBody() {}

    static String write(List<DataverseRequest> parts) {
        StringBuilder text = new StringBuilder(256 * parts.size());
        Iterator<DataverseRequest> iterator = parts.iterator();
        for (int contentId = 1; iterator.hasNext(); contentId++) {
            append(text, iterator.next(), contentId);
        }
        // Two line ends more than the grammar asks for, against a known fault of the server's parser.
        return text.append("--")
                .append(BOUNDARY)
                .append("--")
                .append(CRLF.repeat(3))
                .toString();
    }

    private static void append(StringBuilder text, DataverseRequest part, int contentId) {
        line(text, "--" + BOUNDARY);
        line(text, "Content-Type: application/http");
        line(text, "Content-Transfer-Encoding: binary");
        line(text, "Content-ID: " + contentId);
        line(text, "");
        line(text, part.method() + " " + DataverseEndpoint.API_PATH + part.path() + " HTTP/1.1");
        line(text, "Accept: application/json");
        new TreeMap<>(part.headers()).forEach((name, value) -> line(text, name + ": " + value));
        line(text, "");
        line(text, part.body().orElse(""));
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append(CRLF);
    }
}
