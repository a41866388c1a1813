package org.dataferry.transform.row;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.MappingResult.Mapped;
import org.dataferry.transform.mapping.MergeRule;

/**
 * What of several source rows a merged row has: per column and lookup the value of the first that has one, in the rule's
 * order. What no source row fills is empty, so that a value leaves with its row; a column that is not known of the first one
 * that may fill it is not known.
 */
public final class Survivor {

    private Survivor() {}

    public static Mapped of(MergeRule rule, List<Members.Member> members) {
        List<Mapped> images = members.stream()
                .sorted(Comparator.comparing(Members.Member::row, rule.order()))
                .map(Members.Member::image)
                .toList();
        Map<String, Value> columns = new LinkedHashMap<>();
        for (String column : new TreeSet<>(rule.columns())) {
            columns.put(column, value(column, images));
        }
        Map<String, Optional<RowId>> lookups = new LinkedHashMap<>();
        for (String lookup : new TreeSet<>(rule.lookups())) {
            lookups.put(lookup, named(lookup, images));
        }
        return new Mapped(
                columns,
                lookups,
                images.stream().flatMap(image -> image.state().stream()).findFirst());
    }

    /** What is not known of a source row in this change is as it was. */
    static Mapped filled(Mapped image, Optional<Mapped> before) {
        if (before.isEmpty()) {
            return image;
        }
        Map<String, Value> columns = new LinkedHashMap<>(image.columns());
        columns.replaceAll((column, value) ->
                value instanceof Value.Absent ? before.get().columns().getOrDefault(column, Value.ABSENT) : value);
        Map<String, Optional<RowId>> lookups = new LinkedHashMap<>(image.lookups());
        before.get().lookups().forEach(lookups::putIfAbsent);
        return new Mapped(columns, lookups, image.state());
    }

    private static Value value(String column, List<Mapped> images) {
        return images.stream()
                .map(image -> image.columns().getOrDefault(column, Value.NULL))
                .filter(value -> !(value instanceof Value.Null))
                .findFirst()
                .orElse(Value.NULL);
    }

    private static Optional<RowId> named(String lookup, List<Mapped> images) {
        return images.stream()
                .flatMap(image -> image.lookups().getOrDefault(lookup, Optional.empty()).stream())
                .findFirst();
    }
}
