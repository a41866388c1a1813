package org.dataferry.emulator.query.fetch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.metadata.Collation;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.query.Comparison;
import org.dataferry.emulator.query.fetch.Fetch.Condition;
import org.dataferry.emulator.query.fetch.Fetch.Entity;
import org.dataferry.emulator.query.fetch.Fetch.Link;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;
import org.jspecify.annotations.Nullable;

/** A query bound to tables: it hands over the joined rows that fulfil all conditions, in the order of the first table's ids. */
final class Plan {
    private final RowReads reads;
    private final Operators operators;
    private final Map<String, Table> tables = new HashMap<>();
    private final Predicate<Joined> condition;
    private final List<Step> steps = new ArrayList<>();

    /** A link, and how its rows are found. */
    private record Step(
            String parent,
            Link link,
            Table table,
            Column from,
            Column to,
            Predicate<Joined> own,
            Map<Object, List<Row>> found) {}

    Plan(RowReads reads, Operators operators, Fetch fetch) {
        this.reads = reads;
        this.operators = operators;
        bind(Joined.ROOT, fetch.entity());
        condition = condition(Joined.ROOT, fetch.entity());
    }

    Collation collation() {
        return reads.catalog().collation();
    }

    Table table(String alias) {
        Table table = tables.get(alias);
        if (table == null) {
            throw FetchReader.invalid("There is no link-entity with the alias '" + alias + "'.");
        }
        return table;
    }

    Column column(String alias, String name) {
        Table table = table(alias);
        Column column = table.column(name);
        if (column == null) {
            throw new Refusal(
                    400,
                    "0x80041103",
                    "'" + table.names().schemaName() + "' entity doesn't contain attribute with Name = '" + name
                            + "' and NameMapping = 'Logical'.");
        }
        return column;
    }

    /** Whether no row of the first table can be in more than one joined row. */
    boolean single() {
        return steps.stream().allMatch(step -> step.from().ordinal() == 0);
    }

    /** @param after the id to begin behind, or null; @param visitor returns false when it has seen enough */
    void each(@Nullable UUID after, Predicate<Joined> visitor) {
        reads.scan(table(Joined.ROOT), after, row -> join(new Joined(row), 0, visitor));
    }

    private boolean join(Joined joined, int at, Predicate<Joined> visitor) {
        if (at == steps.size()) {
            return !condition.test(joined) || visitor.test(joined);
        }
        Step step = steps.get(at);
        Row parent = joined.row(step.parent());
        List<Row> partners = parent == null ? List.of() : partners(step, parent.get(step.to()));
        if (partners.isEmpty() && step.link().outer()) {
            return join(joined.with(step.link().alias(), null), at + 1, visitor);
        }
        for (Row partner : partners) {
            if (!join(joined.with(step.link().alias(), partner), at + 1, visitor)) {
                return false;
            }
        }
        return true;
    }

    private List<Row> partners(Step step, @Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        Object key = Comparison.key(collation(), value);
        if (step.from().ordinal() == 0) {
            Row row = key instanceof UUID id ? reads.row(step.table(), id) : null;
            return row == null ? List.of() : admitted(step, List.of(row));
        }
        Table parent = table(step.parent());
        if (step.to().ordinal() == 0 && indexed(step.from()) && key instanceof UUID id) {
            List<Row> rows = new ArrayList<>();
            for (UUID source : reads.referencing(new Reference(parent.number(), id), step.table(), step.from())) {
                Row row = reads.row(step.table(), source);
                if (row != null) {
                    rows.add(row);
                }
            }
            return admitted(step, rows);
        }
        if (step.found().isEmpty()) {
            reads.scan(step.table(), null, row -> {
                Object own = row.get(step.from());
                if (own != null) {
                    step.found()
                            .computeIfAbsent(Comparison.key(collation(), own), unseen -> new ArrayList<>())
                            .add(row);
                }
                return true;
            });
        }
        return admitted(step, step.found().getOrDefault(key, List.of()));
    }

    /** Those that fulfil the conditions within the link. */
    private List<Row> admitted(Step step, List<Row> rows) {
        return rows.stream()
                .filter(row -> step.own().test(new Joined(row).with(step.link().alias(), row)))
                .toList();
    }

    private static boolean indexed(Column column) {
        return column.type() instanceof ColumnType.LinkEnd
                || column.type() instanceof ColumnType.Lookup lookup
                        && !lookup.kind().equals("Owner")
                        && (column.creatable() || column.updatable());
    }

    private void bind(String alias, Entity entity) {
        Table table = reads.catalog().table(entity.table());
        if (table == null) {
            throw new Refusal(
                    400,
                    "0x80041102",
                    "The entity with a name = '" + entity.table() + "' with namemapping = 'Logical' was not found.");
        }
        if (tables.put(alias, table) != null) {
            throw FetchReader.invalid("The alias '" + alias + "' is used twice.");
        }
        for (Link link : entity.links()) {
            bind(link.alias(), link.entity());
        }
        if (alias.equals(Joined.ROOT)) {
            steps(alias, entity);
        }
    }

    /** A link comes behind the one that it hangs on. */
    private void steps(String alias, Entity entity) {
        for (Link link : entity.links()) {
            steps.add(new Step(
                    alias,
                    link,
                    table(link.alias()),
                    column(link.alias(), link.from()),
                    column(alias, link.to()),
                    condition(link.alias(), link.entity()),
                    new HashMap<>()));
            steps(link.alias(), link.entity());
        }
    }

    private Predicate<Joined> condition(String alias, Entity entity) {
        return entity.condition() == null ? joined -> true : predicate(alias, entity.condition());
    }

    private Predicate<Joined> predicate(String alias, Condition written) {
        return switch (written) {
            case Condition.All all -> {
                List<Predicate<Joined>> of =
                        all.of().stream().map(each -> predicate(alias, each)).toList();
                yield joined -> of.stream().allMatch(each -> each.test(joined));
            }
            case Condition.Any any -> {
                List<Predicate<Joined>> of =
                        any.of().stream().map(each -> predicate(alias, each)).toList();
                yield joined -> of.isEmpty() || of.stream().anyMatch(each -> each.test(joined));
            }
            case Condition.Test test -> {
                String where = test.alias() == null ? alias : test.alias();
                Column column = column(where, test.attribute());
                Predicate<@Nullable Object> holds = operators.predicate(column, test.operator(), test.values());
                yield joined -> {
                    Row row = joined.row(where);
                    return holds.test(row == null ? null : row.get(column));
                };
            }
        };
    }
}
