package org.dataferry.emulator.http;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.UrlText;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request as it came: the raw path and query, and the body up to a limit. */
final class Inbound implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

    private final Context context;
    private final String orgUrl;
    private final byte[] body;
    private final BodyMemory.Place place;

    private Inbound(Context context, byte[] body, BodyMemory.Place place) {
        this.context = context;
        String scheme = context.header("X-Forwarded-Proto");
        orgUrl = (scheme == null ? context.scheme() : scheme) + "://" + context.header("Host");
        this.body = body;
        this.place = place;
    }

    /** @throws Refusal if the body is longer than the limit, or breaks off */
    static Inbound read(Context context, int maxBytes, BodyMemory memory) {
        HttpServletRequest request = context.req();
        long declared = request.getContentLengthLong();
        if (declared > maxBytes) {
            throw tooLong(maxBytes);
        }
        boolean chunked = declared < 0 && request.getHeader("Transfer-Encoding") != null;
        BodyMemory.Place place = memory.take(chunked ? maxBytes : declared);
        try {
            byte[] body = chunked ? chunked(request.getInputStream(), maxBytes) : declared(request, declared);
            return new Inbound(context, body, place);
        } catch (IOException e) {
            place.close();
            // The client broke it off, or its framing is wrong: nothing of it was done.
            throw Refusals.badRequest("The body of the request could not be read: " + e.getMessage() + ".");
        } catch (RuntimeException e) {
            place.close();
            throw e;
        }
    }

    private static byte[] declared(HttpServletRequest request, long length) throws IOException {
        if (length <= 0) {
            return new byte[0];
        }
        byte[] body = new byte[(int) length];
        if (request.getInputStream().readNBytes(body, 0, body.length) < body.length) {
            throw new EOFException("its body ends before its length");
        }
        return body;
    }

    private static byte[] chunked(InputStream in, int maxBytes) throws IOException {
        byte[] body = in.readNBytes(maxBytes + 1);
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

    /** The memory of its body is for others then. */
    @Override
    public void close() {
        place.close();
    }
}
