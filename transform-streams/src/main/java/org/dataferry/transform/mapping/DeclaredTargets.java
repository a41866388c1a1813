package org.dataferry.transform.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.dataferry.transform.mapping.DeclaredTarget.DeclaredColumn;
import org.dataferry.transform.mapping.language.ColumnDocument;
import org.dataferry.transform.mapping.language.EntityDocument;
import org.dataferry.transform.mapping.language.LookupDocument;
import org.dataferry.transform.mapping.language.MappingFile;
import org.dataferry.transform.mapping.language.TableDocument;
import org.dataferry.transform.mapping.option.OptionEntry.OptionTarget;
import org.dataferry.transform.mapping.option.OptionTable;
import org.dataferry.transform.mapping.problem.MappingException;
import org.dataferry.transform.mapping.problem.Problems;
import org.dataferry.transform.mapping.type.DeclaredType;
import org.dataferry.transform.mapping.type.TargetColumnType;
import org.jspecify.annotations.Nullable;

/** Gathers from all files what {@code prepare} must make. Several files may declare parts of one entity. */
public final class DeclaredTargets {

    /** What the primary name of a table of our own holds where its file gives no type; Dataverse's own choice. */
    private static final TargetColumnType PRIMARY_NAME = new TargetColumnType.Text(100);

    private final OptionTable options;
    private final Problems problems;
    private final Map<String, TableDocument> tables = new LinkedHashMap<>();
    private final Map<String, Map<String, DeclaredColumn>> columns = new LinkedHashMap<>();

    private DeclaredTargets(OptionTable options, Problems problems) {
        this.options = options;
        this.problems = problems;
    }

    /** As below, of files that take no options. */
    public static List<DeclaredTarget> of(List<MappingFile> files) {
        return of(files, OptionTable.NONE);
    }

    /**
     * @param table the options of choices to make
     * @throws MappingException with everything that is wrong in the declarations
     */
    public static List<DeclaredTarget> of(List<MappingFile> files, OptionTable table) {
        Problems problems = new Problems();
        List<DeclaredTarget> declared = of(files, table, problems);
        problems.throwIfAny();
        return declared;
    }

    static List<DeclaredTarget> of(List<MappingFile> files, OptionTable table, Problems problems) {
        DeclaredTargets targets = new DeclaredTargets(table, problems);
        forEach(files, targets::addTable);
        forEach(files, targets::addColumns);
        forEach(files, targets::addLookups);
        forEach(files, targets::addFiles);
        return targets.gathered();
    }

    private static void forEach(List<MappingFile> files, BiConsumer<MappingFile, EntityDocument> add) {
        for (MappingFile file : files) {
            if (file.document() instanceof EntityDocument document) {
                add.accept(file, document);
            }
        }
    }

    private List<DeclaredTarget> gathered() {
        List<DeclaredTarget> gathered = new ArrayList<>();
        columns.forEach((entity, byName) -> {
            Optional<TableDocument> table = Optional.ofNullable(tables.get(entity));
            if (table.isPresent() || !byName.isEmpty()) {
                gathered.add(new DeclaredTarget(entity, table, List.copyOf(byName.values())));
            }
        });
        return gathered;
    }

    private void addTable(MappingFile file, EntityDocument document) {
        String entity = document.entity();
        columns.computeIfAbsent(entity, none -> new LinkedHashMap<>());
        TableDocument table = document.table();
        if (table == null) {
            return;
        }
        if (!OwnName.isOne(entity)) {
            problems.add(file.problem("entity", OwnName.rule("a table", entity)));
        }
        TableDocument earlier = tables.putIfAbsent(entity, table);
        if (earlier != null && !earlier.equals(table)) {
            problems.add(file.problem("table", "another file declares " + entity + " differently; declare it once"));
        }
        addPrimaryName(file, document, table);
    }

    /** Before the others, as Dataverse makes it together with the table. */
    private void addPrimaryName(MappingFile file, EntityDocument document, TableDocument table) {
        ColumnDocument column = document.columns().get(table.primaryName());
        if (column == null) {
            problems.add(file.problem(
                    "table.primaryName",
                    "the primary name " + table.primaryName() + " is not mapped; add it under columns"));
            return;
        }
        TargetColumnType type = column.type() == null ? PRIMARY_NAME : declaredType(file, table.primaryName(), column);
        if (type instanceof TargetColumnType.Text) {
            add(file, "columns.", table.primaryName(), column.label(), type);
        } else if (type != null) {
            problems.add(file.problem(
                    "columns." + table.primaryName() + ".type",
                    "a primary name is text(1 to 4000), not " + type.text()));
        }
    }

