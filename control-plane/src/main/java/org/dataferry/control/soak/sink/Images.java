package org.dataferry.control.soak.sink;

import static org.dataferry.control.soak.sink.SoakTables.*;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.dataferry.control.soak.sink.ModelRow.Image;
import org.dataferry.schemas.value.Value;

/** Makes up values, and the rows that lookups and links name. */
final class Images {

    /** Of a hundred lookups and links so many name a row that is not known to be in the target yet: they bounce, or come just in time. */
    private static final int TOO_EARLY_PERCENT = 3;

    private static final int PERCENT = 100;

    private final Model model;
    private final Random random;

    Images(Model model, Random random) {
        this.model = model;
        this.random = random;
    }

    /** The whole of a new row. */
    Image first(ModelRow row) {
        Map<String, Value> columns = new LinkedHashMap<>();
        for (String column : COLUMNS) {
            columns.put(column, column.equals(NUMBER) ? Value.text("n" + row.number()) : value(column));
        }
        Map<String, Optional<ModelRow>> lookups = new LinkedHashMap<>();
        if (row.entity().equals(ORDER)) {
            lookups.put(PLACE_LOOKUP, named(PLACE, row));
            if (row.lives > 0) {
                // Its removal may still wait in the sink, which then only brings the row up to date.
                lookups.put(PARENT_LOOKUP, Optional.empty());
            }
        }
        return new Image(columns, lookups);
    }

    Value value(String column) {
        if (!column.equals(NAME) && random.nextInt(10) == 0) {
            return new Value.Null();
        }
        return switch (column) {
            case COUNT -> Value.whole(random.nextInt(HIGHEST_COUNT));
            case AMOUNT -> Value.decimal(random.nextInt(10_000) + "." + random.nextInt(10_000));
            default -> Value.text(column + " " + Long.toString(random.nextLong(), Character.MAX_RADIX));
        };
    }

    /** A row for a lookup of another one; sometimes none. */
    Optional<ModelRow> named(String entity, ModelRow by) {
        return random.nextInt(5) == 0 ? Optional.empty() : end(entity).filter(row -> row != by);
    }

    /** A row that is there, or almost. */
    Optional<ModelRow> end(String entity) {
        boolean early = random.nextInt(PERCENT) < TOO_EARLY_PERCENT;
        Optional<ModelRow> unknown = early ? model.pick(entity, ModelRow::mayBeNamedEarly) : Optional.empty();
        return unknown.or(() -> model.pick(entity, row -> row.isThere() && row.isKnown));
    }
}
