package org.dataferry.control.dashboard.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import org.dataferry.control.status.Look;

/**
 * What viewers see from a look on until the next; made once for all of them.
 *
 * @param sequence grows with each one, also over restarts of the server
 * @param at when it was made
 * @param look the last that came to its end
 * @param lookedAt when that was
 * @param trouble why the migration could not be looked at again since; empty if it could
 * @param document as {@code /api/status} gives it; never changed
 * @param json the same as text
 * @param maskedJson what those are given who may not see data of persons
 */
public record Snapshot(
        long sequence,
        Instant at,
        Look look,
        Instant lookedAt,
        Optional<String> trouble,
        ObjectNode document,
        byte[] json,
        byte[] maskedJson) {}
