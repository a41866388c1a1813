package org.dataferry.emulator.http;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.message.UrlText;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** A request as it came: the raw path and query, and the body up to a limit. */
final class Inbound {
    private final Context context;
    private final String orgUrl;
    private final byte[] body;

    private Inbound(Context context, byte[] body) {
        this.context = context;
        String scheme = context.header("X-Forwarded-Proto");
        orgUrl = (scheme == null ? context.scheme() : scheme) + "://" + context.header("Host");
        this.body = body;
    }

    /** @throws Refusal if the body is longer than the limit */
    static Inbound read(Context context, int maxBytes) {
        try {
            return new Inbound(context, body(context.req(), maxBytes));
        } catch (IOException e) {
            throw new EmulatorException("Cannot read a request: " + e.getMessage(), e);
        }
    }

    /** A declared length spares copies, and a body that is too long is not read at all. */
    private static byte[] body(HttpServletRequest request, int maxBytes) throws IOException {
        long declared = request.getContentLengthLong();
        if (declared > maxBytes) {
            throw tooLong(maxBytes);
        }
        if (declared >= 0) {
            byte[] body = new byte[(int) declared];
            if (request.getInputStream().readNBytes(body, 0, body.length) < body.length) {
                throw new EOFException("its body ends before its length");
            }
            return body;
        }
        byte[] body = request.getInputStream().readNBytes(maxBytes + 1);
        if (body.length > maxBytes) {
            throw tooLong(maxBytes);
        }
        return body;
    }

    private static Refusal tooLong(int maxBytes) {
        return new Refusal(
                413, "0x8004418a", "The length of the request exceeded the maximum of " + maxBytes + " bytes.");
    }

    String method() {
        return context.req().getMethod();
    }

    String path() {
        return context.req().getRequestURI();
    }

    String query() {
        String query = context.req().getQueryString();
        return query == null ? "" : query;
    }

    /** Decoded, with the query, as rules match it. */
    String url() {
        try {
            return UrlText.decodePath(path() + (query().isEmpty() ? "" : "?" + query()));
        } catch (Refusal e) {
            return path();
        }
    }

    byte[] body() {
        return body;
    }

    Supplier<String> text() {
        return () -> new String(body, StandardCharsets.UTF_8);
    }

    /** Scheme and authority as the client addressed them. */
    String orgUrl() {
        return orgUrl;
    }

    Context context() {
        return context;
    }

    /** Closes the connection under the client, without an answer. */
    void drop() {
        ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .close();
    }
}
