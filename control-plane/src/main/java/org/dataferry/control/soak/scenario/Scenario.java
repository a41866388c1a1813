package org.dataferry.control.soak.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dataferry.control.soak.scenario.RowMapping.OnDelete;

/** A migration that a soak makes up. */
public record Scenario(int partitions, List<Table> tables, List<RowMapping> mappings, List<LinkMapping> links) {

    /** Name of the source in the migration's settings. */
    public static final String SOURCE = "shop";

    public Scenario {
        tables = List.copyOf(tables);
        mappings = List.copyOf(mappings);
        links = List.copyOf(links);
    }

    /**
     * Customers with parents, in circles and of themselves; orders that wait for their customer; and who watches which
     * orders.
     */
    public static Scenario ofInstances() {
        return new Scenario(
                4,
                List.of(
                        new Table(
                                "customers",
                                KeyKind.WHOLE,
                                List.of(new Reference("parent", List.of("customers"), true))),
                        new Table(
                                "orders",
                                KeyKind.WHOLE,
                                List.of(new Reference("customer", List.of("customers"), false)))),
                List.of(
                        new RowMapping(
                                "customers", "customers", "ferry_soakcustomer", "", false, OnDelete.DELETE, false),
                        new RowMapping("orders", "orders", "ferry_soakorder", "", false, OnDelete.DELETE, false)),
                List.of(new LinkMapping("ferry_soakwatcher", "order_watchers", "customers", "orders")));
    }

    public Table table(String name) {
        return tables.stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public RowMapping mapping(String name) {
        return mappings.stream()
                .filter(mapping -> mapping.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The table of which a mapping makes rows. */
    public Table tableOf(String mapping) {
        return table(mapping(mapping).table());
    }

    public Set<String> entities() {
        return mappings.stream().map(RowMapping::entity).collect(Collectors.toSet());
    }

    /** The entities and relationships, as topics of writes are named by them. */
    public Set<String> written() {
        return Stream.concat(entities().stream(), links.stream().map(LinkMapping::relationship))
                .collect(Collectors.toSet());
    }

    public String ddl() {
        return Stream.concat(
                        tables.stream().map(table -> table.ddl(this)),
                        links.stream().map(link -> link.ddl(this)))
                .collect(Collectors.joining());
    }

    /** The files of the migration's folder, by path. Nothing is named in the settings, so all servers are embedded. */
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("migration.yaml", """
                migration: soak
                partitions: %d
                source:
                  name: %s
                target:
                  prefix: ferry
                """.formatted(partitions, SOURCE));
        mappings.forEach(mapping -> files.put("mappings/" + mapping.name() + ".yaml", mapping.yaml(this)));
        links.forEach(link -> files.put("mappings/" + link.table() + ".yaml", link.yaml(this)));
        return files;
    }

    /** How a mapping file names a row that another mapping makes. */
    String naming(String mapping, String column) {
        RowMapping named = mapping(mapping);
        List<String> by = table(named.table()).key().columns(column);
        return "to: " + named.entity() + ", from: public." + named.table() + ", discriminator: \""
                + named.discriminator() + "\", by: [" + String.join(",", by) + "]";
    }
}
