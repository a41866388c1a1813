package org.dataferry.control.whole;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.capture.source.CanonicalType;
import org.dataferry.capture.source.ReplicaIdentity;
import org.dataferry.capture.source.SourceColumn;
import org.dataferry.capture.source.SourceTable;
import org.dataferry.capture.source.TableName;
import org.dataferry.control.soak.scenario.Scenario;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.value.Value;
import org.jspecify.annotations.Nullable;

/** The tables of a made-up source as its DDL declares them, and as its catalogue would show them. */
final class SourceTables {

    private static final Pattern TABLE = Pattern.compile("CREATE TABLE (\\w+) \\((.*?)\\n\\);", Pattern.DOTALL);
    private static final Pattern KEY = Pattern.compile("PRIMARY KEY \\((.*)\\)");
    private static final int PRECISION = 12;
    private static final int SCALE = 2;

    private SourceTables() {}

    record Columns(String name, List<SourceColumn> columns, List<String> primaryKey) {

        /** The key of a row, as its envelope has it. */
        SourceKey key(Map<String, @Nullable String> row) {
            return new SourceKey(primaryKey.stream()
                    .map(part -> columns.stream()
                            .filter(column -> column.name().equals(part))
                            .findFirst()
                            .orElseThrow())
                    .<Value>map(column -> {
                        String text = Objects.requireNonNull(row.get(column.name()));
                        return column.type() == CanonicalType.INT32
                                ? new Value.Whole(Long.parseLong(text))
                                : new Value.Text(text);
                    })
                    .toList());
        }

        SourceTable catalogued() {
            return new SourceTable(
                    TableName.parse(name), columns, primaryKey, OptionalLong.empty(), new ReplicaIdentity.PrimaryKey());
        }
    }

    static List<Columns> of(Scenario scenario) {
        return TABLE.matcher(scenario.ddl())
                .results()
                .map(found -> table(found.group(1), found.group(2)))
                .toList();
    }

    private static Columns table(String name, String body) {
        List<SourceColumn> columns = new ArrayList<>();
        List<String> primaryKey = new ArrayList<>();
        for (String line : body.strip().split(",\\n\\s*")) {
            Matcher key = KEY.matcher(line.strip());
            if (key.matches()) {
                primaryKey.addAll(Arrays.asList(key.group(1).split(", ")));
            } else {
                columns.add(column(line.strip()));
            }
        }
        return new Columns(name, columns, primaryKey);
    }

    private static SourceColumn column(String declaration) {
        int blank = declaration.indexOf(' ');
        boolean nullable = !declaration.endsWith(" NOT NULL");
        String type = declaration.substring(blank + 1).replace(" NOT NULL", "");
        CanonicalType canonical = switch (type.replaceAll("\\(.*", "")) {
            case "integer" -> CanonicalType.INT32;
            case "varchar" -> CanonicalType.TEXT;
            case "numeric" -> CanonicalType.DECIMAL;
            case "date" -> CanonicalType.DATE;
            case "boolean" -> CanonicalType.BOOLEAN;
            default -> throw new IllegalArgumentException("no column of a soak is " + declaration);
        };
        boolean decimal = canonical == CanonicalType.DECIMAL;
        return new SourceColumn(
                declaration.substring(0, blank),
                type,
                canonical,
                nullable,
                false,
                OptionalInt.empty(),
                false,
                decimal ? OptionalInt.of(PRECISION) : OptionalInt.empty(),
                decimal ? OptionalInt.of(SCALE) : OptionalInt.empty());
    }
}
