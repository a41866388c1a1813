package org.dataferry.transform.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dataferry.schemas.words.NearestNames;
import org.dataferry.transform.mapping.convert.MatchText;
import org.dataferry.transform.mapping.language.ColumnDocument;
import org.dataferry.transform.mapping.language.EntityDocument;
import org.dataferry.transform.mapping.language.MappingFile;
import org.dataferry.transform.mapping.language.MergeDocument;
import org.dataferry.transform.mapping.language.MergeDocument.KeyPart;
import org.dataferry.transform.mapping.problem.Problems;
import org.dataferry.transform.mapping.type.TargetColumn;
import org.dataferry.transform.mapping.type.TargetColumnType;

/** Checks what the match key of one file is made of. */
final class MergeCompiler {

    private static final String PATH = "merge.key";

    private static final TargetColumn MATCH_KEY =
            TargetColumn.optional("the match key", new TargetColumnType.Text(MatchText.MOST_CHARACTERS));

    private final MappingFile file;
    private final EntityDocument document;
    private final Padding padding;
    private final ColumnCompiler columns;
    private final Problems problems;

    MergeCompiler(
            MappingFile file, EntityDocument document, Padding padding, ColumnCompiler columns, Problems problems) {
        this.file = file;
        this.document = document;
        this.padding = padding;
        this.columns = columns;
        this.problems = problems;
    }

    /** Empty if a part of the key has a problem. */
    Optional<Merging> compile(MergeDocument merge, MergeRule rule) {
        List<MatchStep> key = new ArrayList<>();
        merge.key().forEach(part -> step(part).ifPresent(key::add));
        return key.size() == merge.key().size()
                ? Optional.of(new CompiledMerging(rule, padding, key))
                : Optional.empty();
    }

    private Optional<MatchStep> step(KeyPart part) {
        return switch (part) {
            case KeyPart.MappedColumn(String name) -> mapped(name);
            case KeyPart.Expression(String cel) ->
                columns.compile(MATCH_KEY, ColumnDocument.bare(new ColumnDocument.Content.Expression(cel)), PATH)
                        .map(MatchStep.OfSource::new);
        };
    }

    private Optional<MatchStep> mapped(String name) {
        if (document.columns().containsKey(name)) {
            return Optional.of(new MatchStep.OfMapped(name));
        }
        problems.add(file.problem(
                PATH,
                "this file maps no column '" + name + "'"
                        + new NearestNames(document.columns().keySet()).hint(name)
                        + "; a part of the key is a column of Dataverse that it maps, or { cel: ... }"));
        return Optional.empty();
    }
}
