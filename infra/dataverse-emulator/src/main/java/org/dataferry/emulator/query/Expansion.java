package org.dataferry.emulator.query;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One term of $expand.
 *
 * @param name of the navigation property
 * @param reference whether only the address of the row is asked for, by {@code name/$ref}
 * @param options as written, by name
 */
record Expansion(
        String name, Navigation navigation, boolean reference, Map<String, String> options, List<Expansion> inner) {
    Expansion {
        options = Map.copyOf(options);
        inner = List.copyOf(inner);
    }

    boolean many() {
        return !(navigation instanceof Navigation.Single);
    }

    String option(String option) {
        return options.getOrDefault(option, "");
    }

    /** Whether some of these terms, or of those within, holds a further $expand. */
    static boolean nested(List<Expansion> terms) {
        return terms.stream().anyMatch(term -> !term.inner.isEmpty());
    }

    /** What {@code @odata.context} says behind the entity set: the selected and the expanded properties. */
    static String context(String select, List<Expansion> terms) {
        String expanded = terms.stream().map(Expansion::context).collect(Collectors.joining(","));
        String both =
                select.isBlank() || expanded.isEmpty() ? select.strip() + expanded : select.strip() + "," + expanded;
        return both.isEmpty() ? "" : "(" + both + ")";
    }

    private String context() {
        if (reference) {
            return name + "," + name + "/$ref()";
        }
        String within = context(option("$select"), inner);
        return name + (within.isEmpty() ? "()" : within);
    }
}
