package org.dataferry.transform.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dataferry.schemas.settings.ChangedPolicy;
import org.dataferry.schemas.words.NearestNames;
import org.dataferry.transform.mapping.cel.Expressions;
import org.dataferry.transform.mapping.language.AdoptDocument;
import org.dataferry.transform.mapping.language.ColumnDocument;
import org.dataferry.transform.mapping.language.EntityDocument;
import org.dataferry.transform.mapping.language.MappingFile;
import org.dataferry.transform.mapping.language.StateDocument;
import org.dataferry.transform.mapping.option.OptionTable;
import org.dataferry.transform.mapping.problem.Problems;
import org.dataferry.transform.mapping.type.SourceSchema;
import org.dataferry.transform.mapping.type.SourceSchemas;
import org.dataferry.transform.mapping.type.TargetColumn;
import org.dataferry.transform.mapping.type.TargetColumnType;
import org.dataferry.transform.mapping.type.TargetSchema;
import org.jspecify.annotations.Nullable;

/** Checks one file of an entity; says everything that is wrong in it, not only the first. */
final class FileCompiler {

    /** The end of the name of the column that Ferry makes for itself in every entity. */
    private static final String FERRY_KEY = "_ferrykey";

    /** Dataverse's names and limits; a table of our own gets both columns by itself. */
    private static final TargetColumn STATE =
            TargetColumn.optional("statecode", new TargetColumnType.Whole(0, Integer.MAX_VALUE));

    private static final TargetColumn STATUS =
            TargetColumn.optional("statuscode", new TargetColumnType.Whole(0, Integer.MAX_VALUE));

    private final MappingFile file;
    private final EntityDocument document;
    private final SourceSchemas sources;
    private final EffectiveTarget target;
    private final Parents parents;
    private final LoadPlan plan;
    private final MergeRules mergeRules;
    private final OptionTable options;
    private final Problems problems;

    FileCompiler(
            MappingFile file,
            EntityDocument document,
            SourceSchemas sources,
            EffectiveTarget target,
            Parents parents,
            LoadPlan plan,
            MergeRules mergeRules,
            OptionTable options,
            Problems problems) {
        this.file = file;
        this.document = document;
        this.sources = sources;
        this.target = target;
        this.parents = parents;
        this.plan = plan;
        this.mergeRules = mergeRules;
        this.options = options;
        this.problems = problems;
    }

    /** Empty if the file has a problem. */
    Optional<EntityMapping> compile() {
        Optional<SourceSchema> source = sources.find(document.from());
        if (source.isEmpty()) {
            problem("from", sources.whyNot(document.from()));
        }
        Optional<TargetSchema> entity = target.find(document.entity());
        if (entity.isEmpty()) {
            problem(
                    "entity",
                    "Dataverse has no table '" + document.entity() + "'"
                            + new NearestNames(target.existing().names()).hint(document.entity())
                            + "; for a table of your own add table: so that prepare makes it");
        }
        return source.isEmpty() || entity.isEmpty() ? Optional.empty() : compile(source.get(), entity.get());
    }

    private Optional<EntityMapping> compile(SourceSchema source, TargetSchema entity) {
        Expressions expressions = new Expressions(source);
        ColumnCompiler compiler = new ColumnCompiler(file, source, expressions, options, problems);
        Optional<RowFilter> filter = RowFilter.compile(file, expressions, problems);
        List<ColumnStep> steps = new ArrayList<>();
        for (Map.Entry<String, ColumnDocument> column : document.columns().entrySet()) {
            writable(column.getKey(), column.getValue(), entity)
                    .flatMap(writable -> compiler.compile(writable, column.getValue(), "columns." + column.getKey()))
                    .ifPresent(steps::add);
        }
        List<LookupStep> lookups = lookups(source, entity);
        List<FileStep> files = files(source, entity, compiler);
        Optional<StateStep> state = state(compiler);
        Optional<DeletePolicy> deletePolicy =
                policy("delete", "what a delete can do", document.delete(), DeletePolicy.values(), DeletePolicy.DELETE);
        Optional<LostPolicy> lostPolicy = policy(
                "lost", "what can become of a lost row", document.lost(), LostPolicy.values(), LostPolicy.REWRITE);
        Optional<ChangedPolicy> changedPolicy = policy(
                "changed",
                "what can become of a write to a changed row",
                document.changed(),
                ChangedPolicy.values(),
                ChangedPolicy.OVERWRITE);
        Optional<Merging> merging = merging(source, compiler);
        boolean whole = steps.size() == document.columns().size()
                && lookups.size() == document.lookups().size()
                && files.size() == document.files().size()
                && merging.isPresent() == (document.merge() != null);
        boolean decided = deletePolicy.isPresent() && lostPolicy.isPresent() && changedPolicy.isPresent();
        return whole && filter.isPresent() && state.isPresent() && decided
                ? Optional.of(new CompiledMapping(
                        document.entity(),
                        source.table(),
                        Padding.of(source),
                        document.discriminator(),
                        filter.get(),
                        steps,
                        lookups,
                        files,
                        state.get(),
                        deletePolicy.get(),
                        lostPolicy.get(),
                        changedPolicy.get(),
                        document.statesByCommand(),
                        patched(),
                        named(),
                        merging,
                        adopting()))
                : Optional.empty();
    }

