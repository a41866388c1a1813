package org.dataferry.transform.mapping;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Entities, and the lookups by which rows of one name rows of another. Every answer is the same for the same lookups. */
final class LookupGraph {

    /** So many lookups of one cycle are tried in every combination; beyond, few are found, but maybe not the fewest. */
    private static final int MOST_TRIED = 16;

    private final SortedSet<String> entities;
    private final List<Edge> edges;

    LookupGraph(Collection<String> entities, Collection<Edge> edges) {
        this.entities = new TreeSet<>(entities);
        this.edges = edges.stream().sorted(Edge.ORDER).toList();
    }

    /**
     * A lookup of an entity.
     *
     * @param targets the entities that it may name
     * @param required whether the source always has it, so that others are rather left out first
     * @param patched what the file wants; empty leaves it to us
     */
    record Edge(String entity, String lookup, Set<String> targets, boolean required, Optional<Boolean> patched) {

        static final Comparator<Edge> ORDER =
                Comparator.comparing(Edge::required).thenComparing(Edge::entity).thenComparing(Edge::lookup);

        Edge {
            targets = new TreeSet<>(targets);
        }

        boolean mayBePatched() {
            return patched.orElse(true);
        }

        String name() {
            return entity + "." + lookup;
        }
    }

    /** The fewest lookups without which there is no cycle, and those that the files want. */
    Set<Edge> patched() {
        Set<Edge> patched = new LinkedHashSet<>();
        edges.stream().filter(edge -> edge.patched().orElse(false)).forEach(patched::add);
        edges.stream()
                .filter(edge -> edge.mayBePatched() && edge.targets().contains(edge.entity()))
                .forEach(patched::add);
        for (List<Edge> knot : knots(without(patched))) {
            patched.addAll(fewest(knot));
        }
        return patched;
    }

    /** A cycle of lookups of which none may be patched; empty if there is none. */
    List<Edge> fixedCycle() {
        List<Edge> fixed = edges.stream().filter(edge -> !edge.mayBePatched()).toList();
        return fixed.stream()
                .map(edge -> cycle(edge, fixed))
                .filter(cycle -> !cycle.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** The shortest way from a lookup over others back to its entity, itself first; empty if there is none. */
    List<Edge> cycle(Edge start) {
        return cycle(start, edges);
    }

    /** Named entities before those that name them, as far as the lookups that are not patched say; else by name. */
    List<String> order(Set<Edge> patched) {
        List<Edge> kept = without(patched);
        List<String> order = new ArrayList<>();
        SortedSet<String> open = new TreeSet<>(entities);
        while (!open.isEmpty()) {
            String next = open.stream()
                    .filter(entity -> kept.stream()
                            .filter(edge -> edge.entity().equals(entity))
                            .flatMap(edge -> edge.targets().stream())
                            .noneMatch(open::contains))
                    .findFirst()
                    // Only where a cycle is left, which is a problem told elsewhere.
                    .orElseGet(open::first);
            order.add(next);
            open.remove(next);
        }
        return order;
    }

    private List<Edge> without(Set<Edge> patched) {
        return edges.stream().filter(edge -> !patched.contains(edge)).toList();
    }

    /** Of each group of entities that name one another, the lookups within it. */
    private List<List<Edge>> knots(List<Edge> among) {
        Map<Set<String>, List<Edge>> knots = new LinkedHashMap<>();
        for (Edge edge : among) {
            Set<String> reached = reach(edge.entity(), among);
            Set<String> knot = entities.stream()
                    .filter(other ->
                            reached.contains(other) && reach(other, among).contains(edge.entity()))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (edge.targets().stream().anyMatch(knot::contains)) {
                knots.computeIfAbsent(knot, first -> new ArrayList<>()).add(edge);
            }
        }
        return List.copyOf(knots.values());
    }

    private static Set<String> reach(String start, List<Edge> among) {
        Set<String> reached = new TreeSet<>();
        Deque<String> next = new ArrayDeque<>(List.of(start));
        while (!next.isEmpty()) {
            String entity = next.removeFirst();
            among.stream()
                    .filter(edge -> edge.entity().equals(entity))
                    .flatMap(edge -> edge.targets().stream())
                    .filter(reached::add)
                    .forEach(next::add);
        }
        return reached;
    }

    private static List<Edge> fewest(List<Edge> knot) {
        List<Edge> choice = knot.stream().filter(Edge::mayBePatched).toList();
        if (choice.size() > MOST_TRIED) {
            return few(knot, choice);
        }
        for (int size = 1; size <= choice.size(); size++) {
            List<Edge> found = combination(knot, choice, 0, size, List.of());
            if (!found.isEmpty()) {
                return found;
            }
        }
        return choice;
    }

    /** The first combination, in the order of the choice, without which the knot is none. */
    private static List<Edge> combination(List<Edge> knot, List<Edge> choice, int from, int size, List<Edge> taken) {
        if (taken.size() == size) {
            return isAcyclic(knot.stream().filter(edge -> !taken.contains(edge)).toList()) ? taken : List.of();
        }
        for (int i = from; i <= choice.size() - (size - taken.size()); i++) {
            List<Edge> more = new ArrayList<>(taken);
            more.add(choice.get(i));
            List<Edge> found = combination(knot, choice, i + 1, size, more);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /** None of them can be kept beside the others that are. */
    private static List<Edge> few(List<Edge> knot, List<Edge> choice) {
        List<Edge> left = new ArrayList<>(choice);
        for (Edge edge : choice.reversed()) {
            left.remove(edge);
            if (!isAcyclic(knot.stream().filter(one -> !left.contains(one)).toList())) {
                left.add(0, edge);
            }
        }
        return left;
    }

    private static boolean isAcyclic(List<Edge> among) {
        return among.stream().allMatch(edge -> cycle(edge, among).isEmpty());
    }

    private static List<Edge> cycle(Edge start, List<Edge> among) {
        Set<String> seen = new TreeSet<>(start.targets());
        Deque<Way> next = new ArrayDeque<>();
        start.targets().forEach(target -> next.add(new Way(target, List.of(start))));
        while (!next.isEmpty()) {
            Way way = next.removeFirst();
            if (way.end().equals(start.entity())) {
                return way.over();
            }
            among.stream()
                    .filter(edge -> edge.entity().equals(way.end()))
                    .forEach(edge -> edge.targets().stream()
                            .filter(seen::add)
                            .forEach(target -> next.add(way.further(edge, target))));
        }
        return List.of();
    }

    private record Way(String end, List<Edge> over) {

        Way further(Edge edge, String target) {
            List<Edge> further = new ArrayList<>(over);
            further.add(edge);
            return new Way(target, List.copyOf(further));
        }
    }
}
