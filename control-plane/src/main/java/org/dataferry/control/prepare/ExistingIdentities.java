package org.dataferry.control.prepare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.errors.InterruptException;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.FerryKey;
import org.dataferry.schemas.key.KeyFormatException;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.settings.MigrationSettings;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.rows.RowQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from the target which rows it has from an earlier run, so that they are updated and not found out one by one.
 *
 * <p>Only for a migration that begins: once changes are announced, its identities topic is the truth. A reading that was
 * cut short is done again as a whole, which changes nothing. A page is held at a time, however large the target is.
 */
public final class ExistingIdentities {

    private static final Logger LOG = LoggerFactory.getLogger(ExistingIdentities.class);

    private final Lane lane;
    private final MigrationSettings settings;
    private final MigrationTopics topics;
    private final ConfluentAvro avro;
    private final Properties client;

    /** @param topics of the run or the rebuild that writes to that target */
    public ExistingIdentities(
            Lane lane, MigrationSettings settings, MigrationTopics topics, ConfluentAvro avro, Properties client) {
        this.lane = lane;
        this.settings = settings;
        this.topics = topics;
        this.avro = avro;
        this.client = client;
    }

    /**
     * Publishes what the target has of this migration's sources.
     *
     * @return how many rows were found
     */
    public long publish(Set<String> entities) throws InterruptedException {
        Map<String, EntitySet> sets = lane.metadata().entitySets();
        long found = 0;
        try (FoundRows rows = new FoundRows(topics, avro, client)) {
            for (String entity : entities) {
                EntitySet set = Optional.ofNullable(sets.get(entity))
                        .orElseThrow(() -> new ControlException("the target has no entity set of " + entity));
                found += publish(set, rows);
            }
            rows.flush();
        } catch (InterruptException interrupted) {
            Thread.interrupted();
            throw new InterruptedException("interrupted while storing identities");
        }
        LOG.info("Rows of an earlier run found in the target count={}", found);
        return found;
    }

    /**
     * Publishes rows that are adopted.
     *
     * @return how many they are
     */
    public long publish(Adoption adoption) throws InterruptedException {
        long[] adopted = {0};
        try (FoundRows rows = new FoundRows(topics, avro, client)) {
            adoption.each((row, guid) -> {
                rows.add(row, guid, Identity.Origin.ADOPTED);
                adopted[0]++;
            });
            rows.flush();
        } catch (InterruptException interrupted) {
            Thread.interrupted();
            throw new InterruptedException("interrupted while storing identities");
        }
        LOG.info("Rows of others adopted count={}", adopted[0]);
        return adopted[0];
    }

    private long publish(EntitySet set, FoundRows rows) throws InterruptedException {
        long[] found = {0};
        RowQuery query = RowQuery.all(
                set.idColumn(), settings.target().keyColumn(), settings.target().idColumn());
        lane.reader()
                .scan(set, query, page -> found[0] += add(set, page, rows))
                .orThrow("read the identities of " + set.logicalName());
        return found[0];
    }

    private int add(EntitySet set, List<ObjectNode> page, FoundRows rows) {
        int found = 0;
        for (ObjectNode row : page) {
            Optional<RowId> id = ownRowId(set, row);
            if (id.isPresent()) {
                UUID guid = UUID.fromString(row.path(set.idColumn()).asText());
                rows.add(id.get(), guid, Identity.Origin.FOUND);
                found++;
            }
        }
        return found;
    }

    /** Several migrations may write to one table: a row of another one's source is not ours. */
    private Optional<RowId> ownRowId(EntitySet set, ObjectNode row) {
        String key = row.path(settings.target().keyColumn()).asText("");
        String wholeId = row.path(settings.target().idColumn()).asText("");
        return rowId(key, wholeId)
                .filter(id -> id.entity().equals(set.logicalName()))
                .filter(id -> isOfSource(id, settings.tables().sources()));
    }

    static Optional<RowId> rowId(String key, String wholeId) {
        if (key.isEmpty()) {
            return Optional.empty();
        }
        try {
            FerryKey ferryKey = new FerryKey(key);
            return ferryKey.isWhole() || wholeId.isEmpty() ? ferryKey.rowId() : Optional.of(RowId.parse(wholeId));
        } catch (KeyFormatException notOurs) {
            LOG.warn("A row of the target has a key that Ferry did not write key={}", key);
            return Optional.empty();
        }
    }

    static boolean isOfSource(RowId id, List<String> sources) {
        return switch (id) {
            case RowId.OfSource of -> sources.contains(of.table().source());
            // What makes these is known only when the source rows have been read; until then they are found by their
            // key.
            case RowId.Merged ignored -> false;
            case RowId.Link ignored -> false;
        };
    }
}
