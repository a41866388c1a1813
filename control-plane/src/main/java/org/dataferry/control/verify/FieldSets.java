package org.dataferry.control.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which fields the source's rows of an entity have, by number: a mapping fills the same ones for each of its rows, but a state
 * only where it says one. There are few, so a row remembers a number instead of names.
 */
final class FieldSets {

    private final Map<Set<String>, Integer> numbers = new HashMap<>();
    private final List<List<String>> byNumber = new ArrayList<>();

    int numberOf(Set<String> names) {
        Integer known = numbers.get(names);
        if (known != null) {
            return known;
        }
        Set<String> sorted = new TreeSet<>(names);
        int number = byNumber.size();
        byNumber.add(List.copyOf(sorted));
        numbers.put(Set.copyOf(names), number);
        return number;
    }

    /** The names in their order. */
    List<String> names(int number) {
        return byNumber.get(number);
    }

    int size() {
        return byNumber.size();
    }

    /** All fields that any row has. */
    Set<String> all() {
        Set<String> all = new TreeSet<>();
        byNumber.forEach(all::addAll);
        return all;
    }
}
