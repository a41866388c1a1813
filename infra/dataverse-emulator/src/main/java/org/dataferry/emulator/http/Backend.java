package org.dataferry.emulator.http;

import java.util.Map;
import java.util.UUID;
import org.dataferry.emulator.api.Endpoint;
import org.dataferry.emulator.api.UnitOfWork;
import org.dataferry.emulator.shape.ShapeReader;

/**
 * What stands behind the server. Another one takes its place when a snapshot is restored.
 *
 * @param systemUsers the system user of each client id
 */
public record Backend(Endpoint endpoint, UnitOfWork units, ShapeReader shapes, Map<UUID, UUID> systemUsers) {
    public Backend {
        systemUsers = Map.copyOf(systemUsers);
    }
}
