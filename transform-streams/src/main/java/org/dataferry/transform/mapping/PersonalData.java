package org.dataferry.transform.mapping;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.dataferry.schemas.key.RowId;
import org.dataferry.transform.mapping.cel.Checked;
import org.dataferry.transform.mapping.cel.Expressions;
import org.dataferry.transform.mapping.language.ColumnDocument;
import org.dataferry.transform.mapping.language.ColumnDocument.Content;
import org.dataferry.transform.mapping.language.EntityDocument;
import org.dataferry.transform.mapping.language.LinkDocument;
import org.dataferry.transform.mapping.language.LookupDocument;
import org.dataferry.transform.mapping.language.MappingDocument;
import org.dataferry.transform.mapping.language.MappingFile;
import org.dataferry.transform.mapping.language.MergeDocument;
import org.dataferry.transform.mapping.language.MergeDocument.KeyPart;
import org.dataferry.transform.mapping.type.SourceSchema;
import org.dataferry.transform.mapping.type.SourceSchemas;

/**
 * What of rows is data of persons, as the mapping files mark it: columns, the columns of the source that these are made of, and
 * so the keys and ids of rows that hold such a column.
 *
 * @param columns of the target by entity, those that a file marks
 * @param keys tables of the source, {@code schema.table}, whose primary key holds data of persons
 * @param matched entities whose rows merge by data of persons, so that the ids of merged rows hold it
 * @param quoted entities, and relationships, whose errors may quote data of persons
 */
public record PersonalData(
        Map<String, Set<String>> columns, Set<String> keys, Set<String> matched, Set<String> quoted) {

    /** No file marks anything. */
    public static final PersonalData NONE = new PersonalData(Map.of(), Set.of(), Set.of(), Set.of());

    public PersonalData {
        columns = Map.copyOf(columns);
        keys = Set.copyOf(keys);
        matched = Set.copyOf(matched);
        quoted = Set.copyOf(quoted);
    }

    /**
     * @param sources the source's catalogue; where it is not known, or an expression cannot be read by it, a table of which
     *     a column is marked counts as one with such a key
     */
    public static PersonalData of(List<MappingFile> files, Optional<SourceSchemas> sources) {
        Map<String, Set<String>> columns = new HashMap<>();
        Set<String> keys = new HashSet<>();
        Set<String> matched = new HashSet<>();
        for (MappingFile file : files) {
            if (file.document() instanceof EntityDocument document) {
                Set<String> marked = marked(document);
                if (!marked.isEmpty()) {
                    columns.computeIfAbsent(document.entity(), first -> new TreeSet<>())
                            .addAll(marked);
                    Origin origin = Origin.of(document, sources);
                    if (origin.isInKey()) {
                        keys.add(SourceSchemas.qualified(document.from()));
                    }
                    if (document.merge() != null
                            && (origin.isInKey() || origin.isMatchedBy(document.merge(), marked))) {
                        matched.add(document.entity());
                    }
                }
            }
        }
        return new PersonalData(columns, keys, matched, quoted(files, columns.keySet(), keys, matched));
    }

    /** Whether a column of an entity is marked. */
    public boolean isPersonal(String entity, String column) {
        return columns.getOrDefault(entity, Set.of()).contains(column);
    }

    /** Whether the id of the row, and its key with it, holds data of persons. */
    public boolean isPersonal(RowId row) {
        return switch (row) {
            case RowId.OfSource one -> keys.contains(one.table().qualified());
            case RowId.Merged merged -> matched.contains(merged.entity());
            case RowId.Link(var relationship, RowId from, RowId to) -> isPersonal(from) || isPersonal(to);
        };
    }

    /** Whether what is said of a refused row of the entity may quote data of persons. */
    public boolean mayQuote(String entity) {
        return quoted.contains(entity);
    }

    private static Set<String> marked(EntityDocument document) {
        Set<String> marked = new TreeSet<>();
        document.columns().forEach((name, column) -> {
            if (column.personal()) {
                marked.add(name);
            }
        });
        return marked;
    }

    /** An error quotes values of the row, and ids of the row and of those that it names. */
    private static Set<String> quoted(
            List<MappingFile> files, Set<String> marked, Set<String> keys, Set<String> matched) {
        Set<String> known = new HashSet<>(matched);
        files.stream()
                .map(MappingFile::document)
                .filter(document -> keys.contains(SourceSchemas.qualified(document.from())))
                .forEach(document -> known.add(document.entity()));
        Set<String> quoted = new HashSet<>(known);
        quoted.addAll(marked);
        for (MappingFile file : files) {
            if (named(file.document()).stream().anyMatch(known::contains)) {
                quoted.add(file.document().entity());
            }
        }
        return quoted;
    }

    private static Set<String> named(MappingDocument document) {
        return switch (document) {
            case EntityDocument rows -> {
                Set<String> named = new HashSet<>();
                rows.lookups().values().stream()
                        .map(LookupDocument::names)
                        .map(LookupDocument.Names::entities)
                        .forEach(named::addAll);
                yield named;
            }
            case LinkDocument links -> {
                Set<String> ends = new HashSet<>();
                ends.add(links.first().to());
                ends.add(links.second().to());
                yield ends;
            }
        };
    }

    /**
     * What the marked columns of a file are made of.
     *
     * @param source empty where it is not known
     * @param columns of the source
     * @param isWhole whether these are all
     */
    private record Origin(Optional<SourceSchema> source, Set<String> columns, boolean isWhole) {

        static Origin of(EntityDocument document, Optional<SourceSchemas> sources) {
            Optional<SourceSchema> source = sources.flatMap(all -> all.find(document.from()));
            Set<String> columns = new HashSet<>();
            boolean isWhole = source.isPresent();
            for (ColumnDocument column : document.columns().values()) {
                if (column.personal()) {
                    switch (column.content()) {
                        case Content.SourceColumnName(String name) -> columns.add(name);
                        case Content.Constant ignored -> {}
                        case Content.Expression(String text) -> isWhole &= read(source, text, columns);
                    }
                }
            }
            return new Origin(source, columns, isWhole);
        }

        boolean isInKey() {
            return !isWhole || source.orElseThrow().primaryKey().stream().anyMatch(columns::contains);
        }

        boolean isMatchedBy(MergeDocument merge, Set<String> marked) {
            return merge.key().stream().anyMatch(part -> switch (part) {
                case KeyPart.MappedColumn(String column) -> marked.contains(column);
                case KeyPart.Expression(String text) -> {
                    Set<String> read = new HashSet<>();
                    yield !read(source, text, read) || read.stream().anyMatch(columns::contains);
                }
            });
        }

        /** Whether it could be told. */
        private static boolean read(Optional<SourceSchema> source, String text, Set<String> columns) {
            if (source.isPresent()
                    && new Expressions(source.get()).check(text) instanceof Checked.Valid(var expression)) {
                columns.addAll(expression.columns());
                return true;
            }
            return false;
        }
    }
}
