package org.dataferry.acceptance.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All that a target holds of a migration made from {@code examples/northwind}, with no GUID in it, so that two targets can be
 * compared: a row is named by the source's key, which its lookups and links name as well.
 *
 * @param rows per entity, each row with its columns and lookups
 * @param links per relationship, the keys of both ends
 */
public record TargetRows(Map<String, List<Map<String, String>>> rows, Map<String, List<List<String>>> links) {

    /** Reads a target to its end; of use when nothing moves. */
    public static TargetRows of(Witness witness) throws InterruptedException {
        Map<String, Map<String, String>> keys = new TreeMap<>();
        for (ExpectedEntity entity : witness.entities()) {
            Map<String, String> byId = new TreeMap<>();
            witness.ids(entity.entity()).forEach((key, id) -> byId.put(id, key));
            keys.put(entity.entity(), byId);
        }
        Map<String, List<Map<String, String>>> rows = new TreeMap<>();
        for (ExpectedEntity entity : witness.entities()) {
            List<Map<String, String>> found = new ArrayList<>();
            for (Map<String, String> row : witness.actual(entity)) {
                found.add(new LinkedHashMap<>(row));
            }
            found.sort(Comparator.comparing(row -> row.get(entity.key())));
            rows.put(entity.entity(), found);
        }
        for (ExpectedLookup lookup : ExpectedLookup.NORTHWIND) {
            ExpectedEntity entity = witness.entities().stream()
                    .filter(one -> one.entity().equals(lookup.entity()))
                    .findFirst()
                    .orElseThrow();
            Map<String, String> values = witness.actual(lookup);
            Map<String, String> named = keys.get(lookup.names());
            rows.get(lookup.entity()).forEach(row -> {
                String id = values.get(row.get(entity.key()));
                row.put(lookup.column(), named.getOrDefault(id, id));
            });
        }
        Map<String, List<List<String>>> links = new TreeMap<>();
        for (ExpectedLinks expected : ExpectedLinks.NORTHWIND) {
            links.put(
                    expected.relationship(),
                    witness.actual(expected).stream()
                            .map(ends -> List.of(
                                    keys.get(expected.first()).get(ends.get(0)),
                                    keys.get(expected.second()).get(ends.get(1))))
                            .sorted(Comparator.comparing(List::toString))
                            .collect(Collectors.toList()));
        }
        return new TargetRows(rows, links);
    }
}
