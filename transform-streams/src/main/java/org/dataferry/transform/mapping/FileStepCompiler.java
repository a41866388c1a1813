package org.dataferry.transform.mapping;

import java.util.Optional;
import org.dataferry.schemas.words.NearestNames;
import org.dataferry.transform.mapping.language.ColumnDocument;
import org.dataferry.transform.mapping.language.EntityDocument;
import org.dataferry.transform.mapping.language.FileDocument;
import org.dataferry.transform.mapping.language.MappingFile;
import org.dataferry.transform.mapping.problem.Problems;
import org.dataferry.transform.mapping.type.SourceSchema;
import org.dataferry.transform.mapping.type.SourceType;
import org.dataferry.transform.mapping.type.TargetColumn;
import org.dataferry.transform.mapping.type.TargetColumnType;
import org.dataferry.transform.mapping.type.TargetSchema;

/** Checks what a file column is made of, and that the target's column takes files. */
final class FileStepCompiler {

    /** The body of a note, which holds a file in base64. Source: Microsoft's page "Note (annotation) table". */
    private static final String NOTE = "annotation";

    private static final String NOTE_BODY = "documentbody";

    /** No file system has longer paths. */
    private static final int LONGEST_PATH = 4_000;

    /** What Dataverse keeps of a file's name. */
    private static final int LONGEST_NAME = 255;

    private final MappingFile file;
    private final EntityDocument document;
    private final SourceSchema source;
    private final TargetSchema entity;
    private final ColumnCompiler columns;
    private final Problems problems;

    FileStepCompiler(
            MappingFile file,
            EntityDocument document,
            SourceSchema source,
            TargetSchema entity,
            ColumnCompiler columns,
            Problems problems) {
        this.file = file;
        this.document = document;
        this.source = source;
        this.entity = entity;
        this.columns = columns;
        this.problems = problems;
    }

    /** Empty if it has a problem. */
    Optional<FileStep> compile(String name, FileDocument written) {
        String path = "files." + name;
        if (document.merge() != null) {
            problem(path, "rows that merge have no files: which one would stay cannot be said; leave it or merge out");
            return Optional.empty();
        }
        boolean takesFiles = takesFiles(name, written, path);
        Optional<FileStep.Origin> origin = origin(written, path);
        Optional<ColumnStep> named = Optional.empty();
        if (written.name() != null) {
            named = text(name, LONGEST_NAME, written.name(), path + ".name");
            if (named.isEmpty()) {
                return Optional.empty();
            }
        }
        Optional<ColumnStep> fileName = named;
        return takesFiles ? origin.map(found -> new FileStep(name, found, fileName)) : Optional.empty();
    }

    private Optional<FileStep.Origin> origin(FileDocument written, String path) {
        return switch (written.origin()) {
            case FileDocument.Origin.Path(ColumnDocument made) ->
                text("path", LONGEST_PATH, made, path + ".path").map(FileStep.Origin.InFolder::new);
            case FileDocument.Origin.Content(String column) -> content(column, path + ".content");
        };
    }

    private Optional<FileStep.Origin> content(String column, String path) {
        var found = source.find(column);
        if (found.isEmpty()) {
            problem(
                    path,
                    source.name() + " has no column '" + column + "'"
                            + new NearestNames(source.columns().keySet()).hint(column));
            return Optional.empty();
        }
        if (found.get().type() != SourceType.BYTES) {
            problem(
                    path,
                    "source column " + column + " is " + found.get().type().label()
                            + ", and a content is binary data (bytea); where it names a file, say path: " + column);
            return Optional.empty();
        }
        return Optional.of(new FileStep.Origin.InColumn(column));
    }

    private Optional<ColumnStep> text(String what, int longest, ColumnDocument made, String path) {
        return columns.compile(TargetColumn.optional(what, new TargetColumnType.Text(longest)), made, path);
    }

    private boolean takesFiles(String name, FileDocument written, String path) {
        Optional<TargetColumn> found = entity.find(name);
        if (found.isEmpty()) {
            if (written.type() == null) {
                problem(
                        path,
                        entity.entity() + " has no column '" + name + "'"
                                + new NearestNames(entity.columns().keySet()).hint(name)
                                + "; for a column of your own add type: so that prepare makes it");
            }
            return false;
        }
        TargetColumnType type = found.get().type();
        boolean takes =
                type instanceof TargetColumnType.FileColumn || entity.entity().equals(NOTE) && name.equals(NOTE_BODY);
        if (!takes) {
            problem(
                    path,
                    name + " is " + type.text()
                            + " in Dataverse; files go into columns of type file and image, and into " + NOTE + "."
                            + NOTE_BODY);
        } else if (written.type() != null && !written.type().strip().equals(type.text())) {
            problem(
                    path + ".type",
                    name + " exists in Dataverse as " + type.text() + "; write that, or leave type: out");
        }
        return takes;
    }

    private void problem(String path, String message) {
        problems.add(file.problem(path, message));
    }
}
