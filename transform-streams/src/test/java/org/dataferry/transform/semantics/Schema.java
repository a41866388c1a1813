package org.dataferry.transform.semantics;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.DeletePolicy;
import org.dataferry.transform.mapping.LostPolicy;
import org.dataferry.transform.row.RowRules;

/** A random migration: tables that become entities, lookups among them with cycles, links, policies. */
record Schema(List<Table> tables, List<LinkTable> links, Set<String> restricted) implements RowRules.Book {

    /** @param second whether each row makes a second row of the entity */
    record Table(
            String name,
            String entity,
            boolean second,
            List<Lookup> lookups,
            DeletePolicy policy,
            boolean hasState,
            LostPolicy lost,
            boolean statesByCommand) {

        List<RowId> rows(int key) {
            return second ? List.of(row(key), Schema.row(name, entity, key, "2")) : List.of(row(key));
        }

        RowId row(int key) {
            return Schema.row(name, entity, key, "");
        }
    }

    /** What a table says besides. */
    interface Policies {

        LostPolicy lost();

        boolean statesByCommand();

        /** Lost rows are written anew, and states set by themselves. */
        static Policies plain() {
            return new Policies() {
                @Override
                public LostPolicy lost() {
                    return LostPolicy.REWRITE;
                }

                @Override
                public boolean statesByCommand() {
                    return false;
                }
            };
        }

        static Policies random(RandomGenerator random) {
            return new Policies() {
                @Override
                public LostPolicy lost() {
                    return random.nextInt(3) == 0 ? LostPolicy.REPORT : LostPolicy.REWRITE;
                }

                @Override
                public boolean statesByCommand() {
                    return random.nextInt(3) == 0;
                }
            };
        }
    }

    /** @param patched left out first where the row that it names is missing */
    record Lookup(String column, String table, boolean patched) {}

    record LinkTable(String name, String relationship, String from, String to) {}

    /** @param policies of each table, from a generator of their own: the rest of a history does not depend on them */
    static Schema random(RandomGenerator random, Policies policies) {
        int entities = 1 + random.nextInt(4);
        List<Table> tables = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int e = 0; e < entities; e++) {
            for (int t = 0; t <= (random.nextInt(4) == 0 ? 1 : 0); t++) {
                names.add("t" + e + (char) ('a' + t));
            }
        }
        for (String name : names) {
            String entity = "e" + name.charAt(1);
            List<Lookup> lookups = new ArrayList<>();
            for (int l = random.nextInt(4); l > 0; l--) {
                String to = names.get(random.nextInt(names.size()));
                // Backward ones may be waited for, and so never make a circle.
                boolean patched = to.charAt(1) >= name.charAt(1);
                lookups.add(new Lookup("l" + l, to, patched || random.nextInt(8) == 0));
            }
            DeletePolicy policy = random.nextInt(8) > 1
                    ? DeletePolicy.DELETE
                    : DeletePolicy.values()[random.nextInt(DeletePolicy.values().length)];
            tables.add(new Table(
                    name,
                    entity,
                    random.nextInt(6) == 0,
                    lookups,
                    policy,
                    random.nextInt(3) == 0,
                    policies.lost(),
                    policies.statesByCommand()));
        }
        List<LinkTable> links = new ArrayList<>();
        for (int l = random.nextInt(3); l > 0; l--) {
            links.add(new LinkTable(
                    "k" + l,
                    "r" + l,
                    names.get(random.nextInt(names.size())),
                    names.get(random.nextInt(names.size()))));
        }
        Set<String> restricted = new TreeSet<>();
        tables.stream().map(Table::entity).filter(any -> random.nextInt(4) == 0).forEach(restricted::add);
        return new Schema(tables, links, restricted);
    }

    Table table(String name) {
        return tables.stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static RowId row(String table, String entity, int key, String discriminator) {
        return new RowId.OfSource(
                entity, new SourceTable("s", "p", table), SourceKey.of(Value.whole(key)), discriminator);
    }

    RowId.Link link(LinkTable links, int from, int to) {
        return new RowId.Link(
                links.relationship(),
                table(links.from()).row(from),
                table(links.to()).row(to));
    }

    @Override
    public RowRules of(RowId row) {
        if (!(row instanceof RowId.OfSource source)) {
            return RowRules.OF_LINKS;
        }
        Table table = table(source.table().table());
        Set<String> named = tables.stream()
                .flatMap(any -> any.lookups().stream())
                .map(lookup -> table(lookup.table()).entity())
                .collect(Collectors.toSet());
        links.forEach(link -> {
            named.add(table(link.from()).entity());
            named.add(table(link.to()).entity());
        });
        return new RowRules(
                table.lookups().stream()
                        .filter(Lookup::patched)
                        .map(Lookup::column)
                        .collect(Collectors.toSet()),
                table.policy(),
                table.lost(),
                named.contains(table.entity()),
                table.statesByCommand());
    }
}
