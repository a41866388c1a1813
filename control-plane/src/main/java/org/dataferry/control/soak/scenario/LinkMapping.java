package org.dataferry.control.soak.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * A table whose rows link two rows; several of its rows may make one link, each for a reason of its own.
 *
 * @param first name of the mapping that makes the rows of the first end
 */
public record LinkMapping(String relationship, String table, String first, String second) {

    public static final String FIRST = "first_id";
    public static final String SECOND = "second_id";
    public static final String REASON = "reason";

    public String entitySet() {
        return relationship + "set";
    }

    String ddl(Scenario scenario) {
        KeyKind one = scenario.tableOf(first).key();
        KeyKind other = scenario.tableOf(second).key();
        List<String> columns = new ArrayList<>(one.declarations(FIRST));
        columns.addAll(other.declarations(SECOND));
        columns.add(REASON + " varchar(20)");
        List<String> key = new ArrayList<>(one.columns(FIRST));
        key.addAll(other.columns(SECOND));
        key.add(REASON);
        columns.add("PRIMARY KEY (" + String.join(", ", key) + ")");
        return "CREATE TABLE " + table + " (\n    " + String.join(",\n    ", columns) + "\n);\n";
    }

    String yaml(Scenario scenario) {
        return "relationship: " + relationship + "\nfrom: public." + table + "\nfirst: { "
                + scenario.naming(first, FIRST) + " }\nsecond: { " + scenario.naming(second, SECOND)
                + " }\ncreate: true\n";
    }
}
