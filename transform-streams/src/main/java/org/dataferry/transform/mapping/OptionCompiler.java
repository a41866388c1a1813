package org.dataferry.transform.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dataferry.transform.mapping.convert.Allowance;
import org.dataferry.transform.mapping.convert.Conversions;
import org.dataferry.transform.mapping.language.OptionsDocument;
import org.dataferry.transform.mapping.option.OptionColumn;
import org.dataferry.transform.mapping.option.OptionEntry;
import org.dataferry.transform.mapping.option.OptionEntry.OptionSource;
import org.dataferry.transform.mapping.option.OptionEntry.OptionTarget;
import org.dataferry.transform.mapping.option.OptionTable;
import org.dataferry.transform.mapping.problem.Problems;
import org.dataferry.transform.mapping.type.SourceSchema;
import org.dataferry.transform.mapping.type.SourceType;
import org.dataferry.transform.mapping.type.TargetColumn;
import org.dataferry.transform.mapping.type.TargetColumnType;

/** Finds the options that the texts of one column become, and checks that Dataverse has them. */
final class OptionCompiler {

    /** More options than these are not listed in a message. */
    private static final int MOST_LISTED = 20;

    private final String entity;
    private final SourceSchema source;
    private final OptionTable table;
    private final Problems problems;

    OptionCompiler(String entity, SourceSchema source, OptionTable table, Problems problems) {
        this.entity = entity;
        this.source = source;
        this.table = table;
        this.problems = problems;
    }

    Allowance compile(TargetColumn column, OptionsDocument document, SourceType type) {
        if (!(column.type() instanceof TargetColumnType.Choice choice)) {
            return new Allowance.NotAllowed("options: fills a choice; leave it out, or map a choice");
        }
        OptionSource texts = new OptionSource(source.name(), document.column());
        OptionTarget target = new OptionTarget(entity, column.name());
        List<OptionEntry> entries = table.of(texts, target);
        if (entries.isEmpty()) {
            return new Allowance.NotAllowed("no line of reference/*.csv takes " + texts + " to " + target
                    + others(target) + "; write one for each text, under the header " + OptionColumn.HEADER);
        }
        entries.forEach(entry -> requireOption(entry, choice.allowed()));
        Map<String, Integer> values = new LinkedHashMap<>();
        entries.forEach(entry -> values.put(entry.text(), entry.value()));
        String files =
                entries.stream().map(OptionEntry::file).distinct().sorted().collect(Collectors.joining(", "));
        return Conversions.options(
                type, column, values, document.unknown() == OptionsDocument.Unknown.NULL, texts + " in " + files);
    }

    /** What is meant may stand under another name. */
    private String others(OptionTarget target) {
        List<OptionSource> sources = table.sources(target);
        return sources.isEmpty()
                ? ""
                : ", only " + sources.stream().map(OptionSource::toString).collect(Collectors.joining(", "));
    }

    private void requireOption(OptionEntry entry, Set<Integer> allowed) {
        if (!allowed.contains(entry.value())) {
            problems.add(entry.problem(
                    OptionColumn.TARGET_VALUE,
                    entry.target() + " has no option " + entry.value()
                            + (allowed.size() > MOST_LISTED ? "" : ", only " + new TreeSet<>(allowed))
                            + "; add the option in Dataverse, or write one that is there"));
        }
    }
}
