package org.dataferry.control.prepare;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dataferry.sink.client.metadata.ColumnType;
import org.dataferry.sink.client.metadata.TableDefinition;
import org.dataferry.transform.mapping.DeclaredTarget.DeclaredColumn;
import org.jspecify.annotations.Nullable;

/** The options that the mappings declare and choices of the target lack. What these have besides stays, and so do their labels. */
final class MissingOptions {

    /** An option of a global choice, which several columns may use and which gets it once. */
    private record Shared(String globalChoice, int value) {}

    private final List<PrepareStep> steps = new ArrayList<>();
    private final Set<Shared> shared = new HashSet<>();

    /** @param table as it is in the target; null if it is not there */
    void add(@Nullable TableDefinition table, DeclaredColumn declared) {
        Optional<ColumnType> found = Optional.ofNullable(table)
                .flatMap(known -> known.column(declared.name()))
                .map(column -> column.type());
        if (table != null
                && found.orElse(null) instanceof ColumnType.Choice has
                && TargetTypes.made(declared.type()) instanceof ColumnType.Choice wanted) {
            wanted.options().stream()
                    .filter(option -> has.options().stream().noneMatch(other -> other.value() == option.value()))
                    .filter(option -> has.global()
                            .map(name -> shared.add(new Shared(name, option.value())))
                            .orElse(true))
                    .forEach(option ->
                            steps.add(new PrepareStep.AddOption(table.logicalName(), declared.name(), has, option)));
        }
    }

    List<PrepareStep> steps() {
        return List.copyOf(steps);
    }
}
