package org.dataferry.control.soak.scenario;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Columns of a table that name a row, and the lookup that they become.
 *
 * @param name unique in the scenario
 * @param names the mappings whose rows can be named; one of several is told by a column of its own
 * @param patched whether a row is written without it while the named row is missing
 */
public record Reference(String name, List<String> names, boolean patched) {

    public Reference {
        names = List.copyOf(names);
    }

    public boolean isPolymorphic() {
        return names.size() > 1;
    }

    /** The column that tells which of several mappings. */
    public String whenColumn() {
        return name + "_when";
    }

    /** The value of that column. */
    public static String when(int choice) {
        return Character.toString('A' + choice);
    }

    /** What the columns that hold the key are called. */
    public String column(int choice) {
        return name + "_" + (char) ('a' + choice);
    }

    /** Logical name of the lookup in Dataverse. */
    public String lookup() {
        return "ferry_" + name + "id";
    }

    String yaml(Scenario scenario) {
        String declared = "{ type: lookup, label: " + name + ", patched: " + patched + ", ";
        if (!isPolymorphic()) {
            return declared + scenario.naming(names.getFirst(), column(0)) + " }";
        }
        String cases = IntStream.range(0, names.size())
                .mapToObj(choice -> when(choice) + ": { " + scenario.naming(names.get(choice), column(choice)) + " }")
                .collect(Collectors.joining(", "));
        return declared + "when: " + whenColumn() + ", cases: { " + cases + " } }";
    }
}
