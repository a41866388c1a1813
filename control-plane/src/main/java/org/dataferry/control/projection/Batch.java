package org.dataferry.control.projection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.DeadLetterEvent;
import org.dataferry.schemas.control.WaiverEvent;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.KeyFormatException;
import org.dataferry.schemas.key.PlainKey;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.WriteId;
import org.jspecify.annotations.Nullable;

/**
 * What some records say, ready to be staged. Records of one partition are given in their order, each once.
 *
 * <p>A write or row that several of them name is one entry, so memory is bounded by the records.
 */
final class Batch {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<UUID, RowEntry> rows = new LinkedHashMap<>();
    private final Map<UUID, WriteEntry> writes = new LinkedHashMap<>();
    private final Map<String, List<@Nullable String>> images = new LinkedHashMap<>();
    private final List<List<@Nullable String>> changes = new ArrayList<>();
    private final List<List<@Nullable String>> sharedSources = new ArrayList<>();
    private final List<List<@Nullable String>> outcomes = new ArrayList<>();
    private final List<List<@Nullable String>> deadLetters = new ArrayList<>();
    private final List<List<@Nullable String>> decisions = new ArrayList<>();
    private final List<List<@Nullable String>> waivers = new ArrayList<>();
    private final List<List<@Nullable String>> waivedWrites = new ArrayList<>();
    private final List<List<@Nullable String>> closedLetters = new ArrayList<>();
    private final List<List<@Nullable String>> fences = new ArrayList<>();
    private final List<List<@Nullable String>> fenceSums = new ArrayList<>();
    private final List<List<@Nullable String>> progress = new ArrayList<>();

    private final TableNames names;

    /** @param names how the ledger names tables */
    Batch(TableNames names) {
        this.names = names;
    }

    /** @param rows in the order of the columns of the table */
    record Staged(String table, List<List<@Nullable String>> rows) {}

    /**
     * @param key canonical text; a key that is none is shown as it is
     * @param op I, U or D; null if it could not be read
     */
    void captured(
            SourceTable table,
            String key,
            SourcePosition position,
            @Nullable String op,
            @Nullable Instant committedAt,
            Place place) {
        changes.add(Columns.of(
                Hash.of(table, key),
                Ordering.of(position),
                place.offset(),
                place.partition(),
                names.text(table),
                key,
                plain(key),
                position.text(),
                op,
                committedAt,
                place.at()));
    }

    void announced(FanOut fanOut, Place place) {
        List<WriteId> announced = switch (fanOut) {
            case FanOut.Announced(var change, List<WriteId> made) -> made;
            case FanOut.Reannounced(var cause, List<WriteId> made) -> made;
            case FanOut.Redelivered ignored -> List.of();
        };
        announced.forEach(write -> entry(write).announced(place));
        if (fanOut instanceof FanOut.Reannounced) {
            share(announced);
        }
    }

    /**
     * Of a replay, a write of a link or a merged row does not say whose it is. Where the source row was refused before, the fan-out
     * says so under that row's own id.
     */
    private void share(List<WriteId> announced) {
        for (WriteId own : announced) {
            if (own.row() instanceof RowId.OfSource source) {
                announced.stream()
                        .filter(write -> !(write.row() instanceof RowId.OfSource)
                                && write.row().entity().equals(source.entity()))
                        .forEach(write -> sharedSources.add(Columns.of(
                                Hash.of(write),
                                Hash.of(source.table(), source.key().text()))));
            }
        }
    }

    void written(EntityWrite write, Place place) {
        entry(write.id()).written(write, place.offset());
        if (write instanceof EntityWrite.UpsertRow upsert) {
            UUID row = Hash.of(write.row());
            ImageText image = ImageText.of(upsert);
            images.put(
                    row + " " + write.version(),
                    Columns.of(row, write.version(), image.image(), image.amounts(), image.currency()));
        }
    }

    void recorded(RecordedOutcome outcome, Place place) {
        entry(outcome.write()).recorded(outcome, place.offset());
        Standing standing = Standing.of(outcome.outcome());
        standing.about().ifPresent(this::row);
        outcomes.add(Columns.of(
                outcome.write().row().entity(),
                Hash.of(outcome.write()),
                place.offset(),
                outcome.at(),
                outcome.version(),
                outcome.stage().name(),
                standing.status(),
                standing.reason(),
                standing.detail(),
                standing.about().map(RowId::text).orElse(null),
                outcome.batch().orElse(null)));
    }

