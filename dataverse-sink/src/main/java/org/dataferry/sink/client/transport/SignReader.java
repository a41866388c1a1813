package org.dataferry.sink.client.transport;

import java.util.Optional;
import java.util.OptionalDouble;
import org.dataferry.sink.client.pacing.ServerSigns;
import org.dataferry.sink.client.protocol.Reply;

/**
 * Reads what a reply tells of the limits.
 *
 * <p>Source: Microsoft's pages "Service protection API limits" and "Send parallel requests".
 */
final class SignReader {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String AFFINITY = "ARRAffinity";

    private SignReader() {}

    static ServerSigns read(Reply reply) {
        return new ServerSigns(
                server(reply),
                reply.status() == TOO_MANY_REQUESTS,
                number(reply, "x-ms-ratelimit-burst-remaining-xrm-requests"),
                number(reply, "x-ms-ratelimit-time-remaining-xrm-requests"),
                hint(reply));
    }

    private static Optional<Integer> hint(Reply reply) {
        OptionalDouble number = number(reply, "x-ms-dop-hint");
        return number.isPresent() && number.getAsDouble() >= 1
                ? Optional.of((int) Math.min(number.getAsDouble(), Integer.MAX_VALUE))
                : Optional.empty();
    }

    private static String server(Reply reply) {
        String cookie = reply.header("Set-Cookie").orElse("");
        int value = cookie.indexOf('=') + 1;
        int end = cookie.indexOf(';', value);
        return cookie.startsWith(AFFINITY) && end > value ? cookie.substring(value, end) : "";
    }

    /** With a comma between thousands, as was seen, or without. */
    private static OptionalDouble number(Reply reply, String header) {
        try {
            return reply.header(header)
                    .map(text ->
                            OptionalDouble.of(Double.parseDouble(text.strip().replace(",", ""))))
                    .orElse(OptionalDouble.empty());
        } catch (NumberFormatException notANumber) {
            return OptionalDouble.empty();
        }
    }
}
