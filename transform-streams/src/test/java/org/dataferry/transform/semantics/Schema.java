package org.dataferry.transform.semantics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.DeletePolicy;
import org.dataferry.transform.mapping.LostPolicy;
import org.dataferry.transform.mapping.MergeRule;
import org.dataferry.transform.row.MergedRows;
import org.dataferry.transform.row.RowRules;

/** A random migration: tables that become entities, lookups among them with cycles, links, policies, rows that merge. */
record Schema(List<Table> tables, List<LinkTable> links, Set<String> restricted, Map<String, MergeRule> mergeRules)
        implements RowRules.Book, MergedRows.Rules {

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

        /** @param first of its entity's tables, which says for all */
        Table merging(Table first, DeletePolicy common) {
            return new Table(name, entity, false, lookups, common, hasState, first.lost(), first.statesByCommand());
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
        return new Schema(tables, links, restricted, Map.of());
    }

    /** The same, with rows of some entities that merge: one by one they make no second row, and no link names them. */
    Schema merging(RandomGenerator random) {
        Map<String, MergeRule> rules = new TreeMap<>();
        for (Table table : tables) {
            if (!rules.containsKey(table.entity()) && (rules.isEmpty() || random.nextInt(3) > 0)) {
                rules.put(table.entity(), mergeRule(table.entity(), random));
            }
        }
        List<Table> merging = tables.stream()
                .map(table -> rules.containsKey(table.entity())
                        ? table.merging(makers(table.entity()).getFirst(), policy(table.entity()))
                        : table)
                .toList();
        List<LinkTable> others = links.stream()
                .filter(link -> !rules.containsKey(table(link.from()).entity())
                        && !rules.containsKey(table(link.to()).entity()))
                .toList();
        return new Schema(merging, others, restricted, rules);
    }

    private MergeRule mergeRule(String entity, RandomGenerator random) {
        List<Table> makers = makers(entity);
        List<SourceTable> prefer = new ArrayList<>();
        if (random.nextBoolean()) {
            prefer.add(sourceTable(makers.getLast().name()));
        }
        return new MergeRule(
                "same",
                prefer,
                Set.of("name", "note"),
                makers.stream()
                        .flatMap(table -> table.lookups().stream())
                        .map(Lookup::column)
                        .collect(Collectors.toSet()));
    }

    private List<Table> makers(String entity) {
        return tables.stream().filter(table -> table.entity().equals(entity)).toList();
    }

    private DeletePolicy policy(String entity) {
        return makers(entity).getFirst().policy();
    }

    boolean merges(Table table) {
        return mergeRules.containsKey(table.entity());
    }

    @Override
    public MergeRule mergeRule(String entity) {
        return mergeRules.get(entity);
    }

    Table table(String name) {
        return tables.stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static RowId row(String table, String entity, int key, String discriminator) {
        return new RowId.OfSource(entity, sourceTable(table), SourceKey.of(Value.whole(key)), discriminator);
    }

    private static SourceTable sourceTable(String table) {
        return new SourceTable("s", "p", table);
    }

    RowId.Link link(LinkTable links, int from, int to) {
        return new RowId.Link(
                links.relationship(),
                table(links.from()).row(from),
                table(links.to()).row(to));
    }

    @Override
    public RowRules of(RowId row) {
        return switch (row) {
            case RowId.OfSource source -> of(List.of(table(source.table().table())));
            case RowId.Merged merged -> of(makers(merged.entity()));
            case RowId.Link ignored -> RowRules.OF_LINKS;
        };
    }

    private RowRules of(List<Table> makers) {
        Set<String> named = tables.stream()
                .flatMap(any -> any.lookups().stream())
                .map(lookup -> table(lookup.table()).entity())
                .collect(Collectors.toSet());
        links.forEach(link -> {
            named.add(table(link.from()).entity());
            named.add(table(link.to()).entity());
        });
        return new RowRules(
                makers.stream()
                        .flatMap(table -> table.lookups().stream())
                        .filter(Lookup::patched)
                        .map(Lookup::column)
                        .collect(Collectors.toSet()),
                makers.getFirst().policy(),
                makers.getFirst().lost(),
                named.contains(makers.getFirst().entity()),
                makers.getFirst().statesByCommand());
    }
}
