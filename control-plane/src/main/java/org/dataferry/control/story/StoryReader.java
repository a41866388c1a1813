package org.dataferry.control.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.dataferry.schemas.settings.RecordLimits;

/** Reads the story of one row from the ledger. */
final class StoryReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Rows that wait for this one, of which the story has some; the rest is a list of its own. */
    private static final int HELD_SHOWN = 10;

    private static final long MOST_HELD = 100_000;

    /** Decisions whose detail is how rows were chosen. */
    private static final Set<String> CHOSEN = Set.of("REPLAYED", "WAIVED");

    private static final String WRITES = """
            SELECT w.write_hash AS write, w.part, nullif(w.part_column, '') AS column, w.cause_kind AS cause,
                w.replay_id AS "replayId", w.announced_at AS at, w.action, w.version,
                w.mapping_version AS "mappingVersion", w.state, w.write_offset AS "writeOffset", w.source_hash AS source,
                w.status, w.outcome_at AS "outcomeAt", c.position
            FROM ferry.write w
            LEFT JOIN LATERAL (SELECT position FROM ferry.change WHERE source_hash = w.source_hash
                AND ordering = w.ordering ORDER BY topic_offset LIMIT 1) c ON true
            WHERE w.row_hash = ?
            ORDER BY coalesce(w.announced_at, w.outcome_at) DESC NULLS LAST, w.version DESC NULLS LAST LIMIT ?
            """;

    private static final String CHANGES = """
            SELECT c.source_table AS "table", c.op, c.position, c.committed_at AS "committedAt",
                c.captured_at AS "capturedAt", coalesce(c.committed_at, c.captured_at) AS at, c.redelivered
            FROM ferry.change c WHERE c.source_hash = ANY (?::uuid[])
            ORDER BY c.captured_at DESC, c.ordering DESC LIMIT ?
            """;

    private static final String OUTCOMES = """
            SELECT o.write_hash AS write, o.at, o.version, o.stage, o.status, o.reason, n.kind, n.remedy, o.detail,
                o.waiting_for AS "waitingFor", o.batch, w.part, nullif(w.part_column, '') AS column
            FROM ferry.outcome o
            JOIN ferry.write w USING (write_hash)
            LEFT JOIN ferry.reason n ON n.reason = o.reason AND o.status = 'REJECTED'
            WHERE o.write_hash = ANY (?::uuid[]) ORDER BY o.at DESC, o.topic_offset DESC LIMIT ?
            """;

    private static final String DECISIONS = """
            SELECT at, who, what, why, entity, replay_id AS "replayId", waiver_id AS "waiverId", detail FROM ferry.control
            WHERE replay_id = ANY (?) OR waiver_id = ANY (?)
                OR what IN ('PAUSED', 'RESUMED') AND (entity IS NULL OR entity = ?) AND coalesce(rebuild, 1) = 1
            ORDER BY topic_offset
            """;

    /** Of the versions that are told, and the one before them, with which the oldest is compared. */
    private static final String IMAGES = """
            SELECT version, image FROM ferry.image
            WHERE row_hash = ? AND (version = ANY (?::bigint[])
                OR version = (SELECT max(version) FROM ferry.image WHERE row_hash = ? AND version < ?))
            ORDER BY version DESC LIMIT ?
            """;

    /** The primary key finds them by their writes. */
    private static final String WAIVERS =
            "SELECT DISTINCT waiver_id AS id FROM ferry.waived_write WHERE write_hash = ANY (?::uuid[])";

    private static final String HELD = "SELECT r.* FROM ferry.row r WHERE r.waiting_hash = ?";

    private StoryReader() {}

    /** Empty if there is no such row. */
    static Optional<RowStory> read(Connection ledger, UUID record, RecordLimits limits, Sight sight)
            throws SQLException {
        Query query = new Query(ledger);
        LedgerRows rows = new LedgerRows(query, sight);
        Optional<ObjectNode> found = rows.find(record);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode row = found.get();
        List<String> cutShort = new ArrayList<>();
        String entity = row.path("entity").asText();
        ObjectNode ids = query.rows(
                        "SELECT row_id AS id, source_hash AS source, error_write AS error, waiting_write AS waiting"
                                + " FROM ferry.row WHERE row_hash = ?",
                        record)
                .getFirst();
        List<ObjectNode> writes = some("writes", query.rows(WRITES, record, limits.versions() + 1), limits, cutShort);
        List<UUID> hashes = writes.stream()
                .map(write -> UUID.fromString(write.path("write").asText()))
                .toList();
        List<ObjectNode> outcomes =
                some("outcomes", query.rows(OUTCOMES, hashes, limits.versions() + 1), limits, cutShort);
        outcomes.forEach(outcome -> {
            rows.maskDetail(outcome, entity);
            if (outcome.path("waitingFor").isTextual()) {
                outcome.set("waitingFor", rows.named(outcome.path("waitingFor").asText()));
            }
        });
        List<ObjectNode> changes =
                some("changes", query.rows(CHANGES, sources(ids, writes), limits.versions() + 1), limits, cutShort);
        return Optional.of(new RowStory(
                row,
                ids.path("id").asText(),
                changes,
                writes,
                outcomes,
                SinkOutcomes.of(query, record),
                decisions(query, entity, ids, writes, sight),
                images(query, record, writes, limits),
                held(query, rows, record),
                cutShort,
                limits,
                sight));
    }

    private static List<ObjectNode> some(
            String what, List<ObjectNode> all, RecordLimits limits, List<String> cutShort) {
        if (all.size() <= limits.versions()) {
            return all;
        }
        cutShort.add(what);
        return all.subList(0, limits.versions());
    }

    /** The source rows that it is made of: for merged rows and links those of its writes. */
    private static Set<UUID> sources(ObjectNode ids, List<ObjectNode> writes) {
        Set<UUID> sources = new HashSet<>();
        for (JsonNode one : writes) {
            if (one.path("source").isTextual()) {
                sources.add(UUID.fromString(one.path("source").asText()));
            }
        }
        if (ids.path("source").isTextual()) {
            sources.add(UUID.fromString(ids.path("source").asText()));
        }
        return sources;
    }

    private static List<ObjectNode> decisions(
            Query query, String entity, ObjectNode ids, List<ObjectNode> writes, Sight sight) throws SQLException {
        Set<String> replays = new HashSet<>();
        writes.forEach(write -> replays.add(write.path("replayId").asText("")));
        replays.remove("");
        List<ObjectNode> all = query.rows(DECISIONS, replays, waivers(query, ids, writes), entity);
        // How rows were chosen can name their keys and values.
        all.stream()
                .filter(decision -> CHOSEN.contains(decision.path("what").asText())
                        && decision.path("detail").isTextual())
                .forEach(decision -> decision.put(
                        "detail",
                        sight.chosen(
                                decision.path("entity").asText(),
                                decision.path("detail").asText())));
        return Pauses.thatTouched(all, writes);
    }

    /** Those of what is told, and of what keeps the row now, which can be older. */
    private static Set<String> waivers(Query query, ObjectNode ids, List<ObjectNode> writes) throws SQLException {
        Set<String> hashes = new HashSet<>();
        writes.forEach(write -> hashes.add(write.path("write").asText()));
        for (String stuck : List.of("error", "waiting")) {
            if (ids.path(stuck).isTextual()) {
                hashes.add(ids.path(stuck).asText());
            }
        }
        Set<String> waivers = new HashSet<>();
        query.rows(WAIVERS, hashes)
                .forEach(waiver -> waivers.add(waiver.path("id").asText()));
        return waivers;
    }

    /** A row that waits for long has an image of each of its versions, which are far more than anybody reads. */
    private static Map<Long, ObjectNode> images(Query query, UUID record, List<ObjectNode> writes, RecordLimits limits)
            throws SQLException {
        Map<Long, ObjectNode> images = new TreeMap<>();
        Set<Long> versions = new TreeSet<>();
        writes.stream()
                .filter(write -> write.path("action").asText().equals("UPSERT")
                        && write.path("version").isNumber())
                .forEach(write -> versions.add(write.path("version").asLong()));
        if (versions.isEmpty()) {
            return images;
        }
        for (ObjectNode one :
                query.rows(IMAGES, record, versions, record, Collections.min(versions), limits.versions() + 1)) {
            images.put(one.path("version").asLong(), (ObjectNode) one.path("image"));
        }
        return images;
    }

    private static ObjectNode held(Query query, LedgerRows rows, UUID record) throws SQLException {
        ObjectNode held = JSON.createObjectNode();
        long counted = query.count(HELD, MOST_HELD + 1, record);
        held.put("rows", Math.min(counted, MOST_HELD)).put("isExact", counted <= MOST_HELD);
        ArrayNode first = held.putArray("first");
        rows.of("(" + HELD + " ORDER BY r.row_hash LIMIT " + HELD_SHOWN + ")", "ORDER BY r.row_hash", record)
                .forEach(first::add);
        return held;
    }
}
