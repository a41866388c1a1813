package org.dataferry.control.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.dataferry.control.ledger.Movement;
import org.dataferry.schemas.control.SinkControl;

/**
 * Says how a migration, or an entity of it, stands. In this order:
 *
 * <ol>
 *   <li>If no stage gives a sign of life, it is unknown. What has just started gets some time to give one.
 *   <li>If something is under way, its age and whether anything moves decide. The sink and transform are looked at one by
 *       one, so that the one that blocks can be named.
 *   <li>If nothing is, that is only sure while all stages run and heartbeats come.
 * </ol>
 */
public final class Assessor {

    private static final String FIRST_LOAD = "the tables are being read for the first time";

    private final Duration inStep;
    private final Duration stalledAfter;
    private final Duration silence;
    private final Duration startGrace;
    private final Moments moments;
    private final String target;
    private final String log;

    /**
     * @param inStep up to which age of what is under way the target is in step
     * @param stalledAfter how long nothing moves before it is stalled
     * @param silence for which capture writes nothing, no heartbeat either, if it does not run
     * @param startGrace for which what has just started is not called stalled or silent
     * @param target how to name the target to people
     * @param log the file that says more
     */
    public Assessor(
            Duration inStep,
            Duration stalledAfter,
            Duration silence,
            Duration startGrace,
            Moments moments,
            String target,
            String log) {
        this.inStep = inStep;
        this.stalledAfter = stalledAfter;
        this.silence = silence;
        this.startGrace = startGrace;
        this.moments = moments;
        this.target = target;
        this.log = log;
    }

    public Assessment assess(Movement movement, Signs signs, Instant now) {
        Assessment found = found(movement, signs, now);
        return switch (found.state()) {
            case IDLE, IN_STEP, PAUSED, CATCHING_UP -> found;
            case STALLED, UNKNOWN -> starting(movement, signs, now).orElse(found);
        };
    }

    /**
     * Of what somebody has paused: whatever waits, waits for that.
     *
     * @param what names it, at the beginning of the sentence
     */
    Assessment paused(String what, SinkControl.Decision pause, Movement movement, Instant now) {
        return new Assessment(
                SyncState.PAUSED,
                what + "paused by " + pause.by() + " since " + moments.at(pause.since(), now)
                        + (pause.why().isEmpty() ? "" : ": " + pause.why())
                        + (movement.inFlight() > 0 ? "; " + waiting(movement.inFlight(), "write") : ""));
    }

    /** The stages join their groups, read their state and take the slot over: until then no silence means anything. */
    private Optional<Assessment> starting(Movement movement, Signs signs, Instant now) {
        return signs.running()
                .started()
                .filter(started -> !isOlder(started, startGrace, now))
                .map(started -> new Assessment(
                        SyncState.CATCHING_UP,
                        "starting, since " + moments.at(started, now)
                                + (movement.behind() > 0
                                        ? "; " + count(movement.behind(), "change") + " behind"
                                        : "")));
    }

    private Assessment found(Movement movement, Signs signs, Instant now) {
        if (!signs.running().transform() && !signs.running().sink() && !isHeard(signs, now)) {
            return unknown(noRun(movement, signs, now));
        }
        return movement.behind() > 0 ? behind(movement, signs, now) : upToDate(movement, signs, now);
    }

    private Assessment behind(Movement movement, Signs signs, Instant now) {
        if (movement.inFlight() > 0 && signs.running().sink() && signs.shutOut().isPresent()) {
            return stalled("sink runs, and " + target + " lets no application user in, "
                    + signs.shutOut().get() + "; it is tried again by itself. "
                    + waiting(movement.inFlight(), "write"));
        }
        Optional<Instant> unreadSince = movement.unread() == 0
                ? Optional.empty()
                : signs.announcedUpTo().or(signs::firstCaptured);
        Optional<Instant> inFlightSince = movement.oldestInFlight();
        Optional<Instant> oldest = earliest(unreadSince, inFlightSince);
        if (oldest.isPresent() && !isOlder(oldest.get(), inStep, now)) {
            if (signs.lastHeartbeat().isEmpty()) {
                return new Assessment(SyncState.CATCHING_UP, FIRST_LOAD);
            }
            if (movement.lastOfSink().isEmpty()) {
                return new Assessment(
                        SyncState.CATCHING_UP,
                        count(movement.behind(), "change") + " behind, and the target has answered none yet");
            }
            return new Assessment(SyncState.IN_STEP, "changes flow, none under way is older than " + words(inStep));
        }
        if (movement.inFlight() > 0) {
            Optional<Instant> still = latest(movement.lastOfSink(), inFlightSince);
            if (isStill(still, signs.running().sink(), now)) {
                return stalled(sink(movement, signs, still, now));
            }
        }
        if (movement.unread() > 0) {
            Optional<Instant> moved = latest(signs.transformMoved(), movement.lastOutcome());
            Optional<Instant> still = latest(moved, unreadSince);
            if (isStill(still, signs.running().transform(), now)) {
                return stalled(transform(movement, signs, still, now));
            }
        }
        return new Assessment(SyncState.CATCHING_UP, count(movement.behind(), "change") + " behind, and moving");
    }

