package org.dataferry.control.verify;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.dataferry.control.compare.DiskTable;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.DeletePolicy;

/** Verifies many rows with much text, of which a third differs; neither end holds a row before it is asked for. */
final class LargeVerification implements SourceSide, TargetSide, Settling {

    static final int ROWS = 60_000;
    private static final String TEXT = "x".repeat(2_000);
    private static final int WRONG = 3;

    /** @param arguments a directory to work in */
    public static void main(String[] arguments) throws InterruptedException {
        LargeVerification ends = new LargeVerification();
        Path directory = Path.of(arguments[0]);
        VerifyOptions options = new VerifyOptions(100, false, directory);
        try (DiskTable disk = DiskTable.create(directory)) {
            EntityCount count = new Verification(ends, ends, ends, options, disk, new SilentProgress())
                    .run(List.of(MemoryEnds.ENTITY))
                    .entities()
                    .getFirst();
            System.out.println("mismatched " + count.mismatched() + " matched " + count.matched());
        }
    }

    private static WantedRow wanted(int number) {
        RowId row = MemoryEnds.row(number);
        return new WantedRow(
                row,
                MemoryEnds.TABLE,
                SourceKey.of(Value.whole(number)),
                new WantedRow.Content.Fields(Map.of("text", Optional.of(TEXT + number))));
    }

    private static HeldRow held(int number) {
        String text = number % WRONG == 0 ? TEXT : TEXT + number;
        return new HeldRow(
                Optional.of(MemoryEnds.row(number)), new UUID(0, number), Map.of("text", Optional.of(text)), "");
    }

    private static int number(RowId row) {
        return (int) ((Value.Whole) ((RowId.OfSource) row).key().components().getFirst()).value();
    }

    @Override
    public Moment now() {
        return new Moment() {
            @Override
            public void all(String entity, Consumer<WantedRow> rows) {
                for (int number = 0; number < ROWS; number++) {
                    rows.accept(wanted(number));
                }
            }

            @Override
            public Map<RowId, WantedRow> some(String entity, Set<RowId> rows) {
                Map<RowId, WantedRow> some = new HashMap<>();
                rows.forEach(row -> some.put(row, wanted(number(row))));
                return some;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Optional<DeletePolicy> policy(RowId row) {
        return Optional.of(DeletePolicy.DELETE);
    }

    @Override
    public long estimate(String entity) {
        return ROWS;
    }

    @Override
    public void all(String entity, Set<String> fields, Consumer<HeldRow> rows) {
        for (int number = 0; number < ROWS; number++) {
            rows.accept(held(number));
        }
    }

    @Override
    public List<HeldRow> some(String entity, Set<RowId> rows, Set<String> fields) {
        return rows.stream().map(row -> held(number(row))).toList();
    }

    @Override
    public List<HeldRow> byId(String entity, Collection<UUID> ids, Set<String> fields) {
        return List.of();
    }

    @Override
    public boolean isRunning() {
        return false;
    }

    @Override
    public void awaitRemovals() {}

    @Override
    public void await() {
        throw new IllegalStateException("nothing runs");
    }
}
