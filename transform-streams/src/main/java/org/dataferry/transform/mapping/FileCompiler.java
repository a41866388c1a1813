package org.dataferry.transform.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.transform.mapping.cel.Checked;
import org.dataferry.transform.mapping.cel.Expression;
import org.dataferry.transform.mapping.cel.Expressions;
import org.dataferry.transform.mapping.language.ColumnDocument;
import org.dataferry.transform.mapping.language.MappingDocument;
import org.dataferry.transform.mapping.language.MappingFile;
import org.dataferry.transform.mapping.problem.NearestNames;
import org.dataferry.transform.mapping.problem.Problems;
import org.dataferry.transform.mapping.type.SourceSchema;
import org.dataferry.transform.mapping.type.SourceSchemas;
import org.dataferry.transform.mapping.type.SourceType;
import org.dataferry.transform.mapping.type.TargetColumn;
import org.dataferry.transform.mapping.type.TargetSchema;

/** Checks one file; says everything that is wrong in it, not only the first. */
final class FileCompiler {

    /** The end of the name of the column that Ferry makes for itself in every entity. */
    private static final String FERRY_KEY = "_ferrykey";

    private final MappingFile file;
    private final MappingDocument document;
    private final SourceSchemas sources;
    private final EffectiveTarget target;
    private final Problems problems;

    FileCompiler(MappingFile file, SourceSchemas sources, EffectiveTarget target, Problems problems) {
        this.file = file;
        this.document = file.document();
        this.sources = sources;
        this.target = target;
        this.problems = problems;
    }

    /** Empty if the file has a problem. */
    Optional<EntityMapping> compile() {
        Optional<SourceSchema> source = sources.find(document.from());
        if (source.isEmpty()) {
            problem(
                    "from",
                    "the source has no table '" + document.from() + "'"
                            + new NearestNames(sources.names()).hint(document.from()));
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
        ColumnCompiler compiler = new ColumnCompiler(file, source, expressions, problems);
        Optional<Expression> filter = filter(expressions);
        List<ColumnStep> steps = new ArrayList<>();
        for (Map.Entry<String, ColumnDocument> column : document.columns().entrySet()) {
            writable(column.getKey(), column.getValue(), entity)
                    .flatMap(writable -> compiler.compile(writable, column.getValue()))
                    .ifPresent(steps::add);
        }
        boolean whole = steps.size() == document.columns().size() && filter.isPresent() == (document.filter() != null);
        return whole
                ? Optional.of(
                        new CompiledMapping(document.entity(), source.table(), document.discriminator(), filter, steps))
                : Optional.empty();
    }

    private Optional<Expression> filter(Expressions expressions) {
        if (document.filter() == null) {
            return Optional.empty();
        }
        return switch (expressions.check(document.filter())) {
            case Checked.Faulty(List<Checked.Fault> faults) -> {
                faults.forEach(fault -> problem("filter", fault.toString()));
                yield Optional.empty();
            }
            case Checked.Valid(Expression expression) -> {
                if (expression.type() != SourceType.BOOL) {
                    problem(
                            "filter",
                            "a filter is bool, this one is " + expression.type().label());
                    yield Optional.empty();
                }
                yield Optional.of(expression);
            }
        };
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
