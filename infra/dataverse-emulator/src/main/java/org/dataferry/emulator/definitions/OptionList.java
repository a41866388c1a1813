package org.dataferry.emulator.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.ColumnType.Option;
import org.dataferry.emulator.metadata.GlobalChoice;
import org.dataferry.emulator.metadata.Table;

/** Where the options are that an action changes: in a global choice, which OptionSetName names, or in a column. */
sealed interface OptionList {
    List<Option> options();

    /** The catalogue with other options there. */
    Catalog in(Catalog catalog, List<Option> others);

    static OptionList of(Catalog catalog, JsonNode body) {
        String set = body.path("OptionSetName").asText("");
        if (!set.isEmpty()) {
            GlobalChoice choice = GlobalChoices.named(catalog, set);
            if (choice == null) {
                throw Names.invalid("There is no global choice with the name " + set + ".");
            }
            return new Shared(choice);
        }
        String tableName = body.path("EntityLogicalName").asText();
        String name = body.path("AttributeLogicalName").asText();
        Table table = catalog.table(tableName);
        Column column = table == null ? null : table.column(name);
        if (table == null || column == null) {
            throw Names.invalid("'" + tableName + "." + name + "' is no choice.");
        }
        String global = GlobalChoice.of(column);
        if (global != null) {
            throw Names.invalid("The column " + name + " uses the global choice " + global
                    + ", whose options are changed by OptionSetName.");
        }
        return switch (column.type()) {
            case ColumnType.Choice choice -> new Own(table, column, choice.options());
            case ColumnType.MultiChoice choice -> new Own(table, column, choice.options());
            case ColumnType.YesNo flag -> new Pair(table, column, flag);
            case ColumnType.State ignored -> throw Refusals.notEmulated("changes of the options of a state");
            case ColumnType.Status ignored ->
                throw Refusals.notEmulated("changes of the options of a status but by InsertStatusValue");
            default -> throw Names.invalid("'" + tableName + "." + name + "' is no choice.");
        };
    }

    record Shared(GlobalChoice choice) implements OptionList {
        @Override
        public List<Option> options() {
            return choice.options();
        }

        @Override
        public Catalog in(Catalog catalog, List<Option> others) {
            return catalog.with(choice.with(others));
        }
    }

    record Own(Table table, Column column, List<Option> options) implements OptionList {
        @Override
        public Catalog in(Catalog catalog, List<Option> others) {
            return catalog.with(table.changingColumn(column.withType(
                    column.type() instanceof ColumnType.Choice choice
                            ? new ColumnType.Choice(others, choice.defaultValue())
                            : new ColumnType.MultiChoice(others, null))));
        }
    }

    /** Yes and no, which only other labels can be given. */
    record Pair(Table table, Column column, ColumnType.YesNo flag) implements OptionList {
        @Override
        public List<Option> options() {
            return List.of(Option.of(0, flag.falseLabel()), Option.of(1, flag.trueLabel()));
        }

        @Override
        public Catalog in(Catalog catalog, List<Option> others) {
            List<Integer> values = others.stream().map(Option::value).toList();
            if (!values.equals(List.of(0, 1))) {
                throw Names.invalid("The column " + column.logicalName() + " has two options, in their order.");
            }
            return catalog.with(table.changingColumn(column.withType(new ColumnType.YesNo(
                    flag.defaultValue(),
                    others.getLast().label(),
                    others.getFirst().label()))));
        }
    }
}
