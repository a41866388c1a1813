package org.dataferry.control.verify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.DeletePolicy;

/** Both ends in memory, of one entity; and a run between them that does what it is told when a fence passes. */
final class MemoryEnds implements SourceSide, TargetSide, Settling {

    static final String ENTITY = "account";
    static final SourceTable TABLE = new SourceTable("erp", "public", "customers");

    final Map<RowId, WantedRow> source = new LinkedHashMap<>();
    final Map<UUID, HeldRow> target = new LinkedHashMap<>();
    DeletePolicy policy = DeletePolicy.DELETE;

    /** What happens while removals are awaited. */
    Runnable onRemovals = () -> {};

    /** What happens when the next fences are awaited, one each. */
    final List<Runnable> onFences = new ArrayList<>();

    boolean running;
    int fences;

    static RowId row(int number) {
        return new RowId.OfSource(ENTITY, TABLE, key(number));
    }

    private static SourceKey key(int number) {
        return SourceKey.of(Value.whole(number));
    }

    void want(int number, Map<String, Optional<String>> fields) {
        want(number, fields, "");
    }

    void want(int number, Map<String, Optional<String>> fields, String version) {
        source.put(
                row(number),
                new WantedRow(row(number), TABLE, key(number), new WantedRow.Content.Fields(fields), version));
    }

    void refuse(int number) {
        source.put(
                row(number),
                new WantedRow(
                        row(number),
                        TABLE,
                        key(number),
                        new WantedRow.Content.Refused(RejectionReason.VALUE_TOO_LONG, "column name: 300 characters")));
    }

    void leaveOut(int number) {
        source.put(row(number), new WantedRow(row(number), TABLE, key(number), new WantedRow.Content.LeftOut()));
    }

    UUID hold(int number, Map<String, Optional<String>> fields) {
        UUID id = new UUID(7, number);
        target.put(id, new HeldRow(Optional.of(row(number)), id, fields, ""));
        return id;
    }

    UUID holdForeign(int number) {
        UUID id = new UUID(8, number);
        target.put(id, new HeldRow(Optional.empty(), id, Map.of(), "somebody else has made it"));
        return id;
    }

    static Map<String, Optional<String>> named(String name) {
        return Map.of("name", Optional.of(name), "phone", Optional.empty());
    }

    @Override
    public Moment now() {
        Map<RowId, WantedRow> rows = new LinkedHashMap<>(source);
        return new Moment() {
            @Override
            public void all(String entity, Consumer<WantedRow> consumer) {
                rows.values().forEach(consumer);
            }

            @Override
            public Map<RowId, WantedRow> some(String entity, Set<RowId> wanted) {
                Map<RowId, WantedRow> some = new HashMap<>(rows);
                some.keySet().retainAll(wanted);
                return some;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Optional<DeletePolicy> policy(RowId row) {
        return Optional.of(policy);
    }

    @Override
    public long estimate(String entity) {
        return source.size();
    }

    @Override
    public void all(String entity, Set<String> fields, Consumer<HeldRow> rows) {
        List.copyOf(target.values()).forEach(row -> rows.accept(only(fields, row)));
    }

    @Override
    public List<HeldRow> some(String entity, Set<RowId> rows, Set<String> fields) {
        return target.values().stream()
                .filter(row -> row.row().filter(rows::contains).isPresent())
                .map(row -> only(fields, row))
                .toList();
    }

    @Override
    public List<HeldRow> byId(String entity, Collection<UUID> ids, Set<String> fields) {
        return target.values().stream()
                .filter(row -> ids.contains(row.id()))
                .map(row -> only(fields, row))
                .toList();
    }

    private static HeldRow only(Set<String> fields, HeldRow row) {
        Map<String, Optional<String>> some = new HashMap<>(row.fields());
        some.keySet().retainAll(fields);
        return new HeldRow(row.row(), row.id(), some, row.whose());
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public void awaitRemovals() {
        onRemovals.run();
    }

    @Override
    public void await() {
        fences++;
        if (!onFences.isEmpty()) {
            onFences.removeFirst().run();
        }
    }
}
