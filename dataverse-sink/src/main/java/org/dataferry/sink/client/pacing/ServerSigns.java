package org.dataferry.sink.client.pacing;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a reply says of the server that made it.
 *
 * @param server the value of its affinity cookie, which we read but never send, so that requests spread over all servers;
 *     empty where there is none, and then all servers are taken for one
 * @param requestsLeft {@code x-ms-ratelimit-burst-remaining-xrm-requests}
 * @param secondsLeft {@code x-ms-ratelimit-time-remaining-xrm-requests}
 * @param refused whether the request was refused for a limit
 * @param hint {@code x-ms-dop-hint}, the recommended degree of parallelism
 */
public record ServerSigns(
        String server,
        boolean refused,
        OptionalDouble requestsLeft,
        OptionalDouble secondsLeft,
        Optional<Integer> hint) {}
