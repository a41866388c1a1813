package org.dataferry.sink.send;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.Failure;

/** Finds out which rows are in the target. */
final class RowSearch {

    private final Lane lane;
    private final String keyColumn;

    RowSearch(Lane lane, String keyColumn) {
        this.lane = lane;
        this.keyColumn = keyColumn;
    }

    /**
     * The rows as they are found by Ferry's key, in their order. One that is untouched has none yet, and is looked for by the
     * GUID under which it was found; if it has the key after all, it is not untouched any more.
     */
    Answer<List<RowTask>> find(EntitySet set, List<RowTask> rows) throws InterruptedException {
        return switch (byKey(set, rows)) {
            case Answer.Succeeded<Map<String, UUID>>(Map<String, UUID> found) ->
                withoutKey(set, rows, found)
                        .map(others -> rows.stream()
                                .map(row -> row.guid().filter(others::contains).isPresent()
                                        ? row.withoutKey()
                                        : row.at(Optional.ofNullable(
                                                found.get(row.key().value()))))
                                .toList());
            case Answer.Failed<Map<String, UUID>>(Failure failure) -> new Answer.Failed<>(failure);
        };
    }

    /** The GUIDs of those that are there, by the text of their key. */
    Answer<Map<String, UUID>> byKey(EntitySet set, List<RowTask> rows) throws InterruptedException {
        List<String> keys = rows.stream().map(row -> row.key().value()).toList();
        return lane.identities().find(set, keyColumn, keys);
    }

    /** Those that are there under their GUIDs, of the untouched rows that were not found by key. */
    private Answer<Set<UUID>> withoutKey(EntitySet set, List<RowTask> rows, Map<String, UUID> found)
            throws InterruptedException {
        List<UUID> others = rows.stream()
                .filter(row -> row.untouched() && !found.containsKey(row.key().value()))
                .flatMap(row -> row.guid().stream())
                .toList();
        return others.isEmpty()
                ? new Answer.Succeeded<>(Set.of())
                : lane.reader().rows(set, others, List.of(set.idColumn())).map(Map::keySet);
    }
}
