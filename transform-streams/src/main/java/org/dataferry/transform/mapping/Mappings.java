package org.dataferry.transform.mapping;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.settings.ChangedPolicy;

/**
 * All mappings of a migration, compiled and checked.
 *
 * @param version names this state of the mapping files; every write carries it
 */
public record Mappings(String version, List<EntityMapping> all, List<LinkMapping> links) {

    public Mappings {
        all = List.copyOf(all);
        links = List.copyOf(links);
    }

    public Mappings(String version, List<EntityMapping> all) {
        this(version, all, List.of());
    }

    /** The mappings of rows that read a table, in the order in which their rows are written. */
    public List<EntityMapping> of(SourceTable table) {
        return all.stream().filter(mapping -> mapping.table().equals(table)).toList();
    }

    public Set<SourceTable> tables() {
        return Stream.concat(
                        all.stream().map(EntityMapping::table), links.stream().map(LinkMapping::table))
                .collect(Collectors.toUnmodifiableSet());
    }

    public Set<String> entities() {
        return all.stream().map(EntityMapping::entity).collect(Collectors.toUnmodifiableSet());
    }

    /** The relationships that links are made in; they have topics of writes and outcomes as entities have. */
    public Set<String> relationships() {
        return links.stream().map(LinkMapping::relationship).collect(Collectors.toUnmodifiableSet());
    }

    /** The entities whose rows lookups or links may name. */
    public Set<String> namedEntities() {
        return Stream.concat(
                        all.stream().map(EntityMapping::namedEntities),
                        links.stream().map(LinkMapping::namedEntities))
                .flatMap(Set::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What becomes of writes to rows that somebody changed in the target, by entity. */
    public Map<String, ChangedPolicy> changedPolicies() {
        return all.stream()
                .collect(Collectors.toUnmodifiableMap(
                        EntityMapping::entity, EntityMapping::changedPolicy, (same, again) -> same));
    }

    /** The entities of which a row that somebody removed in the target is reported, and not written anew by itself. */
    public Set<String> reportLost() {
        return all.stream()
                .filter(mapping -> mapping.lostPolicy() == LostPolicy.REPORT)
                .map(EntityMapping::entity)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether files lie in the folder of the source. */
    public boolean readFolder() {
        return all.stream().anyMatch(EntityMapping::readsFolder);
    }

    /** The mappings by the table that they read. */
    public Map<SourceTable, List<EntityMapping>> byTable() {
        return all.stream().collect(Collectors.groupingBy(EntityMapping::table));
    }
}
