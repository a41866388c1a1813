package org.dataferry.transform.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.settings.ChangedPolicy;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.FileContent;
import org.dataferry.transform.mapping.convert.Converted;

/** One mapping file of an entity, checked and ready for rows. */
record CompiledMapping(
        String entity,
        SourceTable table,
        Padding padding,
        String discriminator,
        RowFilter filter,
        List<ColumnStep> columns,
        List<LookupStep> lookups,
        List<FileStep> files,
        StateStep state,
        DeletePolicy deletePolicy,
        LostPolicy lostPolicy,
        ChangedPolicy changedPolicy,
        boolean statesByCommand,
        Set<String> patchedLookups,
        Set<String> namedEntities,
        Optional<Merging> merging,
        Optional<Adopting> adopting)
        implements EntityMapping {

    CompiledMapping {
        columns = List.copyOf(columns);
        lookups = List.copyOf(lookups);
        files = List.copyOf(files);
        patchedLookups = Set.copyOf(patchedLookups);
        namedEntities = Set.copyOf(namedEntities);
    }

    @Override
    public boolean readsFolder() {
        return files.stream().anyMatch(file -> file.origin() instanceof FileStep.Origin.InFolder);
    }

    @Override
    public MappingResult map(SourceRow padded) {
        SourceRow row = padding.without(padded);
        return switch (filter.of(row)) {
            case RowFilter.Verdict.Kept kept -> mapKept(row);
            case RowFilter.Verdict.LeftOut leftOut -> new MappingResult.Filtered();
            case RowFilter.Verdict.Failed(String detail) ->
                new MappingResult.Refused(RejectionReason.EXPRESSION_FAILED, detail);
        };
    }

    private MappingResult mapKept(SourceRow row) {
        Map<String, Value> made = LinkedHashMap.newLinkedHashMap(columns.size());
        for (ColumnStep step : columns) {
            switch (step.make(row)) {
                case Converted.Taken(Value value) -> made.put(step.column(), value);
                case Converted.Refused(RejectionReason reason, String detail) -> {
                    return new MappingResult.Refused(reason, "column " + step.column() + ": " + detail);
                }
            }
        }
        Map<String, Optional<RowId>> named = LinkedHashMap.newLinkedHashMap(lookups.size());
        for (LookupStep step : lookups) {
            switch (step.name(row)) {
                case NamedRow.Row(RowId.OfSource id) -> named.put(step.column(), Optional.of(id));
                case NamedRow.None none -> named.put(step.column(), Optional.empty());
                case NamedRow.Unknown unknown -> {}
                case NamedRow.Refused(RejectionReason reason, String detail) -> {
                    return new MappingResult.Refused(reason, "lookup " + step.column() + ": " + detail);
                }
            }
        }
        Map<String, FileContent> contents = LinkedHashMap.newLinkedHashMap(files.size());
        for (FileStep step : files) {
            switch (step.make(row)) {
                case FileStep.Result.Made(FileContent content) -> contents.put(step.column(), content);
                case FileStep.Result.Unknown unknown -> {}
                case FileStep.Result.Refused(RejectionReason reason, String detail) -> {
                    return new MappingResult.Refused(reason, "file " + step.column() + ": " + detail);
                }
            }
        }
        return switch (state.make(row)) {
            case StateStep.Result.Made(Optional<TargetState> wanted) ->
                new MappingResult.Mapped(made, named, wanted, contents);
            case StateStep.Result.Refused(RejectionReason reason, String detail) ->
                new MappingResult.Refused(reason, "state: " + detail);
        };
    }
}
