package org.dataferry.control.dashboard.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.dataferry.control.dashboard.access.Visitor;
import org.dataferry.control.dashboard.http.Answer;
import org.dataferry.control.dashboard.http.Request;
import org.dataferry.control.dashboard.http.Route;
import org.dataferry.control.dashboard.live.Live;
import org.dataferry.control.dashboard.live.Snapshot;
import org.dataferry.control.status.Assessment;

/**
 * Whether things go on, for programs that watch. Ready: the server has looked at the migration lately. Healthy: it is ready,
 * and the migration moves or has nothing to do. Strangers are told the state without the reason. A wrong file of users is told
 * beside it: the migration is as well as it was.
 */
public final class HealthApi {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Live live;
    private final Supplier<Optional<String>> usersTrouble;
    private final Duration staleAfter;
    private final Clock clock;

    /** @param reason why it is so, for those who may see it */
    private record Finding(boolean isWell, String state, String reason) {}

    /** @param usersTrouble why a change of the file of users does not hold yet */
    public HealthApi(Live live, Supplier<Optional<String>> usersTrouble, Duration staleAfter, Clock clock) {
        this.live = live;
        this.usersTrouble = usersTrouble;
        this.staleAfter = staleAfter;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Route.anybody("GET", "/health", request -> answer(health(), request)),
                Route.anybody("GET", "/ready", request -> answer(readiness(), request)));
    }

    private Answer answer(Finding finding, Request request) {
        boolean maySee = request.visitor() instanceof Visitor.Known;
        ObjectNode document = JSON.createObjectNode()
                .put("status", finding.isWell() ? "up" : "down")
                .put("state", finding.state())
                .put("reason", maySee ? finding.reason() : "sign in to see why");
        if (maySee) {
            usersTrouble.get().ifPresent(trouble -> document.put("users", trouble));
        }
        return Answer.json(finding.isWell() ? 200 : 503, document);
    }

    private Finding readiness() {
        Optional<Snapshot> newest = live.newest();
        if (newest.isEmpty()) {
            return new Finding(false, "STARTING", live.firstTrouble().orElse("the migration was not looked at yet"));
        }
        Duration age = Duration.between(newest.get().lookedAt(), clock.instant());
        return age.compareTo(staleAfter) > 0
                ? new Finding(
                        false,
                        "STALE",
                        "the last look at the migration is " + age.toSeconds() + " seconds old"
                                + newest.get()
                                        .trouble()
                                        .map(trouble -> ": " + trouble)
                                        .orElse(""))
                : new Finding(true, "READY", "looked at " + age.toMillis() + " milliseconds ago");
    }

    private Finding health() {
        Finding ready = readiness();
        return ready.isWell() ? health(live.newest().orElseThrow()) : ready;
    }

    private static Finding health(Snapshot newest) {
        if (newest.look().report().isSumBroken()) {
            return new Finding(
                    false, "SUM_BROKEN", "writes are lost, or were never announced: see imbalances and unannounced");
        }
        Assessment whole = newest.look().situation().whole();
        boolean isWell = switch (whole.state()) {
            case IDLE, IN_STEP, PAUSED, CATCHING_UP -> true;
            case STALLED, UNKNOWN -> false;
        };
        return new Finding(isWell, whole.state().name(), whole.why());
    }
}
