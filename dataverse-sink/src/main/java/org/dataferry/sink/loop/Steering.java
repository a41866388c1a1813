package org.dataferry.sink.loop;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Properties;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.SinkControl;
import org.dataferry.schemas.control.SinkSteering;
import org.dataferry.schemas.follow.TopicFollower;
import org.dataferry.schemas.topic.MigrationTopics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies what people decide for the sink while it runs. All that was decided before is known before the first row is sent, so
 * it holds over restarts. For the loop's thread.
 */
final class Steering implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Steering.class);

    /** Soon enough for people, and a poll takes microseconds. */
    private static final Duration LOOK = Duration.ofMillis(200);

    private final MigrationTopics topics;
    private final Collection<String> written;
    private final SinkLoop loop;
    private final UserLanes lanes;
    private final Clock clock;
    private final TopicFollower<ControlEvent> reader;
    private SinkControl control = SinkControl.NONE;
    private SinkControl applied = SinkControl.NONE;
    private Instant nextLook;

    /** @param written all entities and relationships that the sink writes */
    Steering(
            MigrationTopics topics,
            ConfluentAvro avro,
            Properties client,
            Collection<String> written,
            SinkLoop loop,
            UserLanes lanes,
            Clock clock) {
        this.topics = topics;
        this.written = written;
        this.loop = loop;
        this.lanes = lanes;
        this.clock = clock;
        this.reader = TopicFollower.ofControl(topics, avro, client, this::take);
        this.nextLook = clock.instant();
    }

    /** Takes all that was decided until now. */
    void begin(Duration timeout) {
        reader.readToEnd(timeout);
        // The lanes may be those of an earlier life, and keep to what has been taken back since.
        steer();
    }

    /** Takes what was decided since, once in a while. */
    void look() {
        Instant now = clock.instant();
        if (!now.isBefore(nextLook)) {
            nextLook = now.plus(LOOK);
            reader.read();
            apply();
        }
    }

    private void take(ControlEvent event) {
        if (event instanceof SinkSteering steering && steering.rebuild() == topics.rebuild()) {
            control = control.after(steering);
            LOG.info("Sink is steered event={}", steering);
        }
    }

    private void apply() {
        if (!control.equals(applied)) {
            steer();
        }
    }

    private void steer() {
        applied = control;
        loop.pause(Pauses.of(control, written, topics));
        lanes.limit(control.limits());
    }

    @Override
    public void close() {
        reader.close();
    }
}
