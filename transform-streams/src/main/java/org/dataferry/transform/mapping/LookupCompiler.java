package org.dataferry.transform.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataferry.schemas.words.NearestNames;
import org.dataferry.transform.mapping.language.EntityDocument;
import org.dataferry.transform.mapping.language.LookupDocument;
import org.dataferry.transform.mapping.language.LookupDocument.Names;
import org.dataferry.transform.mapping.language.MappingFile;
import org.dataferry.transform.mapping.language.ParentDocument;
import org.dataferry.transform.mapping.problem.Problems;
import org.dataferry.transform.mapping.type.SourceColumn;
import org.dataferry.transform.mapping.type.SourceSchema;
import org.dataferry.transform.mapping.type.SourceType;
import org.dataferry.transform.mapping.type.TargetColumn;
import org.dataferry.transform.mapping.type.TargetColumnType;
import org.dataferry.transform.mapping.type.TargetSchema;

/** Checks which rows the lookups of one file name. */
final class LookupCompiler {

    /** Whose rows Dataverse lets own others; whose rows no mapping makes. */
    private static final Set<String> OWNERS = Set.of("systemuser", "team");

    private static final Set<SourceType> TOLD_APART = Set.of(SourceType.TEXT, SourceType.WHOLE, SourceType.BOOL);

    private final MappingFile file;
    private final EntityDocument document;
    private final SourceSchema source;
    private final Parents parents;
    private final LoadPlan plan;
    private final Problems problems;

    LookupCompiler(
            MappingFile file,
            EntityDocument document,
            SourceSchema source,
            Parents parents,
            LoadPlan plan,
            Problems problems) {
        this.file = file;
        this.document = document;
        this.source = source;
        this.parents = parents;
        this.plan = plan;
        this.problems = problems;
    }

    /** Empty if the lookup has a problem. */
    Optional<LookupStep> compile(String name, LookupDocument lookup, TargetSchema entity) {
        String path = "lookups." + name;
        Optional<TargetColumn> column = column(path, name, lookup, entity);
        Optional<LookupStep.Names> names = names(path, lookup.names());
        if (column.isEmpty() || names.isEmpty()) {
            return Optional.empty();
        }
        if (column.get().required() && plan.patchedLookups(document.entity()).contains(name)) {
            problem(
                    path,
                    "Dataverse requires a value of it, so no row can be written without it and patched; add patched:"
                            + " false here, and patched: true to another lookup of the cycle");
        }
        return Optional.of(
                new LookupStep(name, lookup.required() || column.get().required(), names.get()));
    }

    private Optional<TargetColumn> column(String path, String name, LookupDocument lookup, TargetSchema entity) {
        if (document.columns().containsKey(name)) {
            problem(path, name + " is under columns already; a lookup is only here");
            return Optional.empty();
        }
        if (lookup.type() != null && !lookup.type().equals(LookupDocument.TYPE)) {
            problem(
                    path + ".type",
                    "'" + lookup.type() + "' is no type of a lookup; write type: lookup, or leave it out");
        }
        Optional<TargetColumn> found = entity.find(name);
        if (found.isEmpty()) {
            problem(
                    path,
                    entity.entity() + " has no column '" + name + "'"
                            + new NearestNames(lookups(entity)).hint(name)
                            + "; for a lookup of your own add type: lookup so that prepare makes it");
            return Optional.empty();
        }
        if (found.get().readOnly()) {
            problem(path, "Dataverse fills " + name + " itself and lets nobody set it; do not map it");
            return Optional.empty();
        }
        if (!(found.get().type() instanceof TargetColumnType.Lookup(var targets))) {
            problem(
                    path,
                    name + " is " + found.get().type().text() + " in " + entity.entity()
                            + ", which names no row; map it under columns");
            return Optional.empty();
        }
        if (!targets.isEmpty() && OWNERS.containsAll(targets)) {
            problem(path, name + " says who owns a row; owners follow in a later version");
            return Optional.empty();
        }
        boolean all = true;
        for (String named : lookup.names().entities()) {
            if (!targets.contains(named)) {
                problem(path, name + " may name rows of " + String.join(", ", targets) + ", not of " + named);
                all = false;
            }
        }
        return all ? found : Optional.empty();
    }

    private Optional<LookupStep.Names> names(String path, Names names) {
        return switch (names) {
            case Names.One(ParentDocument parent) ->
                parents.find(file, source, path, parent).map(LookupStep.Names.One::new);
            case Names.Choice(String when, Map<String, Optional<ParentDocument>> cases) -> choice(path, when, cases);
        };
    }

    private Optional<LookupStep.Names> choice(String path, String when, Map<String, Optional<ParentDocument>> cases) {
        Optional<SourceColumn> column = tellingApart(path + ".when", when);
        boolean whole = column.isPresent();
        Map<String, Optional<Parent>> found = new LinkedHashMap<>();
        for (Map.Entry<String, Optional<ParentDocument>> one : cases.entrySet()) {
            String value = one.getKey();
            Optional<Parent> parent =
                    one.getValue().flatMap(named -> parents.find(file, source, path + ".cases." + value, named));
            whole &= parent.isPresent() == one.getValue().isPresent();
            found.put(value, parent);
        }
        boolean complete = whole;
        return column.filter(usable -> complete)
                .map(usable ->
                        new LookupStep.Names.Choice(when, usable.paddedTo().isPresent(), found));
    }

    private Optional<SourceColumn> tellingApart(String path, String when) {
        Optional<SourceColumn> column = source.find(when);
        if (column.isEmpty()) {
            problem(
                    path,
                    source.name() + " has no column '" + when + "'"
                            + new NearestNames(source.columns().keySet()).hint(when));
            return Optional.empty();
        }
        if (!TOLD_APART.contains(column.get().type())) {
            problem(
                    path,
                    "source column " + when + " is " + column.get().type().label()
                            + "; cases are told apart by a text, a whole number or a bool");
            return Optional.empty();
        }
        return column;
    }

    private static List<String> lookups(TargetSchema entity) {
        return entity.columns().values().stream()
                .filter(column -> column.type() instanceof TargetColumnType.Lookup && !column.readOnly())
                .map(TargetColumn::name)
                .toList();
    }

    private void problem(String path, String message) {
        problems.add(file.problem(path, message));
    }
}
