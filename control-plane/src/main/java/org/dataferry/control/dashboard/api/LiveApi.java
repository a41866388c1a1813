package org.dataferry.control.dashboard.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.dataferry.control.dashboard.access.Access;
import org.dataferry.control.dashboard.access.Role;
import org.dataferry.control.dashboard.access.Visitor;
import org.dataferry.control.dashboard.http.Answer;
import org.dataferry.control.dashboard.http.Request;
import org.dataferry.control.dashboard.http.Route;
import org.dataferry.control.dashboard.live.Live;
import org.dataferry.control.dashboard.live.Snapshot;

/**
 * The status as server-sent events (HTML, "Server-sent events"): all of it at once, and all of it again at each look, so
 * that a browser that comes again has missed nothing.
 */
public final class LiveApi {

    /** Tells proxies and browsers that it is still there while nothing new is seen. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(2);

    private static final byte[] ALIVE = ": still here\n\n".getBytes(UTF_8);

    /** How soon browsers come again, in milliseconds. */
    private static final byte[] RETRY = "retry: 1000\n\n".getBytes(UTF_8);

    private static final byte[] END = "\n\n".getBytes(UTF_8);

    private final Live live;
    private final Viewers viewers;
    private final Access access;

    public LiveApi(Live live, Viewers viewers, Access access) {
        this.live = live;
        this.viewers = viewers;
        this.access = access;
    }

    public List<Route> routes() {
        return List.of(Route.atLeast(Role.VIEWER, "GET", "/api/live", this::follow));
    }

    private Answer follow(Request request) {
        viewers.requireRoom();
        return Answer.streamed("text/event-stream; charset=utf-8", connection -> write(connection, request.session()))
                // Proxies that gather answers would hold events back.
                .with("X-Accel-Buffering", "no");
    }

    private void write(Answer.Connection connection, String session) throws IOException, InterruptedException {
        try (Viewers.Viewer viewer = viewers.enter(connection)) {
            viewer.write(RETRY);
            long seen = Long.MIN_VALUE;
            while (!live.isClosed() && access.visitor(session) instanceof Visitor.Known known) {
                Optional<Snapshot> newer = live.awaitNewer(seen, KEEP_ALIVE);
                if (newer.isPresent()) {
                    seen = newer.get().sequence();
                    viewer.write(
                            ("id: " + seen + "\nevent: status\ndata: ").getBytes(UTF_8),
                            known.seesPersonal()
                                    ? newer.get().json()
                                    : newer.get().maskedJson(),
                            END);
                } else {
                    viewer.write(ALIVE);
                }
            }
        }
    }
}