    /** @param identity null where the topic forgets the row */
    void identified(RowId row, @Nullable Identity identity) {
        row(row).identified(identity);
    }

    void buried(DeadLetter letter, Place place) {
        deadLetters.add(Columns.of(
                place.partition(),
                place.offset(),
                place.at(),
                letter.key(),
                letter.stage(),
                letter.reason(),
                letter.inputTopic(),
                letter.inputPartition(),
                letter.inputOffset(),
                letter.bytes()));
    }

    void decided(ControlEvent event, Place place) {
        decisions.add(Decision.of(event, names).columns(place));
    }

    /** What was waived, or is no longer, of the run that the ledger is of. A decision of several parts holds with the last. */
    void decided(WaiverEvent event, Place place) {
        switch (event) {
            case WaiverEvent.Waived waived -> {
                waived.writes()
                        .forEach(write ->
                                waivedWrites.add(Columns.of(Hash.of(write), waived.waiverId(), Hash.of(write.row()))));
                if (waived.isLast()) {
                    waivers.add(Columns.of(
                            waived.waiverId(), place.offset(), waived.at(), waived.by(), waived.why(), false));
                }
            }
            case WaiverEvent.Withdrawn withdrawn ->
                waivers.add(Columns.of(
                        withdrawn.waiverId(), place.offset(), withdrawn.at(), withdrawn.by(), withdrawn.why(), true));
        }
    }

    void decided(DeadLetterEvent event, Place place) {
        String what = switch (event) {
            case DeadLetterEvent.Discarded ignored -> "DISCARDED";
            case DeadLetterEvent.Replayed ignored -> "REPLAYED";
        };
        event.letters()
                .forEach(letter -> closedLetters.add(Columns.of(
                        letter.partition(),
                        letter.offset(),
                        what,
                        event.by(),
                        event.why(),
                        event.at(),
                        place.offset())));
    }

    /** A fence that a command has set. */
    void reached(FenceEvent.Reached fence, Place place) {
        fences.add(Columns.of(place.offset(), fence.fenceId(), fence.source(), fence.committedAt(), place.at()));
    }

    /** What a run counted at a fence. */
    void checked(FenceEvent.Checked checked, Place place) {
        new TreeMap<>(checked.sums())
                .forEach((entity, sum) -> fenceSums.add(Columns.of(
                        place.offset(),
                        checked.fenceId(),
                        place.at(),
                        entity,
                        sum.announced(),
                        JSON.<JsonNode>valueToTree(new TreeMap<>(sum.outcomes())),
                        sum.missing(),
                        JSON.<JsonNode>valueToTree(sum.missingWrites()))));
    }

    /** From where a partition is to be read on, once this batch is in the ledger. */
    void readUpTo(String topic, int partition, long nextOffset) {
        progress.add(Columns.of(topic, partition, nextOffset));
    }

    /** Whether nothing has moved. */
    boolean isEmpty() {
        return progress.isEmpty();
    }

    /** Of the rows that it names. */
    Set<String> entities() {
        Set<String> entities = new LinkedHashSet<>();
        rows.values().forEach(row -> entities.add(row.entity()));
        return entities;
    }

    /** All of it, by the table that it goes to. */
    List<Staged> staged() {
        return List.of(
                new Staged("in_change", changes),
                new Staged(
                        "in_write",
                        writes.values().stream().map(WriteEntry::columns).toList()),
                new Staged("in_shared_source", sharedSources),
                new Staged("in_outcome", outcomes),
                new Staged(
                        "in_row", rows.values().stream().map(RowEntry::columns).toList()),
                new Staged("in_image", List.copyOf(images.values())),
                new Staged("in_progress", progress),
                new Staged("in_waiver", waivers),
                new Staged("in_waived_write", waivedWrites),
                new Staged("in_closed_letter", closedLetters),
                new Staged("ferry.dead_letter", deadLetters),
                new Staged("ferry.control", decisions),
                new Staged("ferry.fence", fences),
                new Staged("ferry.checked_sum", fenceSums));
    }

    private WriteEntry entry(WriteId write) {
        row(write.row());
        return writes.computeIfAbsent(Hash.of(write), hash -> new WriteEntry(write, hash));
    }

    private RowEntry row(RowId row) {
        return rows.computeIfAbsent(Hash.of(row), hash -> new RowEntry(row, hash, names));
    }

    private static String plain(String key) {
        try {
            return PlainKey.of(SourceKey.parse(key));
        } catch (KeyFormatException none) {
            return key;
        }
    }
}