    private void addColumns(MappingFile file, EntityDocument document) {
        TableDocument table = document.table();
        document.columns().forEach((name, column) -> {
            boolean primary = table != null && table.primaryName().equals(name);
            if (column.type() != null && !primary) {
                TargetColumnType type = declaredType(file, name, column);
                if (type != null) {
                    add(file, "columns.", name, column.label(), type);
                }
            }
        });
    }

    /** Several files may declare one lookup, each with the rows that it names: it takes the rows of all. */
    private void addLookups(MappingFile file, EntityDocument document) {
        document.lookups().forEach((name, lookup) -> {
            if (!LookupDocument.TYPE.equals(lookup.type())) {
                return;
            }
            String path = "lookups." + name;
            if (!OwnName.isOne(name)) {
                problems.add(file.problem(path, OwnName.rule("a lookup", name)));
            }
            Map<String, DeclaredColumn> ofEntity =
                    columns.computeIfAbsent(document.entity(), none -> new LinkedHashMap<>());
            SequencedSet<String> targets = new LinkedHashSet<>();
            String label = lookup.label() == null ? OwnName.label(name) : lookup.label();
            DeclaredColumn earlier = ofEntity.get(name);
            if (earlier != null) {
                if (!(earlier.type() instanceof TargetColumnType.Lookup(var others))) {
                    problems.add(file.problem(
                            path + ".type",
                            "it is declared under columns as " + earlier.type().text() + "; a column has one type"));
                    return;
                }
                targets.addAll(others);
                label = earlier.label();
            }
            targets.addAll(new TreeSet<>(lookup.names().entities()));
            ofEntity.put(name, new DeclaredColumn(name, label, new TargetColumnType.Lookup(List.copyOf(targets))));
        });
    }

    private @Nullable TargetColumnType declaredType(MappingFile file, String name, ColumnDocument column) {
        String written = String.valueOf(column.type());
        Optional<TargetColumnType> type = DeclaredType.parse(written);
        if (type.isEmpty()) {
            problems.add(file.problem(
                    "columns." + name + ".type",
                    "'" + written + "' is not a type of a column; expected one of " + DeclaredType.FORMS));
        }
        return type.orElse(null) instanceof TargetColumnType.Choice ? choice(file, name, column) : type.orElse(null);
    }

    private TargetColumnType choice(MappingFile file, String name, ColumnDocument column) {
        if (column.options() == null) {
            problems.add(file.problem(
                    "columns." + name + ".type",
                    "a choice that prepare makes has the options of the option table; add options: true"));
        }
        return new TargetColumnType.Choice(
                options.options(new OptionTarget(file.document().entity(), name)));
    }

    private void addFiles(MappingFile file, EntityDocument document) {
        document.files().forEach((name, written) -> {
            if (written.type() == null) {
                return;
            }
            DeclaredType.parseFile(written.type())
                    .ifPresentOrElse(
                            type -> add(file, "files.", name, written.label(), type),
                            () -> problems.add(file.problem(
                                    "files." + name + ".type",
                                    "'" + written.type() + "' is not a type of a column for files; expected one of "
                                            + DeclaredType.FILE_FORMS)));
        });
    }

    /** @param section of the file, with a dot */
    private void add(MappingFile file, String section, String name, @Nullable String label, TargetColumnType type) {
        if (!OwnName.isOne(name)) {
            problems.add(file.problem(section + name, OwnName.rule("a column", name)));
        }
        DeclaredColumn declared = new DeclaredColumn(name, label == null ? OwnName.label(name) : label, type);
        DeclaredColumn earlier = columns.computeIfAbsent(file.document().entity(), none -> new LinkedHashMap<>())
                .putIfAbsent(name, declared);
        if (earlier != null && !earlier.type().equals(type)) {
            problems.add(file.problem(
                    section + name + ".type",
                    "another file declares it as " + earlier.type().text() + "; a column has one type"));
        }
    }
}
