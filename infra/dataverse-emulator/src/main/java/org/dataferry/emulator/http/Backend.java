package org.dataferry.emulator.http;

import java.util.UUID;
import java.util.function.Function;
import org.dataferry.emulator.api.Endpoint;
import org.dataferry.emulator.api.UnitOfWork;
import org.dataferry.emulator.shape.ShapeReader;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the server. Another one takes its place when a snapshot is restored.
 *
 * @param systemUsers the system user of a client id, or null if it has none
 */
public record Backend(
        Endpoint endpoint, UnitOfWork units, ShapeReader shapes, Function<UUID, @Nullable UUID> systemUsers) {}
