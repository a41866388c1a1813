package org.dataferry.capture.drift;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dataferry.capture.source.TableShape;
import org.dataferry.schemas.control.SourceDrift;
import org.dataferry.schemas.control.SourceDrift.Kind;

/**
 * What is different between two looks at a table. A column is known by its number, so one that was renamed is told from one
 * that was dropped while another was added.
 *
 * @param drifts in the order of the columns; empty if the table is what it was
 * @param touched the columns, by the names they had, whose values may not be what they were: dropped, renamed and retyped ones,
 *     and those of a key that is another
 */
record ShapeComparison(List<SourceDrift> drifts, Set<String> touched) {

    ShapeComparison {
        drifts = List.copyOf(drifts);
        touched = Set.copyOf(touched);
    }

    static ShapeComparison of(TableShape before, TableShape after) {
        List<SourceDrift> drifts = new ArrayList<>();
        Set<String> touched = new HashSet<>();
        // A table of the same name that is another: its columns have new numbers, and only names tell which is which.
        boolean same = before.oid() == after.oid();
        Map<Object, TableShape.Column> left = new HashMap<>();
        before.columns().forEach(column -> left.put(same ? column.number() : column.name(), column));
        List<SourceDrift> added = new ArrayList<>();
        for (TableShape.Column now : after.columns()) {
            TableShape.Column was = left.remove(same ? now.number() : now.name());
            if (was == null) {
                added.add(new SourceDrift(Kind.COLUMN_ADDED, "", now.text()));
                continue;
            }
            if (!was.name().equals(now.name())) {
                drifts.add(new SourceDrift(Kind.COLUMN_RENAMED, was.text(), now.text()));
                touched.add(was.name());
            } else if (!was.type().equals(now.type())) {
                drifts.add(new SourceDrift(Kind.COLUMN_RETYPED, was.text(), now.text()));
                touched.add(was.name());
            }
        }
        before.columns().stream().filter(left::containsValue).forEach(gone -> {
            drifts.add(new SourceDrift(Kind.COLUMN_DROPPED, gone.text(), ""));
            touched.add(gone.name());
        });
        drifts.addAll(added);
        if (!renamed(before, after, same).equals(after.key())) {
            drifts.add(
                    new SourceDrift(Kind.KEY_CHANGED, String.join(", ", before.key()), String.join(", ", after.key())));
            touched.addAll(before.key());
        }
        return new ShapeComparison(drifts, touched);
    }

    /** The key as it was, by the names that its columns have now. */
    private static List<String> renamed(TableShape before, TableShape after, boolean same) {
        Map<Integer, String> names = new HashMap<>();
        after.columns().forEach(column -> names.put(column.number(), column.name()));
        List<String> key = new ArrayList<>();
        for (String name : before.key()) {
            key.add(before.columns().stream()
                    .filter(column -> same && column.name().equals(name))
                    .findFirst()
                    .map(column -> names.getOrDefault(column.number(), name))
                    .orElse(name));
        }
        return key;
    }

    boolean isSame() {
        return drifts.isEmpty();
    }
}
