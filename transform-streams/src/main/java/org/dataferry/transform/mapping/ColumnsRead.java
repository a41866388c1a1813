package org.dataferry.transform.mapping;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.transform.mapping.cel.Checked;
import org.dataferry.transform.mapping.cel.Expressions;
import org.dataferry.transform.mapping.language.ColumnDocument.Content;
import org.dataferry.transform.mapping.language.EntityDocument;
import org.dataferry.transform.mapping.language.FileDocument;
import org.dataferry.transform.mapping.language.LinkDocument;
import org.dataferry.transform.mapping.language.LookupDocument;
import org.dataferry.transform.mapping.language.MappingFile;
import org.dataferry.transform.mapping.language.MergeDocument.KeyPart;
import org.dataferry.transform.mapping.language.ParentDocument;
import org.dataferry.transform.mapping.language.StateDocument;
import org.dataferry.transform.mapping.type.SourceSchema;
import org.dataferry.transform.mapping.type.SourceSchemas;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of the source the mapping files read. Needs the source's catalogue alone; what is wrong in a file, another
 * tells.
 */
public final class ColumnsRead {

    private final Expressions expressions;
    private final Set<String> columns = new TreeSet<>();

    private ColumnsRead(SourceSchema source) {
        this.expressions = new Expressions(source);
        columns.addAll(source.primaryKey());
    }

    /**
     * The columns by table, of each table that a file reads and the source has. Those of its primary key are among them, as
     * they are in the id of each row.
     */
    public static Map<SourceTable, Set<String>> of(List<MappingFile> files, SourceSchemas sources) {
        Map<SourceTable, Set<String>> read =
                new TreeMap<>(Comparator.comparing(SourceTable::source).thenComparing(SourceTable::qualified));
        for (MappingFile file : files) {
            sources.find(file.document().from())
                    .ifPresent(source -> read.computeIfAbsent(source.table(), first -> new TreeSet<>())
                            .addAll(new ColumnsRead(source).of(file)));
        }
        return read;
    }

    private Set<String> of(MappingFile file) {
        expression(file.document().filter());
        switch (file.document()) {
            case EntityDocument document -> {
                document.columns().values().forEach(column -> content(column.content()));
                document.lookups().values().forEach(lookup -> names(lookup.names()));
                document.files().values().forEach(this::file);
                state(document.state());
                if (document.merge() != null) {
                    document.merge().key().forEach(this::key);
                }
            }
            case LinkDocument document -> {
                parent(document.first());
                parent(document.second());
            }
        }
        return columns;
    }

    private void file(FileDocument file) {
        switch (file.origin()) {
            case FileDocument.Origin.Path(var path) -> content(path.content());
            case FileDocument.Origin.Content(String column) -> columns.add(column);
        }
        if (file.name() != null) {
            content(file.name().content());
        }
    }

    private void content(Content content) {
        switch (content) {
            case Content.SourceColumnName(String name) -> columns.add(name);
            case Content.Constant constant -> {}
            case Content.Expression(String text) -> expression(text);
        }
    }

    private void names(LookupDocument.Names names) {
        switch (names) {
            case LookupDocument.Names.One(ParentDocument parent) -> parent(parent);
            case LookupDocument.Names.Choice(String when, var cases) -> {
                columns.add(when);
                cases.values().forEach(parent -> parent.ifPresent(this::parent));
            }
        }
    }

    private void parent(ParentDocument parent) {
        columns.addAll(parent.by());
    }

    private void state(@Nullable StateDocument state) {
        if (state == null) {
            return;
        }
        content(state.state().content());
        if (state.status() != null) {
            content(state.status().content());
        }
    }

    private void key(KeyPart part) {
        switch (part) {
            case KeyPart.MappedColumn mapped -> {}
            case KeyPart.Expression(String cel) -> expression(cel);
        }
    }

    private void expression(@Nullable String text) {
        if (text != null && expressions.check(text) instanceof Checked.Valid(var expression)) {
            columns.addAll(expression.columns());
        }
    }
}
