package org.dataferry.transform.mapping;

import java.util.Optional;
import org.dataferry.transform.mapping.cel.Expressions;
import org.dataferry.transform.mapping.language.LinkDocument;
import org.dataferry.transform.mapping.language.MappingFile;
import org.dataferry.transform.mapping.language.ParentDocument;
import org.dataferry.transform.mapping.problem.Problems;
import org.dataferry.transform.mapping.type.SourceSchema;
import org.dataferry.transform.mapping.type.SourceSchemas;

/** Checks one file of links. That the relationship is there, or can be made, is for {@code prepare} to see. */
final class LinkCompiler {

    private final MappingFile file;
    private final LinkDocument document;
    private final SourceSchemas sources;
    private final Parents parents;
    private final MergeRules mergeRules;
    private final Problems problems;

    LinkCompiler(
            MappingFile file,
            LinkDocument document,
            SourceSchemas sources,
            Parents parents,
            MergeRules mergeRules,
            Problems problems) {
        this.file = file;
        this.document = document;
        this.sources = sources;
        this.parents = parents;
        this.mergeRules = mergeRules;
        this.problems = problems;
    }

    /** Empty if the file has a problem. */
    Optional<LinkMapping> compile() {
        Optional<SourceSchema> source = sources.find(document.from());
        if (source.isEmpty()) {
            problems.add(file.problem("from", sources.whyNot(document.from())));
        }
        return source.flatMap(this::compile);
    }

    private Optional<LinkMapping> compile(SourceSchema source) {
        Optional<RowFilter> filter = RowFilter.compile(file, new Expressions(source), problems);
        Optional<Parent> first = parents.find(file, source, "first", document.first());
        Optional<Parent> second = parents.find(file, source, "second", document.second());
        refuseMerged("first", document.first());
        refuseMerged("second", document.second());
        return filter.isEmpty() || first.isEmpty() || second.isEmpty()
                ? Optional.empty()
                : Optional.of(new CompiledLinks(
                        document.relationship(),
                        source.table(),
                        Padding.of(source),
                        filter.get(),
                        first.get(),
                        second.get()));
    }

    /** Two links of two source rows would be one of the row that these merge into, and the first to go would remove it. */
    private void refuseMerged(String path, ParentDocument end) {
        if (mergeRules.find(end.to()).isPresent()) {
            problems.add(file.problem(
                    path + ".to",
                    "rows of " + end.to() + " merge, and links of merged rows follow in a later version; leave the link"
                            + " or merge: out"));
        }
    }
}
