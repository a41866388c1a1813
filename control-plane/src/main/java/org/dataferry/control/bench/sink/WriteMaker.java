package org.dataferry.control.bench.sink;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.dataferry.control.bench.emulator.BenchTable;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;

/**
 * Makes the writes of rows as the transform does: 37 columns and lookups, to which the sink adds the key. Contents are made
 * beforehand and used again.
 */
public final class WriteMaker {

    private static final SourceTable TABLE = new SourceTable("b", "public", "r");
    private static final SourceTable PARENTS = new SourceTable("b", "public", "p");
    private static final int CONTENTS = 2_000;
    private static final int WORDS_OF_A_MEMO = 20;
    private static final int MOST_NUMBER = 1_000_000;
    private static final int MOST_DAYS = 9_000;

    /** Longer than the column; only Dataverse finds out. */
    private static final String TOO_LONG = "x".repeat(150);

    private static final Set<String> CHANGED =
            Set.of("ben_text3", "ben_whole1", "ben_decimal2", "ben_flag0", "ben_date1");
    private static final List<String> WORDS =
            List.of("north", "harbour", "Meier", "invoice", "paper", "Zürich", "delivery", "market", "GmbH", "street");

    private final SourceTable table;
    private final List<Map<String, Value>> columns = new ArrayList<>();
    private final List<Map<String, LookupTarget>> lookups = new ArrayList<>();

    WriteMaker(long seed) {
        this(seed, TABLE);
    }

    /** @param table that the rows come from */
    public WriteMaker(long seed, SourceTable table) {
        this.table = table;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < CONTENTS; i++) {
            columns.add(columns(random));
            lookups.add(Map.of("ben_parent0", parent(random), "ben_parent1", parent(random)));
        }
    }

    EntityWrite create(int row) {
        return create(row, position(1));
    }

    /** @param position of the change that it is made of */
    public EntityWrite create(int row, SourcePosition position) {
        return write(
                row,
                1,
                position,
                OptionalLong.empty(),
                content(row),
                content(row).keySet());
    }

    /** One that Dataverse refuses, as a text is too long. */
    EntityWrite bad(int row) {
        Map<String, Value> bad = new LinkedHashMap<>(content(row));
        bad.put("ben_text0", Value.text(TOO_LONG));
        return write(row, 1, position(1), OptionalLong.empty(), bad, bad.keySet());
    }

    /** Five columns of a row that was created. */
    EntityWrite update(int row) {
        Map<String, Value> updated = new LinkedHashMap<>(content(row));
        Map<String, Value> other = content(row + 1);
        CHANGED.forEach(column -> updated.put(column, other.get(column)));
        return write(row, 2, position(2), OptionalLong.of(1), updated, CHANGED);
    }

    private static SourcePosition position(long version) {
        return new SourcePosition.InLog(1, version, version, 0);
    }

    private Map<String, Value> content(int row) {
        return columns.get(row % CONTENTS);
    }

    private EntityWrite write(
            int row,
            long version,
            SourcePosition position,
            OptionalLong basedOn,
            Map<String, Value> image,
            Set<String> changed) {
        SourceKey key = SourceKey.of(Value.whole(row));
        Cause cause = new Cause.OfChange(new ChangeId("bench", table, key, position));
        RowId id = new RowId.OfSource(BenchTable.NAME, table, key);
        return new EntityWrite.UpsertRow(
                new WriteId(cause, id, Part.ROW), version, basedOn, image, lookups.get(row % CONTENTS), changed, "1");
    }

    private static LookupTarget parent(SplittableRandom random) {
        int number = random.nextInt(BenchTable.PARENTS);
        RowId row = new RowId.OfSource(BenchTable.PARENT, PARENTS, SourceKey.of(Value.whole(number)));
        return new LookupTarget.ByGuid(row, BenchTable.parent(number));
    }

    private static Map<String, Value> columns(SplittableRandom random) {
        Map<String, Value> columns = new LinkedHashMap<>();
        columns.put("ben_name", Value.text(words(random, 2)));
        for (BenchTable.Definition column : BenchTable.columns()) {
            String name = column.logicalName();
            if (!name.equals(SinkChild.KEY_COLUMN)) {
                columns.put(name, value(column.type(), name, random));
            }
        }
        return columns;
    }

    private static Value value(String type, String name, SplittableRandom random) {
        return switch (type) {
            case "String" -> Value.text(words(random, 1 + random.nextInt(3)));
            case "Memo" -> Value.text(words(random, WORDS_OF_A_MEMO));
            case "Integer" -> Value.whole(random.nextInt(MOST_NUMBER));
            case "Decimal" -> new Value.Decimal(BigDecimal.valueOf(random.nextInt(MOST_NUMBER), 2));
            case "Double" -> new Value.Floating(random.nextInt(MOST_NUMBER) / 8.0);
            case "Boolean" -> new Value.Bool(random.nextBoolean());
            case "DateTime" ->
                name.startsWith("ben_date")
                        ? new Value.Day(LocalDate.EPOCH.plusDays(random.nextInt(MOST_DAYS)))
                        : new Value.Moment(Instant.EPOCH.plusSeconds(random.nextInt(MOST_NUMBER)));
            default -> throw new IllegalStateException("no values for columns of type " + type);
        };
    }

    private static String words(SplittableRandom random, int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(i == 0 ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return words.toString();
    }
}
