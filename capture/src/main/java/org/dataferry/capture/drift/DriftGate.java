package org.dataferry.capture.drift;

import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.dataferry.capture.known.KnownSource;
import org.dataferry.capture.log.AckedSender;
import org.dataferry.capture.publish.ChangePublisher;
import org.dataferry.capture.publish.PublishedTable;
import org.dataferry.capture.source.DeclaredKeys;
import org.dataferry.capture.source.SourceSession;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.settings.SourceLimits;
import org.dataferry.schemas.topic.MigrationTopics;

/**
 * The way of changes to their topics. Those of a table whose schema drifted, so that somebody has to decide, turn off into a
 * topic beside, and come back in their order once it is accepted. Nothing is lost, and no other table waits.
 *
 * <p>For the engine's thread, but for {@link #start}, {@link #holds} and {@link #close}.
 */
public final class DriftGate implements AutoCloseable {

    private final DriftWatch watch;
    private final HeldChanges held;
    private final ChangePublisher changes;
    private final Map<PublishedTable, Schema> seen = new HashMap<>();
    private final Set<PublishedTable> turnedOff = ConcurrentHashMap.newKeySet();

    private DriftGate(DriftWatch watch, HeldChanges held, ChangePublisher changes) {
        this.watch = watch;
        this.held = held;
        this.changes = changes;
    }

    /**
     * @param rules by captured table
     * @param keys of tables that have no primary key
     * @param failed hears why drift cannot be watched any more
     */
    public static DriftGate of(
            SourceSession session,
            String source,
            KnownSource known,
            Map<TableName, DriftRule> rules,
            DeclaredKeys keys,
            MigrationTopics topics,
            Map<String, Object> client,
            ConfluentAvro avro,
            AckedSender sender,
            ChangePublisher changes,
            SourceLimits limits,
            Clock clock,
            Consumer<RuntimeException> failed) {
        DriftWatch watch = new DriftWatch(
                session,
                source,
                rules,
                keys,
                known,
                new DriftJournal(source, topics, client, avro, sender),
                limits.schemaLook(),
                clock,
                failed);
        return new DriftGate(watch, new HeldChanges(topics, client, avro, sender), changes);
    }

    /**
     * Looks at the catalogue, before the first change comes.
     *
     * @param anew whether all tables are read anew, so that no drift up to now needs a decision
     */
    public void start(Collection<PublishedTable> tables, boolean anew) {
        watch.start(anew);
        tables.stream().filter(held::mayHave).forEach(turnedOff::add);
    }

    /** Lets go on what somebody has accepted meanwhile; to be called before changes that come later. */
    public void releaseAccepted() {
        if (turnedOff.isEmpty()) {
            return;
        }
        for (PublishedTable table : List.copyOf(turnedOff)) {
            if (!watch.isHeld(table.name())) {
                try {
                    held.release(table);
                    turnedOff.remove(table);
                } catch (ChangePublisher.RefusedException refused) {
                    watch.refused(table.name(), String.valueOf(refused.getMessage()));
                }
            }
        }
    }

    public void publish(PublishedTable table, SourceRecord change, SourcePosition position) {
        Schema schema = change.valueSchema();
        if (seen.get(table) != schema) {
            seen.put(table, schema);
            watch.look();
        }
        if (isTurnedOff(table)) {
            changes.publish(held.of(table), change, position);
            return;
        }
        try {
            changes.publish(table, change, position);
        } catch (ChangePublisher.RefusedException refused) {
            watch.refused(table.name(), String.valueOf(refused.getMessage()));
            turnedOff.add(table);
            changes.publish(held.of(table), change, position);
        }
    }

    /** The marker that an epoch is complete takes the way of the changes before it. */
    public void complete(PublishedTable table, SourcePosition position) {
        changes.complete(isTurnedOff(table) ? held.of(table) : table, position);
    }

    /** Whether changes of a table, up to those that the stream has delivered, are held; for any thread. */
    public boolean holds(PublishedTable table) {
        watch.look();
        return watch.isHeld(table.name()) || turnedOff.contains(table);
    }

    /** Also from its acceptance until all that is held has gone on: what comes later stays behind it. */
    private boolean isTurnedOff(PublishedTable table) {
        if (watch.isHeld(table.name())) {
            turnedOff.add(table);
        }
        return turnedOff.contains(table);
    }

    @Override
    public void close() {
        watch.close();
    }
}