    private List<LookupStep> lookups(SourceSchema source, TargetSchema entity) {
        LookupCompiler compiler = new LookupCompiler(file, document, source, parents, plan, problems);
        List<LookupStep> steps = new ArrayList<>();
        document.lookups()
                .forEach(
                        (name, lookup) -> compiler.compile(name, lookup, entity).ifPresent(steps::add));
        return steps;
    }

    private List<FileStep> files(SourceSchema source, TargetSchema entity, ColumnCompiler columns) {
        FileStepCompiler compiler = new FileStepCompiler(file, document, source, entity, columns, problems);
        List<FileStep> steps = new ArrayList<>();
        document.files()
                .forEach((name, written) -> compiler.compile(name, written).ifPresent(steps::add));
        return steps;
    }

    private Set<String> patched() {
        return plan.patchedLookups(document.entity()).stream()
                .filter(document.lookups()::containsKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Set<String> named() {
        return document.lookups().values().stream()
                .flatMap(lookup -> lookup.names().entities().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private Optional<Merging> merging(SourceSchema source, ColumnCompiler compiler) {
        return document.merge() == null
                ? Optional.empty()
                : mergeRules
                        .find(document.entity())
                        .flatMap(rule -> new MergeCompiler(file, document, Padding.of(source), compiler, problems)
                                .compile(document.merge(), rule));
    }

    private Optional<Adopting> adopting() {
        AdoptDocument adopt = document.adopt();
        if (adopt == null) {
            return Optional.empty();
        }
        adopt.by().stream()
                .filter(name -> !document.columns().containsKey(name))
                .forEach(name -> problem(
                        "adopt.by",
                        "this file maps no column '" + name + "'"
                                + new NearestNames(document.columns().keySet()).hint(name)
                                + "; rows are known again by columns of Dataverse that it maps"));
        if (document.merge() != null) {
            problem("adopt", "rows that merge are known by their match key; leave adopt or merge out");
        }
        return Optional.of(new Adopting(adopt.by(), adopt.ambiguous() == AdoptDocument.Ambiguous.CREATE));
    }

    private Optional<StateStep> state(ColumnCompiler compiler) {
        StateDocument state = document.state();
        if (state == null) {
            return Optional.of(StateStep.NONE);
        }
        Optional<ColumnStep> made = compiler.compile(STATE, state.state(), "state.state");
        if (state.status() == null) {
            return made.map(step -> new StateStep(Optional.of(step), Optional.empty()));
        }
        Optional<ColumnStep> status = compiler.compile(STATUS, state.status(), "state.status");
        return made.isEmpty() || status.isEmpty() ? Optional.empty() : Optional.of(new StateStep(made, status));
    }

    private <P extends Enum<P>> Optional<P> policy(
            String field, String what, @Nullable String written, P[] policies, P unlessSaid) {
        if (written == null) {
            return Optional.of(unlessSaid);
        }
        List<String> names = new ArrayList<>();
        for (P policy : policies) {
            String name = policy.name().toLowerCase(Locale.ROOT);
            if (name.equals(written)) {
                return Optional.of(policy);
            }
            names.add(name);
        }
        String last = names.removeLast();
        problem(field, "'" + written + "' is not " + what + "; expected " + String.join(", ", names) + " or " + last);
        return Optional.empty();
    }

    /** The target's column, if there is one that a mapping may set. */
    private Optional<TargetColumn> writable(String name, ColumnDocument column, TargetSchema entity) {
        String field = "columns." + name;
        if (name.endsWith(FERRY_KEY)) {
            problem(field, "Ferry fills this column itself, with the id of the source row; do not map it");
            return Optional.empty();
        }
        Optional<TargetColumn> found = entity.find(name);
        if (found.isEmpty()) {
            if (column.type() == null) {
                problem(
                        field,
                        entity.entity() + " has no column '" + name + "'"
                                + new NearestNames(entity.columns().keySet()).hint(name)
                                + "; for a column of your own add type: so that prepare makes it");
            }
            return Optional.empty();
        }
        if (found.get().type() instanceof TargetColumnType.FileColumn) {
            problem(field, name + " holds files; map it under files:, by path: or content:");
            return Optional.empty();
        }
        if (found.get().readOnly()) {
            problem(field, "Dataverse fills " + name + " itself and lets nobody set it; do not map it");
            return Optional.empty();
        }
        requireSameType(field, column, found.get());
        return found;
    }

    /** A column that exists keeps its type, so another one in the file is an error, not a wish. */
    private void requireSameType(String field, ColumnDocument column, TargetColumn found) {
        if (column.type() == null) {
            return;
        }
        target.existing(document.entity(), found.name())
                .map(existing -> existing.type().text())
                .filter(existing -> !existing.equals(column.type().strip()))
                .ifPresent(existing -> problem(
                        field + ".type",
                        found.name() + " exists in Dataverse as " + existing + "; write that, or leave type: out"));
    }

    private void problem(String path, String message) {
        problems.add(file.problem(path, message));
    }
}