    /** Of a stage that does not run it need not be waited for whether it moves. */
    private boolean isStill(Optional<Instant> since, boolean runs, Instant now) {
        return since.isEmpty() || isOlder(since.get(), runs ? stalledAfter : inStep, now);
    }

    private Assessment upToDate(Movement movement, Signs signs, Instant now) {
        if (!signs.running().transform() || !signs.running().sink()) {
            String stage = !signs.running().transform() ? "transform" : "sink";
            return unknown(stage + " is not running; nothing waits for it yet");
        }
        if (!isHeard(signs, now)) {
            return unknown(noHeartbeat(signs, now));
        }
        if (signs.lastHeartbeat().isEmpty()) {
            return new Assessment(SyncState.CATCHING_UP, FIRST_LOAD);
        }
        boolean flows = movement.lastOutcome()
                .filter(last -> !isOlder(last, Duration.ofSeconds(Movement.LONGER_SECONDS), now))
                .isPresent();
        return flows
                ? new Assessment(SyncState.IN_STEP, "changes flow, and none is under way")
                : new Assessment(SyncState.IDLE, "nothing to do, and heartbeats pass");
    }

    private String noRun(Movement movement, Signs signs, Instant now) {
        Optional<Instant> last = latest(signs.captureHeard(), movement.lastOutcome());
        if (last.isEmpty()) {
            return "no run is going, and nothing was captured yet";
        }
        return "no run is going since " + moments.at(last.get(), now)
                + ", so what the source has changed since is not known"
                + (movement.behind() > 0 ? "; " + waiting(movement.behind(), "change") + " for the next one" : "");
    }

    private String noHeartbeat(Signs signs, Instant now) {
        Optional<Instant> last = signs.lastHeartbeat().or(signs::captureHeard);
        if (signs.running().captureProcess().isEmpty()) {
            return last.map(moment -> "no heartbeat since " + moments.at(moment, now))
                            .orElse("no heartbeat yet")
                    + ": capture is not running";
        }
        String process = ", in process " + signs.running().captureProcess().getAsLong();
        return last.map(moment -> "no heartbeat since " + moments.at(moment, now) + ": capture runs" + process
                        + ", and hears nothing of the source; see whether that is up")
                .orElse("no heartbeat yet: capture begins" + process);
    }

    private String sink(Movement movement, Signs signs, Optional<Instant> since, Instant now) {
        String waiting = waiting(movement.inFlight(), "write");
        return signs.running().sink()
                ? "sink runs, and has had no answer from " + target + since(since, now)
                        + "; see whether it is up, or throttles. " + waiting
                : "sink is not running, and " + waiting + " for it" + since(since, now);
    }

    private String transform(Movement movement, Signs signs, Optional<Instant> since, Instant now) {
        String waiting = waiting(movement.unread(), "change");
        return signs.running().transform()
                ? "transform runs, and has come no further" + since(since, now) + "; see " + log + ". " + waiting
                : "transform is not running, and " + waiting + " for it" + since(since, now);
    }

    private String since(Optional<Instant> moment, Instant now) {
        return moment.map(known -> " since " + moments.at(known, now)).orElse(" yet");
    }

    /** Whether capture wrote something lately. */
    boolean isHeard(Signs signs, Instant now) {
        return signs.captureHeard().isPresent() && !isOlder(signs.captureHeard().get(), silence, now);
    }

    private static boolean isOlder(Instant moment, Duration limit, Instant now) {
        return Duration.between(moment, now).compareTo(limit) > 0;
    }

    private static Assessment unknown(String why) {
        return new Assessment(SyncState.UNKNOWN, why);
    }

    private static Assessment stalled(String why) {
        return new Assessment(SyncState.STALLED, why);
    }

    private static String count(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }

    private static String waiting(long count, String what) {
        return count(count, what) + (count == 1 ? " waits" : " wait");
    }

    private static String words(Duration limit) {
        return limit.toMillis() % 1_000 == 0 ? limit.toSeconds() + " seconds" : limit.toMillis() + " milliseconds";
    }

    private static Optional<Instant> earliest(Optional<Instant> one, Optional<Instant> other) {
        return Stream.of(one, other).flatMap(Optional::stream).min(Instant::compareTo);
    }

    private static Optional<Instant> latest(Optional<Instant> one, Optional<Instant> other) {
        return Stream.of(one, other).flatMap(Optional::stream).max(Instant::compareTo);
    }
}
