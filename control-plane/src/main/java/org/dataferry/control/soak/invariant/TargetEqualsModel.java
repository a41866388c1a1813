package org.dataferry.control.soak.invariant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataferry.control.soak.invariant.ExpectedRow.ExpectedLookup;
import org.dataferry.control.soak.invariant.TargetContent.TargetRow;
import org.dataferry.control.soak.scenario.RowMapping;
import org.dataferry.control.soak.scenario.RowMapping.OnDelete;
import org.dataferry.control.soak.scenario.Scenario;
import org.dataferry.schemas.key.RowId;

/**
 * The target has a row for each that the model expects, with the value that each mapped column should have, its state, and
 * each lookup on the row that it names; and no other row, but for what the policy of its mapping leaves behind. A lookup
 * whose row is not in the target holds nothing. A row that is refused, or waits for one that cannot be in the target, may be
 * missing or old.
 */
public record TargetEqualsModel(Scenario scenario, SourceModel model, TargetContent target, SoakLog log)
        implements Invariant {

    @Override
    public String name() {
        return "the target equals the model";
    }

    @Override
    public List<String> violations() {
        List<String> violations = new ArrayList<>();
        Map<String, Set<String>> numbers = new HashMap<>();
        scenario.entities().forEach(entity -> numbers.put(entity, new HashSet<>()));
        for (ExpectedRow row : model.rows()) {
            numbers.get(row.mapping().entity()).add(row.number());
            if (model.isSettled(row.id())) {
                compare(row, violations);
            }
        }
        target.rows()
                .forEach((entity, rows) -> rows.forEach((number, row) -> {
                    if (!numbers.get(entity).contains(number) && !mayStay(entity, number, row)) {
                        violations.add(entity + " " + number + " is not in the source: " + row.values());
                    }
                }));
        return violations;
    }

    private void compare(ExpectedRow row, List<String> violations) {
        Optional<TargetRow> found = target.row(row.mapping(), row.number());
        if (found.isEmpty()) {
            violations.add(row.mapping().entity() + " " + row.number() + " is missing" + log.trail(row.id()));
            return;
        }
        Map<String, String> actual = found.get().values();
        Map<String, String> wrong = new LinkedHashMap<>();
        row.columns().forEach((column, value) -> {
            if (!value.equals(actual.get(column))) {
                wrong.put(column, value + ", not " + actual.get(column));
            }
        });
        for (ExpectedLookup lookup : row.lookups()) {
            List<String> right = lookup.names().map(this::ids).orElse(List.of("null"));
            String value = actual.get(lookup.valueColumn());
            if (!right.contains(value)) {
                wrong.put(lookup.lookup(), right + " for " + lookup.names() + ", not " + value);
            }
        }
        if (!wrong.isEmpty()) {
            violations.add(row.mapping().entity() + " " + row.number() + " should have " + wrong + log.trail(row.id()));
        }
    }

    /** What a lookup to a row may hold: its GUID if the target has it; of a row that was left behind also nothing. */
    private List<String> ids(RowId named) {
        RowId.OfSource id = (RowId.OfSource) named;
        RowMapping mapping = scenario.mappings().stream()
                .filter(one -> one.entity().equals(id.entity())
                        && one.table().equals(id.table().table())
                        && one.discriminator().equals(id.discriminator()))
                .findFirst()
                .orElseThrow();
        List<String> ids = new ArrayList<>();
        target.row(mapping, mapping.number(texts(id))).ifPresent(row -> ids.add(row.id()));
        if (ids.isEmpty() || !model.has(named)) {
            ids.add("null");
        }
        return ids;
    }

    static List<String> texts(RowId.OfSource id) {
        return id.key().components().stream().map(SourceModel::text).toList();
    }

    private boolean mayStay(String entity, String number, TargetRow row) {
        return scenario.mappings().stream()
                .filter(mapping -> mapping.entity().equals(entity) && number.endsWith(mapping.number(List.of(""))))
                .anyMatch(mapping -> switch (mapping.onDelete()) {
                    case OnDelete.DELETE -> false;
                    case OnDelete.DEACTIVATE -> row.values().get("statecode").equals("1");
                    case OnDelete.KEEP -> true;
                });
    }
}
