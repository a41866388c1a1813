package org.dataferry.control.soak.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dataferry.control.soak.scenario.RowMapping.OnDelete;

/**
 * Makes up a migration: entities of one table or two, tables that become two entities or two rows of one, keys of every
 * kind, lookups in all directions, links of a table to others and to itself, filters, states and policies.
 */
public final class RandomScenario {

    private static final int MOST_ENTITIES = 4;
    private static final int MOST_REFERENCES = 3;
    private static final int MOST_LINKS = 2;

    private final Random random;
    private final List<RowMapping> mappings = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private final List<LinkMapping> links = new ArrayList<>();

    private RandomScenario(Random random) {
        this.random = random;
    }

    public static Scenario of(Random random) {
        return new RandomScenario(random).make();
    }

    private Scenario make() {
        int entities = 1 + random.nextInt(MOST_ENTITIES);
        for (int entity = 0; entity < entities; entity++) {
            map("t" + entity + "a", entity);
            if (oneIn(4)) {
                map("t" + entity + "b", entity);
            }
        }
        List<String> names = mappings.stream().map(RowMapping::table).distinct().toList();
        names.forEach(name -> tables.add(
                new Table(name, KeyKind.values()[random.nextInt(KeyKind.values().length)], references(name))));
        for (int link = random.nextInt(MOST_LINKS + 1); link > 0; link--) {
            links.add(new LinkMapping(
                    "ferry_soaklink" + link,
                    "k" + link,
                    any(mappings).name(),
                    any(mappings).name()));
        }
        return new Scenario(1 + random.nextInt(4), tables, mappings, links);
    }

    private void map(String table, int entity) {
        mappings.add(mapping(table, table, entity, ""));
        if (oneIn(6)) {
            mappings.add(mapping(table + "-again", table, entity, "again"));
        }
        if (entity > 0 && oneIn(5)) {
            mappings.add(mapping(table + "-split", table, entity - 1, ""));
        }
    }

    private RowMapping mapping(String name, String table, int entity, String discriminator) {
        OnDelete onDelete = oneIn(4) ? any(List.of(OnDelete.values())) : OnDelete.DELETE;
        return new RowMapping(
                name, table, "ferry_soak" + (char) ('a' + entity), discriminator, oneIn(3), onDelete, oneIn(3));
    }

    private List<Reference> references(String table) {
        List<Reference> references = new ArrayList<>();
        for (int number = random.nextInt(MOST_REFERENCES + 1); number > 0; number--) {
            List<String> names = new ArrayList<>(List.of(any(mappings).name()));
            String second = any(mappings).name();
            if (oneIn(4)
                    && !mapping(names.getFirst())
                            .entity()
                            .equals(mapping(second).entity())) {
                names.add(second);
            }
            // Those that lead to entities before all of the table's own may be waited for: they make no circle.
            boolean patched =
                    names.stream().anyMatch(name -> mapping(name).entity().compareTo(firstEntityOf(table)) >= 0)
                            || oneIn(8);
            references.add(new Reference(table + "r" + number, names, patched));
        }
        return references;
    }

    private String firstEntityOf(String table) {
        return mappings.stream()
                .filter(mapping -> mapping.table().equals(table))
                .map(RowMapping::entity)
                .min(String::compareTo)
                .orElseThrow();
    }

    private RowMapping mapping(String name) {
        return mappings.stream()
                .filter(mapping -> mapping.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }
}
