package org.dataferry.control.soak.sink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceTable;

/** All rows and links that were ever written. Plain state for one thread. */
final class Model {

    /** So that writes of one row meet while earlier ones are under way. */
    private static final int NEWEST = 60;

    private static final int TRIES = 12;
    private static final SourceTable TABLE = new SourceTable("soak", "public", "rows");

    private final Map<String, List<ModelRow>> rows = new HashMap<>();
    private final Map<RowId, ModelRow> byId = new HashMap<>();
    private final Map<RowId, ModelLink> links = new HashMap<>();
    private final List<ModelLink> linkList = new ArrayList<>();
    private final Random random;

    Model(Random random) {
        this.random = random;
        SoakTables.ENTITIES.forEach(entity -> rows.put(entity, new ArrayList<>()));
    }

    ModelRow newRow(String entity) {
        ModelRow row = new ModelRow(TABLE, entity, byId.size() + 1);
        rows.get(entity).add(row);
        byId.put(row.id(), row);
        return row;
    }

    ModelLink link(ModelRow from, ModelRow to) {
        ModelLink link = new ModelLink(from, to);
        ModelLink known = links.putIfAbsent(link.id(), link);
        if (known == null) {
            linkList.add(link);
        }
        return known == null ? link : known;
    }

    /** Any row that will do; empty if a few picks found none. */
    Optional<ModelRow> pick(String entity, Predicate<ModelRow> wanted) {
        return pick(rows.get(entity), wanted);
    }

    Optional<ModelLink> pickLink(Predicate<ModelLink> wanted) {
        return pick(linkList, wanted);
    }

    private <T> Optional<T> pick(List<T> of, Predicate<T> wanted) {
        for (int i = 0; i < TRIES && !of.isEmpty(); i++) {
            int from = random.nextBoolean() ? Math.max(0, of.size() - NEWEST) : 0;
            T picked = of.get(from + random.nextInt(of.size() - from));
            if (wanted.test(picked)) {
                return Optional.of(picked);
            }
        }
        return Optional.empty();
    }

    Optional<ModelRow> row(RowId id) {
        return Optional.ofNullable(byId.get(id));
    }

    List<ModelRow> rows(String entity) {
        return rows.get(entity);
    }

    List<ModelLink> links() {
        return linkList;
    }
}
