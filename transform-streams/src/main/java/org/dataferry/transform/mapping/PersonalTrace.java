package org.dataferry.transform.mapping;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.transform.mapping.cel.Checked;
import org.dataferry.transform.mapping.cel.Expressions;
import org.dataferry.transform.mapping.language.ColumnDocument.Content;
import org.dataferry.transform.mapping.language.EntityDocument;
import org.dataferry.transform.mapping.language.LinkDocument;
import org.dataferry.transform.mapping.language.LookupDocument.Names;
import org.dataferry.transform.mapping.language.MappingDocument;
import org.dataferry.transform.mapping.language.MappingFile;
import org.dataferry.transform.mapping.language.MergeDocument.KeyPart;
import org.dataferry.transform.mapping.language.ParentDocument;
import org.dataferry.transform.mapping.type.SourceSchema;
import org.dataferry.transform.mapping.type.SourceSchemas;

/**
 * Follows marks to where the same data stands: from columns of the target to those of the source, from these to keys, and from a
 * key to the columns of other tables that name a row by it, whose keys these may be part of in turn. For one thread.
 */
final class PersonalTrace {

    private final List<MappingDocument> documents;
    private final Optional<SourceSchemas> sources;

    /** By entity; what one file of an entity marks holds for all of them. */
    private final Map<String, Set<String>> marked = new HashMap<>();

    /** Columns of the source, by table. */
    private final Map<String, Set<String>> origins = new HashMap<>();

    /** Tables of which it cannot be told which columns hold data of persons. */
    private final Set<String> unclear = new HashSet<>();

    private final Set<String> keys = new HashSet<>();
    private final Set<String> matched = new HashSet<>();

    private PersonalTrace(List<MappingFile> files, Optional<SourceSchemas> sources) {
        this.documents = files.stream().map(MappingFile::document).toList();
        this.sources = sources;
    }

    static PersonalData of(List<MappingFile> files, Optional<SourceSchemas> sources) {
        PersonalTrace trace = new PersonalTrace(files, sources);
        trace.entities().forEach(trace::readMarks);
        trace.entities().forEach(trace::readOrigins);
        int before;
        do {
            before = trace.size();
            trace.documents.forEach(trace::spread);
        } while (trace.size() > before);
        return new PersonalData(trace.marked, trace.keys, trace.matched, trace.quoted(), trace.mapped());
    }

    /** Grows with each step, up to what the files name. */
    private int size() {
        return keys.size()
                + matched.size()
                + origins.values().stream().mapToInt(Set::size).sum();
    }

    private Stream<EntityDocument> entities() {
        return documents.stream().filter(EntityDocument.class::isInstance).map(EntityDocument.class::cast);
    }

    private void readMarks(EntityDocument document) {
        document.columns().forEach((name, column) -> {
            if (column.personal()) {
                marked.computeIfAbsent(document.entity(), first -> new TreeSet<>())
                        .add(name);
            }
        });
    }

    private void readOrigins(EntityDocument document) {
        Set<String> marks = marked.getOrDefault(document.entity(), Set.of());
        document.columns().forEach((name, column) -> {
            if (marks.contains(name) && !read(document, column.content(), originsOf(table(document)))) {
                unclear.add(table(document));
            }
        });
    }

    private void spread(MappingDocument document) {
        parents(document)
                .forEach(parent -> tables(parent).filter(keys::contains).forEach(named -> {
                    for (int part : personalParts(named, parent.by().size())) {
                        originsOf(table(document)).add(parent.by().get(part));
                    }
                }));
        if (isInKey(document)) {
            keys.add(table(document));
        }
        if (document instanceof EntityDocument rows
                && rows.merge() != null
                && (isInKey(rows) || rows.merge().key().stream().anyMatch(part -> isPersonal(rows, part)))) {
            matched.add(rows.entity());
        }
    }

    private boolean isInKey(MappingDocument document) {
        Set<String> columns = originsOf(table(document));
        return unclear.contains(table(document))
                || source(document)
                        .map(source -> source.primaryKey().stream().anyMatch(columns::contains))
                        .orElse(!columns.isEmpty());
    }

