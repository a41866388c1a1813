package org.dataferry.control.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.transform.mapping.EntityMapping;
import org.dataferry.transform.mapping.MappingCompiler;
import org.dataferry.transform.mapping.Mappings;
import org.dataferry.transform.mapping.language.MappingFiles;
import org.dataferry.transform.mapping.type.SourceSchema;
import org.dataferry.transform.mapping.type.SourceSchemas;
import org.dataferry.transform.mapping.type.TargetSchemas;

/** Mapping files of 38 columns, written and compiled as those of a migration are. Six columns are expressions. */
final class BenchMappings {

    private static final Map<String, String> EXPRESSIONS = Map.of(
            "text_1", "text_1 == null ? null : upper(text_1)",
            "text_2", "text_0 + ' / ' + orElse(text_2, '-')",
            "text_3", "text_3 == null ? '' : trim(left(text_3, 40))",
            "whole_1", "orElse(whole_1, 0)",
            "decimal_1", "decimal_1 == null ? null : round(decimal_1 * decimal('1.077'), 2)",
            "bool_1", "bool_1 == null ? false : bool_1");

    private BenchMappings() {}

    /** @param folder where the files are written */
    static Mappings compile(BenchShape shape, Path folder) {
        try {
            Files.createDirectories(folder);
            for (SourceTable table : shape.sourceTables()) {
                Files.writeString(folder.resolve(table.table() + ".yaml"), file(table));
            }
        } catch (IOException unwritable) {
            throw new ControlException("the benchmark's mappings cannot be written to " + folder, unwritable);
        }
        List<SourceSchema> sources = shape.sourceTables().stream()
                .map(table -> SourceSchema.of(table, BenchColumns.source(), List.of(BenchColumns.KEY)))
                .toList();
        Mappings compiled = MappingCompiler.compile(
                MappingFiles.read(folder), new SourceSchemas(sources), new TargetSchemas(List.of()));
        List<EntityMapping> mappings = compiled.all().stream()
                .<EntityMapping>map(mapping -> new LookedUp(mapping, shape.lookups()))
                .toList();
        return new Mappings(compiled.version(), mappings);
    }

    private static String file(SourceTable table) {
        StringBuilder yaml = new StringBuilder("""
                entity: %s
                from: %s
                table:
                  displayName: Order
                  displayCollectionName: Orders
                  primaryName: bench_text_0
                  ownership: UserOwned
                columns:
                """.formatted(BenchShape.entity(table), table.qualified()));
        for (BenchColumns.Kind kind : BenchColumns.Kind.values()) {
            for (int number = 0; number < kind.count; number++) {
                String column = kind.column(number);
                String expression = EXPRESSIONS.get(column);
                String content = expression == null ? "column: " + column : "cel: \"" + expression + "\"";
                yaml.append("  bench_%s: { %s, type: '%s' }%n".formatted(column, content, kind.target));
            }
        }
        return yaml.toString();
    }
}
