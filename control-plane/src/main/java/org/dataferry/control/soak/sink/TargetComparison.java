package org.dataferry.control.soak.sink;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.dataferry.control.soak.Findings;
import org.dataferry.control.soak.emulator.EmulatorApi;
import org.dataferry.control.soak.invariant.TargetRows;
import org.dataferry.schemas.key.FerryKey;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.value.Value;

/** Compares the target with the model, read by plain HTTP and not by the sink's client, which is on trial. */
final class TargetComparison {

    private final Model model;
    private final Findings findings;

    /** By key; each value as {@link TargetRows#texts} shows it. */
    private final Map<String, Map<String, String>> found = new HashMap<>();

    private TargetComparison(Model model, Findings findings) {
        this.model = model;
        this.findings = findings;
    }

    /** @return how many rows the target has */
    static int of(EmulatorApi api, Model model, Findings findings) throws InterruptedException {
        TargetComparison comparison = new TargetComparison(model, findings);
        for (String entity : SoakTables.ENTITIES) {
            comparison.read(api, entity);
        }
        for (String entity : SoakTables.ENTITIES) {
            model.rows(entity).forEach(comparison::compare);
        }
        comparison.nothingElse();
        comparison.links(api);
        return comparison.found.size();
    }

    private void read(EmulatorApi api, String entity) throws InterruptedException {
        List<String> columns = new ArrayList<>(SoakTables.COLUMNS);
        columns.add(SoakTables.KEY);
        columns.add(entity + "id");
        columns.add("statecode");
        SoakTables.lookups(entity).forEach(lookup -> columns.add("_" + lookup + "_value"));
        Set<String> numbers = new HashSet<>();
        api.rows(SoakTables.set(entity) + "?$select=" + String.join(",", columns), row -> {
            Map<String, String> texts = new TreeMap<>(TargetRows.texts(row, columns));
            if (found.put(texts.get(SoakTables.KEY), texts) != null) {
                findings.add(Invariants.TWICE, "two rows of the key " + texts.get(SoakTables.KEY));
            }
            if (!numbers.add(texts.get(SoakTables.NUMBER))) {
                findings.add(Invariants.TWICE, "two of " + entity + " of the number " + texts.get(SoakTables.NUMBER));
            }
        });
    }

    private void compare(ModelRow row) {
        Map<String, String> there = found.get(key(row.id()));
        ModelRow.Image expected = row.expected;
        if (there == null || expected == null) {
            if (there != null) {
                findings.add(Invariants.EQUAL, row.id() + " should not be there: " + there);
            } else if (expected != null) {
                findings.add(Invariants.EQUAL, row.id() + " of version " + row.version + " is missing");
            }
            return;
        }
        Map<String, String> wrong = new LinkedHashMap<>();
        Map<String, String> right = new LinkedHashMap<>();
        expected.columns().forEach((column, value) -> right.put(column, text(value)));
        right.put("statecode", Integer.toString(row.state));
        for (String lookup : SoakTables.lookups(row.entity())) {
            Optional<ModelRow> named = expected.lookups().getOrDefault(lookup, Optional.empty());
            right.put("_" + lookup + "_value", named.map(this::guid).orElse("null"));
        }
        right.forEach((column, value) -> {
            if (!value.equals(there.get(column))) {
                wrong.put(column, value + ", not " + there.get(column));
            }
        });
        if (!wrong.isEmpty()) {
            findings.add(Invariants.EQUAL, row.id() + " of version " + row.version + " should have " + wrong);
        }
    }

    private void nothingElse() {
        Set<String> known = new HashSet<>();
        SoakTables.ENTITIES.forEach(entity -> model.rows(entity).forEach(row -> known.add(key(row.id()))));
        found.keySet().stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> findings.add(Invariants.EQUAL, "nobody wrote " + found.get(key)));
    }

    private void links(EmulatorApi api) throws InterruptedException {
        String from = SoakTables.ORDER + "id";
        String to = SoakTables.PLACE + "id";
        Set<String> there = new HashSet<>();
        api.rows(SoakTables.VISITS_SET + "?$select=" + from + "," + to, (JsonNode link) -> {
            String ends = link.path(from).asText() + " " + link.path(to).asText();
            if (!there.add(ends)) {
                findings.add(Invariants.TWICE, "two links of " + ends);
            }
        });
        for (ModelLink link : model.links()) {
            boolean isThere = there.remove(guid(link.from()) + " " + guid(link.to()));
            if (isThere != link.isLinked) {
                findings.add(
                        Invariants.LINKED,
                        link.id() + " of version " + link.version + (isThere ? " is there" : " is missing"));
            }
        }
        there.forEach(ends -> findings.add(Invariants.LINKED, "nobody linked " + ends));
    }

    private String guid(ModelRow row) {
        return Optional.ofNullable(found.get(key(row.id())))
                .map(there -> there.get(row.entity() + "id"))
                .orElse("the missing " + row.id());
    }

    private static String key(RowId row) {
        return FerryKey.of(row).value();
    }

    private static String text(Value value) {
        return switch (value) {
            case Value.Null ignored -> "null";
            case Value.Text(String text) -> text;
            case Value.Whole(long number) -> Long.toString(number);
            case Value.Decimal(var number) ->
                number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
            case Value other -> throw new IllegalArgumentException("no column of a soak has " + other);
        };
    }
}
