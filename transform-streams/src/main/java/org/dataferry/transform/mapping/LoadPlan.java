package org.dataferry.transform.mapping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dataferry.transform.mapping.LookupGraph.Edge;
import org.dataferry.transform.mapping.language.EntityDocument;
import org.dataferry.transform.mapping.language.LookupDocument;
import org.dataferry.transform.mapping.language.MappingFile;
import org.dataferry.transform.mapping.problem.MappingException;
import org.dataferry.transform.mapping.problem.Problems;

/**
 * In which order entities can be loaded, and where their lookups go in a circle. The same files make the same plan.
 *
 * <p>Nothing waits for the order: a row waits for the rows that it names, and for no other.
 *
 * @param entities named ones before those that name them; what only a patched lookup names may come later
 * @param patched the lookups that are left out where the named row is missing, and set when it is there
 */
public record LoadPlan(List<String> entities, List<PatchedLookup> patched) {

    public LoadPlan {
        entities = List.copyOf(entities);
        patched = List.copyOf(patched);
    }

    /**
     * A lookup that breaks a cycle, or that its file wants patched.
     *
     * @param cycle in words, such as {@code account names contact by primarycontactid, contact names account by
     *     parentcustomerid}; empty if the lookup is in none
     */
    public record PatchedLookup(String entity, String lookup, Optional<String> cycle) {}

    /** @throws MappingException if a cycle of lookups cannot be broken as the files want it */
    public static LoadPlan of(List<MappingFile> files) {
        Problems problems = new Problems();
        LoadPlan plan = of(files, problems);
        problems.throwIfAny();
        return plan;
    }

    static LoadPlan of(List<MappingFile> files, Problems problems) {
        Set<String> entities = new TreeSet<>();
        files.forEach(file -> {
            if (file.document() instanceof EntityDocument document) {
                entities.add(document.entity());
            }
        });
        Map<String, Edge> edges = new LinkedHashMap<>();
        files.forEach(file -> {
            if (file.document() instanceof EntityDocument document) {
                document.lookups().forEach((name, lookup) -> add(edges, file, edge(document, name, lookup), problems));
            }
        });
        LookupGraph graph = new LookupGraph(entities, edges.values());
        refuseFixedCycle(graph, files, problems);
        Set<Edge> patched = graph.patched();
        return new LoadPlan(
                graph.order(patched),
                patched.stream()
                        .sorted(Comparator.comparing(Edge::name))
                        .map(edge -> new PatchedLookup(edge.entity(), edge.lookup(), words(graph.cycle(edge))))
                        .toList());
    }

    /** The lookups of an entity that are patched. */
    public Set<String> patchedLookups(String entity) {
        return patched.stream()
                .filter(lookup -> lookup.entity().equals(entity))
                .map(PatchedLookup::lookup)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Edge edge(EntityDocument document, String name, LookupDocument lookup) {
        return new Edge(
                document.entity(),
                name,
                lookup.names().entities(),
                lookup.required(),
                Optional.ofNullable(lookup.patched()));
    }

    /** Several files may make rows of one entity: a lookup is patched in all of them or in none. */
    private static void add(Map<String, Edge> edges, MappingFile file, Edge edge, Problems problems) {
        Edge earlier = edges.putIfAbsent(edge.name(), edge);
        if (earlier == null) {
            return;
        }
        if (earlier.patched().isPresent()
                && edge.patched().isPresent()
                && !earlier.patched().equals(edge.patched())) {
            problems.add(file.problem(
                    "lookups." + edge.lookup() + ".patched",
                    "another file says patched: " + earlier.patched().get()
                            + " of it; a lookup of one entity is patched" + " in all files or in none"));
        }
        Set<String> targets = new TreeSet<>(earlier.targets());
        targets.addAll(edge.targets());
        edges.put(
                edge.name(),
                new Edge(
                        edge.entity(),
                        edge.lookup(),
                        targets,
                        earlier.required() || edge.required(),
                        earlier.patched().or(edge::patched)));
    }

    private static void refuseFixedCycle(LookupGraph graph, List<MappingFile> files, Problems problems) {
        List<Edge> cycle = graph.fixedCycle();
        if (cycle.isEmpty()) {
            return;
        }
        Edge first = cycle.getFirst();
        String field = "lookups." + first.lookup() + ".patched";
        files.stream()
                .filter(file -> file.document().entity().equals(first.entity())
                        && file.lines().containsKey(field))
                .findFirst()
                .ifPresent(file -> problems.add(file.problem(
                        field,
                        "this is a cycle in which no lookup may be patched, so none of its rows could be the first: "
                                + words(cycle).orElse("") + "; leave patched: false out of one of them")));
    }

    private static Optional<String> words(List<Edge> cycle) {
        if (cycle.isEmpty()) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        for (int i = 0; i < cycle.size(); i++) {
            Edge edge = cycle.get(i);
            Edge next = cycle.get((i + 1) % cycle.size());
            words.add(edge.entity() + " names " + next.entity() + " by " + edge.lookup());
        }
        return Optional.of(String.join(", ", words));
    }
}
