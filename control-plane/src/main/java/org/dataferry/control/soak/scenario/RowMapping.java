package org.dataferry.control.soak.scenario;

import java.util.List;
import java.util.Locale;

/**
 * What becomes of the rows of a table.
 *
 * @param name of the file
 * @param filtered whether rows of {@link Table#LEFT_OUT_KIND} are left out
 * @param stated whether a closed row is to be inactive
 */
public record RowMapping(
        String name,
        String table,
        String entity,
        String discriminator,
        boolean filtered,
        OnDelete onDelete,
        boolean stated) {

    /** What happens to a row whose source row is gone. */
    public enum OnDelete {
        DELETE,
        DEACTIVATE,
        KEEP
    }

    /** The column that tells the rows of an entity apart, whatever table they come from. */
    public static final String NUMBER = "ferry_number";

    /** Its value for a key. */
    public String number(List<String> key) {
        return String.join("/", key) + suffix();
    }

    private String suffix() {
        return "|" + table + "|" + discriminator;
    }

    public String entitySet() {
        return entity + "s";
    }

    public String idColumn() {
        return entity + "id";
    }

    String yaml(Scenario scenario) {
        Table from = scenario.table(table);
        StringBuilder yaml = new StringBuilder()
                .append("entity: ")
                .append(entity)
                .append('\n')
                .append("from: public.")
                .append(table)
                .append('\n')
                .append("discriminator: \"")
                .append(discriminator)
                .append("\"\n")
                .append("delete: ")
                .append(onDelete.name().toLowerCase(Locale.ROOT))
                .append('\n');
        if (filtered) {
            yaml.append("filter: \"kind != ").append(Table.LEFT_OUT_KIND).append("\"\n");
        }
        if (stated) {
            yaml.append("state: { state: { cel: \"closed ? 1 : 0\" } }\n");
        }
        yaml.append("""
                table:
                  displayName: %1$s
                  displayCollectionName: %1$s rows
                  primaryName: ferry_name
                  ownership: UserOwned
                columns:
                  ferry_name: { column: name, type: text(100), label: Name }
                  ferry_note: { column: note, type: text(%2$d), label: Note }
                  ferry_amount: { column: amount, type: decimal(2), label: Amount }
                  ferry_day: { column: day, type: date, label: Day }
                  ferry_number: { cel: "%3$s + '%4$s'", type: text(100), label: Number }
                """.formatted(entity, Table.LONGEST_NOTE, from.key().cel(Table.KEY), suffix()));
        if (!from.references().isEmpty()) {
            yaml.append("lookups:\n");
            from.references()
                    .forEach(reference -> yaml.append("  ")
                            .append(reference.lookup())
                            .append(": ")
                            .append(reference.yaml(scenario))
                            .append('\n'));
        }
        return yaml.toString();
    }
}
