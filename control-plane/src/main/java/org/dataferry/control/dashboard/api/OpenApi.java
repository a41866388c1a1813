package org.dataferry.control.dashboard.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.dataferry.control.dashboard.http.Answer;
import org.dataferry.control.dashboard.http.Route;

/** The description of all this, for programs (OpenAPI 3.1). */
public final class OpenApi {

    private static final String RESOURCE = "/org/dataferry/control/dashboard/openapi.json";

    private final byte[] document = read();

    public List<Route> routes() {
        return List.of(Route.anybody("GET", "/api/openapi.json", request -> Answer.json(200, document)));
    }

    private static byte[] read() {
        try (InputStream stream = Objects.requireNonNull(OpenApi.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return stream.readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
