package org.dataferry.control.prepare;

import java.util.stream.Collectors;
import org.dataferry.sink.client.metadata.ColumnType;
import org.dataferry.sink.client.metadata.NewColumn;
import org.dataferry.sink.client.metadata.NewKey;
import org.dataferry.sink.client.metadata.NewLookup;
import org.dataferry.sink.client.metadata.NewManyToMany;
import org.dataferry.sink.client.metadata.NewPolymorphicLookup;
import org.dataferry.sink.client.metadata.NewTable;

/** One thing that the target lacks. Steps are made in their order; each is safe to make again. */
public sealed interface PrepareStep {

    String entity();

    /** In words, for whoever decides whether it is to be made. */
    String describe();

    record MakeTable(NewTable table) implements PrepareStep {
        @Override
        public String entity() {
            return table.logicalName();
        }

        @Override
        public String describe() {
            return "make table " + entity() + " with primary name "
                    + table.primaryName().logicalName() + " and "
                    + table.columns().size() + " columns";
        }
    }

    record AddColumn(String entity, NewColumn column) implements PrepareStep {
        @Override
        public String describe() {
            return "add column " + column.logicalName() + " to " + entity;
        }
    }

    /** @param choice as the target has it by now */
    record AddOption(String entity, String column, ColumnType.Choice choice, ColumnType.Option option)
            implements PrepareStep {
        @Override
        public String describe() {
            String where = choice.global()
                    .map(name -> "global choice " + name + ", which column " + column + " of " + entity + " uses")
                    .orElse("choice " + column + " of " + entity);
            return "add option " + option.value() + " (" + option.label() + ") to " + where;
        }
    }

    record MakeLookup(NewLookup lookup) implements PrepareStep {
        @Override
        public String entity() {
            return lookup.table();
        }

        @Override
        public String describe() {
            return "add lookup " + lookup.logicalName() + " to " + entity() + ", naming " + lookup.referencedTable();
        }
    }

    record MakePolymorphicLookup(NewPolymorphicLookup lookup) implements PrepareStep {
        @Override
        public String entity() {
            return lookup.table();
        }

        @Override
        public String describe() {
            return "add lookup " + lookup.logicalName() + " to " + entity() + ", naming "
                    + lookup.targets().stream()
                            .map(NewPolymorphicLookup.Target::referencedTable)
                            .collect(Collectors.joining(" or "));
        }
    }

    record MakeRelationship(NewManyToMany relationship) implements PrepareStep {
        @Override
        public String entity() {
            return relationship.firstTable();
        }

        @Override
        public String describe() {
            return "make relationship " + relationship.schemaName() + " between " + relationship.firstTable() + " and "
                    + relationship.secondTable();
        }
    }

    record MakeKey(String entity, NewKey key) implements PrepareStep {
        @Override
        public String describe() {
            return "make alternate key " + key.logicalName() + " on " + entity + " and wait for its index";
        }
    }
}
