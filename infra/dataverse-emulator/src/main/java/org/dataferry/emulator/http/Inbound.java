package org.dataferry.emulator.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.message.UrlText;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request as it came: the raw path and query, and the body up to a limit. */
final class Inbound {
    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

    private final Context context;
    private final String orgUrl;
    private final byte[] body;

    private Inbound(Context context, byte[] body) {
        this.context = context;
        String scheme = context.header("X-Forwarded-Proto");
        orgUrl = (scheme == null ? "http" : scheme) + "://" + context.header("Host");
        this.body = body;
    }

    /** @throws Refusal if the body is longer than the limit */
    static Inbound read(Context context, int maxBytes) {
        try {
            byte[] body = context.req().getInputStream().readNBytes(maxBytes + 1);
            if (body.length > maxBytes) {
                throw new Refusal(
                        413, "0x8004418a", "The length of the request exceeded the maximum of " + maxBytes + " bytes.");
            }
            return new Inbound(context, body);
        } catch (IOException e) {
            throw new EmulatorException("Cannot read a request: " + e.getMessage(), e);
        }
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
        return UrlText.lenient(path() + (query().isEmpty() ? "" : "?" + query()));
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

    /** Resets the connection under the client, without an answer. */
    void drop() {
        reset(endPoint());
    }

    /** Sends the beginning of an answer without a body, then resets the connection. */
    void dropInHead() {
        EndPoint endPoint = endPoint();
        if (endPoint instanceof SocketChannelEndPoint socket) {
            try {
                socket.getChannel()
                        .write(ByteBuffer.wrap(
                                "HTTP/1.1 204 No Content\r\nOData-Ver".getBytes(StandardCharsets.US_ASCII)));
            } catch (IOException e) {
                LOG.debug("The client was gone before half of its answer", e);
            }
        }
        endPoint.close();
    }

    /** Closes the connection in order, so that what was sent arrives. */
    void end() {
        endPoint().close();
    }

    private EndPoint endPoint() {
        return ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
    }

    private static void reset(EndPoint endPoint) {
        if (endPoint instanceof SocketChannelEndPoint socket) {
            try {
                // Without lingering, closing sends a reset and not an orderly end.
                socket.getChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                LOG.debug("The client was gone before its connection was reset", e);
            }
        }
        endPoint.close();
    }
}
