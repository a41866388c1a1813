package org.dataferry.transform.semantics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.DeletePolicy;
import org.dataferry.transform.mapping.MappingResult;
import org.dataferry.transform.mapping.TargetState;

/** What merged rows are to be, computed in one go of all that the source rows said, as if nothing went wrong. */
final class MergeModel {

    private final Schema schema;
    private final Map<RowId, Optional<RowId>> standIns = new HashMap<>();
    private final Map<RowId, List<Member>> members = new HashMap<>();

    private record Member(RowId.OfSource row, SourceRowModel image, Map<String, Optional<RowId>> names) {}

    MergeModel(Simulation world) {
        this.schema = world.schema;
        world.asked.forEach((row, asked) -> {
            RowId.OfSource source = (RowId.OfSource) row;
            Schema.Table table = schema.table(source.table().table());
            if (schema.merges(table)) {
                follow(source, table, asked);
            }
        });
    }

    /** The row that a lookup to this one is to have; empty if it names nothing that is known. */
    Optional<RowId> standIn(RowId named) {
        boolean merges = named instanceof RowId.OfSource source
                && schema.merges(schema.table(source.table().table()));
        return merges ? standIns.getOrDefault(named, Optional.empty()) : Optional.of(named);
    }

    /** Empty if it is to have no row. */
    Optional<MappingResult.Mapped> expected(RowId.Merged row) {
        List<SourceTable> prefer = schema.mergeRule(row.entity()).prefer();
        List<Member> ordered = members.getOrDefault(row, List.of()).stream()
                .sorted(Comparator.comparing(
                                (Member member) -> !prefer.contains(member.row().table()))
                        .thenComparing(member -> member.row().text()))
                .toList();
        if (ordered.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Value> columns = new LinkedHashMap<>();
        columns.put("name", Value.text(ordered.getFirst().image().name()));
        columns.put("note", Value.NULL);
        Map<String, Optional<RowId>> names = new LinkedHashMap<>();
        schema.mergeRule(row.entity()).lookups().forEach(column -> names.put(column, Optional.empty()));
        Optional<TargetState> state = Optional.empty();
        for (Member member : ordered.reversed()) {
            Value note = member.image().duplicate().orElseThrow().note();
            if (!note.equals(Value.NULL)) {
                columns.put("note", note);
            }
            member.names().forEach((column, named) -> {
                if (named.isPresent()) {
                    names.put(column, named);
                }
            });
            Optional<TargetState> later = state;
            state = member.image().targetState().or(() -> later);
        }
        return Optional.of(new MappingResult.Mapped(columns, names, state));
    }

    private void follow(RowId.OfSource row, Schema.Table table, List<Simulation.Asked> asked) {
        int key = (int) ((Value.Whole) row.key().components().getFirst()).value();
        Optional<RowId> into = Optional.empty();
        Optional<RowId> standIn = Optional.empty();
        Optional<SourceRowModel> image = Optional.empty();
        for (Simulation.Asked one : asked) {
            if (one.image().filter(SourceRowModel::isRefused).isPresent()) {
                continue;
            }
            image = one.image().filter(any -> !any.isFiltered());
            into = image.map(mapped -> mapped.into(schema, table, key));
            standIn = into.isPresent() || table.policy() == DeletePolicy.DELETE ? into : standIn;
        }
        standIns.put(row, standIn);
        if (into.isPresent()) {
            members.computeIfAbsent(into.get(), first -> new ArrayList<>())
                    .add(new Member(row, image.orElseThrow(), image.get().names(schema, table)));
        }
    }
}