    /** Which columns of a table's key hold data of persons; all where it cannot be told. */
    private int[] personalParts(String table, int size) {
        Optional<List<String>> key = sources.flatMap(all -> all.find(table)).map(SourceSchema::primaryKey);
        if (unclear.contains(table) || key.isEmpty() || key.get().size() != size) {
            return IntStream.range(0, size).toArray();
        }
        return IntStream.range(0, size)
                .filter(part -> originsOf(table).contains(key.get().get(part)))
                .toArray();
    }

    private boolean isPersonal(EntityDocument document, KeyPart part) {
        return switch (part) {
            case KeyPart.MappedColumn(String name) ->
                marked.getOrDefault(document.entity(), Set.of()).contains(name)
                        || document.columns().containsKey(name)
                                && isPersonal(
                                        document, document.columns().get(name).content());
            case KeyPart.Expression(String text) -> isPersonal(document, new Content.Expression(text));
        };
    }

    private boolean isPersonal(EntityDocument document, Content content) {
        Set<String> columns = originsOf(table(document));
        if (columns.isEmpty() && !unclear.contains(table(document))) {
            return false;
        }
        Set<String> read = new HashSet<>();
        return !read(document, content, read) || read.stream().anyMatch(columns::contains);
    }

    /** Adds the columns of the source that are read; false if it cannot be told which these are. */
    private boolean read(EntityDocument document, Content content, Set<String> columns) {
        return switch (content) {
            case Content.SourceColumnName(String name) -> {
                columns.add(name);
                yield source(document).isPresent();
            }
            case Content.Constant ignored -> true;
            case Content.Expression(String text) -> {
                Optional<SourceSchema> source = source(document);
                if (source.isPresent()
                        && new Expressions(source.get()).check(text) instanceof Checked.Valid(var expression)) {
                    columns.addAll(expression.columns());
                    yield true;
                }
                yield false;
            }
        };
    }

    /** An error quotes values of the row, and ids of the row and of those that it names. */
    private Set<String> quoted() {
        Set<String> known = new HashSet<>(matched);
        documents.stream()
                .filter(document -> keys.contains(table(document)))
                .forEach(document -> known.add(document.entity()));
        Set<String> quoted = new HashSet<>(known);
        quoted.addAll(marked.keySet());
        documents.stream()
                .filter(document -> parents(document).map(ParentDocument::to).anyMatch(known::contains))
                .forEach(document -> quoted.add(document.entity()));
        return quoted;
    }

    private Map<String, PersonalData.Mapped> mapped() {
        Map<String, PersonalData.Mapped> mapped = new HashMap<>();
        documents.forEach(document -> mapped.merge(
                document.entity(),
                switch (document) {
                    case EntityDocument rows ->
                        new PersonalData.Mapped(
                                Set.of(table(rows)),
                                rows.merge() == null
                                        ? Set.of()
                                        : Set.of(rows.merge().rule()),
                                union(
                                        rows.columns().keySet(),
                                        union(
                                                rows.lookups().keySet(),
                                                rows.files().keySet())));
                    case LinkDocument links -> new PersonalData.Mapped(Set.of(table(links)), Set.of(), Set.of());
                },
                (one, other) -> new PersonalData.Mapped(
                        union(one.tables(), other.tables()),
                        union(one.rules(), other.rules()),
                        union(one.columns(), other.columns()))));
        return mapped;
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    private static Stream<ParentDocument> parents(MappingDocument document) {
        return switch (document) {
            case EntityDocument rows ->
                rows.lookups().values().stream().flatMap(lookup -> switch (lookup.names()) {
                    case Names.One(ParentDocument parent) -> Stream.of(parent);
                    case Names.Choice(String when, var cases) ->
                        cases.values().stream().flatMap(Optional::stream);
                });
            case LinkDocument links -> Stream.of(links.first(), links.second());
        };
    }

    /** The tables that the rows come from which are named. */
    private Stream<String> tables(ParentDocument parent) {
        return parent.from() != null
                ? Stream.of(TableNames.withSchema(parent.from()))
                : entities()
                        .filter(document -> document.entity().equals(parent.to()))
                        .map(PersonalTrace::table);
    }

    private Optional<SourceSchema> source(MappingDocument document) {
        return sources.flatMap(all -> all.find(document.from()));
    }

    private Set<String> originsOf(String table) {
        return origins.computeIfAbsent(table, first -> new HashSet<>());
    }

    private static String table(MappingDocument document) {
        return TableNames.withSchema(document.from());
    }
}
