package org.dataferry.emulator.traffic;

import org.jspecify.annotations.Nullable;

/**
 * One answered request. Times are scaled nanoseconds since the emulator's start, those by which the limits were counted.
 *
 * @param number in the order in which requests ended, from 1
 * @param at when it was answered, by the wall's clock
 * @param user the {@code systemuserid}, null where the token was refused
 * @param server the web server that it reached, from 0
 * @param running how many requests of the user ran on the server when it came
 * @param arrivedNanos when it was counted in or refused, -1 where it never got so far
 * @param endedNanos when it was counted out, -1 where it was not counted
 * @param executionNanos the execution time that was counted, -1 where it was not counted
 * @param parts the requests in a batch, 1 for any other
 * @param rows that it wrote or read; in a failed request, those that it was about
 * @param code Dataverse's, null where there is none
 * @param throttled the facet that was exceeded, null if none was
 * @param fault the effect that struck it, null if none did
 */
public record LoggedRequest(
        long number,
        String at,
        String method,
        String url,
        String kind,
        String operation,
        String table,
        int parts,
        int rows,
        @Nullable String user,
        int server,
        int running,
        long arrivedNanos,
        long endedNanos,
        long executionNanos,
        int status,
        @Nullable String code,
        @Nullable String throttled,
        @Nullable Long retryAfterSeconds,
        @Nullable String fault,
        @Nullable String clientRequestId,
        @Nullable String correlationId,
        String requestId) {}
