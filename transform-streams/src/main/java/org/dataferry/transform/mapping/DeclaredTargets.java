package org.dataferry.transform.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dataferry.transform.mapping.DeclaredTarget.DeclaredColumn;
import org.dataferry.transform.mapping.language.ColumnDocument;
import org.dataferry.transform.mapping.language.MappingFile;
import org.dataferry.transform.mapping.language.TableDocument;
import org.dataferry.transform.mapping.problem.MappingException;
import org.dataferry.transform.mapping.problem.Problems;
import org.dataferry.transform.mapping.type.DeclaredType;
import org.dataferry.transform.mapping.type.TargetColumnType;
import org.jspecify.annotations.Nullable;

/** Gathers from all files what {@code prepare} must make. Several files may declare parts of one entity. */
public final class DeclaredTargets {

    /** A publisher's prefix has two to eight characters and begins with a letter (Microsoft Learn, "Solution publisher"). */
    private static final Pattern OWN_NAME = Pattern.compile("(?!mscrm)[a-z][a-z0-9]{1,7}_[a-z0-9_]+");

    /** What the primary name of a table of our own holds where its file gives no type; Dataverse's own choice. */
    private static final TargetColumnType PRIMARY_NAME = new TargetColumnType.Text(100);

    private final Problems problems;
    private final Map<String, TableDocument> tables = new LinkedHashMap<>();
    private final Map<String, Map<String, DeclaredColumn>> columns = new LinkedHashMap<>();

    private DeclaredTargets(Problems problems) {
        this.problems = problems;
    }

    /** @throws MappingException with everything that is wrong in the declarations */
    public static List<DeclaredTarget> of(List<MappingFile> files) {
        Problems problems = new Problems();
        List<DeclaredTarget> declared = of(files, problems);
        problems.throwIfAny();
        return declared;
    }

    static List<DeclaredTarget> of(List<MappingFile> files, Problems problems) {
        DeclaredTargets targets = new DeclaredTargets(problems);
        files.forEach(targets::addTable);
        files.forEach(targets::addColumns);
        return targets.gathered();
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

    private void addTable(MappingFile file) {
        String entity = file.document().entity();
        columns.computeIfAbsent(entity, none -> new LinkedHashMap<>());
        TableDocument table = file.document().table();
        if (table == null) {
            return;
        }
        if (!OWN_NAME.matcher(entity).matches()) {
            problems.add(file.problem("entity", ownName("a table", entity)));
        }
        TableDocument earlier = tables.putIfAbsent(entity, table);
        if (earlier != null && !earlier.equals(table)) {
            problems.add(file.problem("table", "another file declares " + entity + " differently; declare it once"));
        }
        addPrimaryName(file, table);
    }

    /** Before the others, as Dataverse makes it together with the table. */
    private void addPrimaryName(MappingFile file, TableDocument table) {
        ColumnDocument column = file.document().columns().get(table.primaryName());
        if (column == null) {
            problems.add(file.problem(
                    "table.primaryName",
                    "the primary name " + table.primaryName() + " is not mapped; add it under columns"));
            return;
        }
        TargetColumnType type = column.type() == null ? PRIMARY_NAME : declaredType(file, table.primaryName(), column);
        if (type instanceof TargetColumnType.Text) {
            add(file, table.primaryName(), column, type);
        } else if (type != null) {
            problems.add(file.problem(
                    "columns." + table.primaryName() + ".type",
                    "a primary name is text(1 to 4000), not " + type.text()));
        }
    }

    private void addColumns(MappingFile file) {
        TableDocument table = file.document().table();
        file.document().columns().forEach((name, column) -> {
            boolean primary = table != null && table.primaryName().equals(name);
            if (column.type() != null && !primary) {
                TargetColumnType type = declaredType(file, name, column);
                if (type != null) {
                    add(file, name, column, type);
                }
            }
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
        return type.orElse(null);
    }

    private void add(MappingFile file, String name, ColumnDocument column, TargetColumnType type) {
        if (!OWN_NAME.matcher(name).matches()) {
            problems.add(file.problem("columns." + name, ownName("a column", name)));
        }
        DeclaredColumn declared = new DeclaredColumn(name, column.label() == null ? label(name) : column.label(), type);
        DeclaredColumn earlier = columns.computeIfAbsent(file.document().entity(), none -> new LinkedHashMap<>())
                .putIfAbsent(name, declared);
        if (earlier != null && !earlier.type().equals(type)) {
            problems.add(file.problem(
                    "columns." + name + ".type",
                    "another file declares it as " + earlier.type().text() + "; a column has one type"));
        }
    }

    private static String ownName(String what, String name) {
        return what + " that prepare makes has lower-case letters, digits and _ after the publisher's prefix, such as"
                + " ferry_" + name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9_]", "_") + "; '" + name
                + "' has not";
    }

    /** {@code ferry_ship_name} becomes {@code Ship name}. */
    private static String label(String name) {
        String words = name.substring(name.indexOf('_') + 1).replace('_', ' ').strip();
        return words.isEmpty() ? name : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
