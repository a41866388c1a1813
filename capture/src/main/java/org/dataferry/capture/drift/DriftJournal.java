package org.dataferry.capture.drift;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.dataferry.capture.journal.ControlWriter;
import org.dataferry.capture.log.AckedSender;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.HeldTables;
import org.dataferry.schemas.control.SourceEvent;
import org.dataferry.schemas.follow.TopicFollower;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.topic.MigrationTopics;

/**
 * Which tables are held, by the events in {@code control}: those that capture writes, and those by which people accept them. An
 * event of our own holds at once, also before it was read back.
 */
final class DriftJournal implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final String source;
    private final ControlWriter writer;
    private final TopicFollower<ControlEvent> follower;
    /** What we have written and not read back yet, by the event's id. */
    private final Map<String, SourceTable> unread = new HashMap<>();

    private HeldTables held = HeldTables.NONE;

    DriftJournal(
            String source, MigrationTopics topics, Map<String, Object> client, ConfluentAvro avro, AckedSender sender) {
        this.source = source;
        this.writer = new ControlWriter(topics.control(), avro, sender);
        Properties properties = new Properties();
        properties.putAll(client);
        this.follower = TopicFollower.ofControl(topics, avro, properties, this::take);
        follower.readToEnd(TIMEOUT);
    }

    synchronized boolean isHeld(SourceTable table) {
        return held.isHeld(table) || unread.containsValue(table);
    }

    /** Returns when it is acknowledged. */
    void write(SourceEvent.Drifted event) {
        if (event.paused()) {
            synchronized (this) {
                unread.put(event.driftId(), event.table());
            }
        }
        writer.write(event);
    }

    /** Takes what was decided since. For one thread. */
    void follow() {
        follower.read();
    }

    private synchronized void take(ControlEvent event) {
        if (event instanceof SourceEvent of && of.source().equals(source)) {
            held = held.after(of);
            if (of instanceof SourceEvent.Drifted drifted) {
                unread.remove(drifted.driftId());
            }
        }
    }

    @Override
    public void close() {
        follower.close();
    }
}
