package org.dataferry.control.dashboard.alert;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dataferry.control.dashboard.live.Live;
import org.dataferry.control.dashboard.live.Snapshot;
import org.dataferry.schemas.settings.AlertSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the looks at a migration, and tells of what cannot wait. What a receiver does not take is sent again until it does, the
 * newest word of each alert; nothing else waits for that.
 */
public final class Alerting implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Alerting.class);

    /** So that a look that hangs is an alert, too. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private static final Duration END_PATIENCE = Duration.ofSeconds(1);

    private final Live live;
    private final AlertRules rules;
    private final OpenAlerts open;
    private final Webhook webhook;
    private final Duration retryPause;
    private final Clock clock;
    private final Instant begun;
    private final Map<String, Notice> unsent = new LinkedHashMap<>();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("ferry-alerts").unstarted(this::run);
    private Instant nextTry = Instant.MIN;

    private Alerting(Live live, AlertSettings settings, String migration, Clock clock) {
        this.live = live;
        this.rules = new AlertRules(settings.lagAbove());
        this.open = new OpenAlerts(settings.repeatAfter());
        this.webhook = new Webhook(settings, migration);
        this.retryPause = settings.retryPause();
        this.clock = clock;
        this.begun = clock.instant();
    }

    public static Alerting start(Live live, AlertSettings settings, String migration, Clock clock) {
        Alerting alerting = new Alerting(live, settings, migration, clock);
        alerting.thread.start();
        return alerting;
    }

    private void run() {
        long seen = 0;
        try {
            while (!live.isClosed()) {
                seen = live.awaitNewer(seen, LOOK).map(Snapshot::sequence).orElse(seen);
                try {
                    look(live.newest());
                } catch (RuntimeException failed) {
                    // The thread lives on: else nobody would be told of anything any more. What it says may quote a
                    // secret.
                    LOG.warn(
                            "A look at the alerts failed: {}", failed.getClass().getName());
                }
            }
        } catch (InterruptedException closing) {
            LOG.debug("Alerts end");
        }
    }

    private void look(Optional<Snapshot> newest) throws InterruptedException {
        Instant now = clock.instant();
        for (Notice notice : open.look(rules.of(newest, begun, now), now)) {
            LOG.info("Alert {} key={} since={}", notice.kind(), notice.alert().key(), notice.since());
            // The newest word goes last, as the others are older.
            unsent.remove(notice.alert().key());
            unsent.put(notice.alert().key(), notice);
        }
        if (!now.isBefore(nextTry)) {
            send(now);
        }
    }

    private void send(Instant now) throws InterruptedException {
        Iterator<Notice> notices = unsent.values().iterator();
        while (notices.hasNext()) {
            Notice notice = notices.next();
            try {
                webhook.send(notice);
                notices.remove();
            } catch (IOException refused) {
                nextTry = now.plus(retryPause);
                LOG.warn(
                        "The webhook of dashboard.alerts does not take {}; it is tried again in {}: {}",
                        notice.alert().key(),
                        retryPause,
                        refused.getMessage());
                return;
            }
        }
    }

    /** Ends; what was not taken by then is not sent. The looks are closed first. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(END_PATIENCE);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
