package org.dataferry.control.soak.invariant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dataferry.control.soak.scenario.LinkMapping;
import org.dataferry.control.soak.scenario.Reference;
import org.dataferry.control.soak.scenario.RowMapping;
import org.dataferry.control.soak.scenario.Scenario;

/**
 * All rows and links of the target, read once.
 *
 * @param rows by entity and then by number
 * @param links the GUIDs of both ends, by relationship
 * @param twice what there is twice
 */
public record TargetContent(
        Map<String, Map<String, TargetRow>> rows, Map<String, List<Ends>> links, List<String> twice) {

    /** @param values as {@link TargetReader} shows them, by column */
    record TargetRow(String id, Map<String, String> values) {}

    record Ends(String first, String second) {}

    public static TargetContent read(Scenario scenario, TargetReader target) throws InterruptedException {
        Map<String, Map<String, TargetRow>> rows = new LinkedHashMap<>();
        List<String> twice = new ArrayList<>();
        for (String entity : scenario.entities()) {
            RowMapping any = scenario.mappings().stream()
                    .filter(mapping -> mapping.entity().equals(entity))
                    .findFirst()
                    .orElseThrow();
            List<String> columns = new ArrayList<>(List.of(
                    target.keyColumn(),
                    any.idColumn(),
                    RowMapping.NUMBER,
                    "ferry_name",
                    "ferry_note",
                    "ferry_amount",
                    "ferry_day",
                    "statecode"));
            lookups(scenario, entity).forEach(lookup -> columns.add("_" + lookup + "_value"));
            Map<String, TargetRow> byNumber = new TreeMap<>();
            Map<String, String> byKey = new HashMap<>();
            for (Map<String, String> row : target.rows(any.entitySet(), columns)) {
                String number = row.get(RowMapping.NUMBER);
                if (byNumber.put(number, new TargetRow(row.get(any.idColumn()), row)) != null) {
                    twice.add(entity + " has two rows of the number " + number);
                }
                if (byKey.put(row.get(target.keyColumn()), number) != null) {
                    twice.add(entity + " has two rows of row id " + row.get(target.keyColumn()));
                }
            }
            rows.put(entity, byNumber);
        }
        Map<String, List<Ends>> links = new LinkedHashMap<>();
        for (LinkMapping link : scenario.links()) {
            String first = scenario.mapping(link.first()).idColumn();
            String second = scenario.mapping(link.second()).idColumn();
            boolean self = first.equals(second);
            List<String> columns = self ? List.of(first + "one", first + "two") : List.of(first, second);
            List<Ends> ends = target.rows(link.entitySet(), columns).stream()
                    .map(row -> new Ends(row.get(columns.get(0)), row.get(columns.get(1))))
                    .toList();
            links.put(link.relationship(), ends);
        }
        return new TargetContent(rows, links, twice);
    }

    private static List<String> lookups(Scenario scenario, String entity) {
        return scenario.mappings().stream()
                .filter(mapping -> mapping.entity().equals(entity))
                .flatMap(mapping -> scenario.table(mapping.table()).references().stream())
                .map(Reference::lookup)
                .distinct()
                .toList();
    }

    Optional<TargetRow> row(RowMapping mapping, String number) {
        return Optional.ofNullable(rows.get(mapping.entity()).get(number));
    }
}
