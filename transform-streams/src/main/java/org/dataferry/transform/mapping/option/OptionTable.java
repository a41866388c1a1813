package org.dataferry.transform.mapping.option;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dataferry.transform.mapping.option.OptionEntry.OptionSource;
import org.dataferry.transform.mapping.option.OptionEntry.OptionTarget;

/** All that the option tables of a migration say, free of contradictions. */
public record OptionTable(List<OptionEntry> entries) {

    /** Of a migration without option tables. */
    public static final OptionTable NONE = new OptionTable(List.of());

    public OptionTable {
        entries = List.copyOf(entries);
    }

    /** What the texts of one column of the source become in one choice. */
    public List<OptionEntry> of(OptionSource source, OptionTarget target) {
        return entries.stream()
                .filter(entry -> entry.source().equals(source) && entry.target().equals(target))
                .toList();
    }

    /** The columns of the source whose texts become options of a choice. */
    public List<OptionSource> sources(OptionTarget target) {
        return entries.stream()
                .filter(entry -> entry.target().equals(target))
                .map(OptionEntry::source)
                .distinct()
                .toList();
    }

    /**
     * The label of each option of a choice, whichever sources it has. An option that has none is called by the first text
     * that becomes it.
     */
    public SortedMap<Integer, String> options(OptionTarget target) {
        SortedMap<Integer, String> texts = new TreeMap<>();
        SortedMap<Integer, String> labels = new TreeMap<>();
        for (OptionEntry entry : entries) {
            if (entry.target().equals(target)) {
                texts.putIfAbsent(entry.value(), entry.text());
                if (entry.label() != null) {
                    labels.putIfAbsent(entry.value(), entry.label());
                }
            }
        }
        texts.putAll(labels);
        return texts;
    }

    /** The content without layout, order, and the names of files; empty if there is none. */
    public String canonical() {
        return entries.stream()
                .map(entry -> List.of(
                                entry.source().table(),
                                entry.source().column(),
                                entry.target().table(),
                                entry.target().column(),
                                entry.text(),
                                Integer.toString(entry.value()),
                                entry.label() == null ? "" : entry.label())
                        .stream()
                        .map(OptionTable::quoted)
                        .collect(Collectors.joining(",", "", "\n")))
                .sorted()
                .collect(Collectors.joining());
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
