package org.dataferry.emulator.query;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.RowReads;
import org.jspecify.annotations.Nullable;

/** Writes the groups and figures of $apply. Source: Microsoft's page "Aggregate data using OData". */
final class ApplyJson {
    private ApplyJson() {}

    static ApiResponse answer(RowReads reads, ApiRequest request, Table table, Apply apply, RowQuery query) {
        List<Aggregation.Group> groups = apply.over(query::each);
        Annotations formatted = request.wantsAnnotation(RowJson.FORMATTED) ? new Annotations(reads, table) : null;
        return JsonAnswer.of(200, out -> {
            out.writeStringField("@odata.context", request.rootUrl() + "$metadata#" + table.entitySet());
            out.writeArrayFieldStart("value");
            for (Aggregation.Group group : groups) {
                write(out, apply, group, formatted);
            }
            out.writeEndArray();
        });
    }

    private static void write(JsonGenerator out, Apply apply, Aggregation.Group group, @Nullable Annotations formatted)
            throws IOException {
        out.writeStartObject();
        for (int i = 0; i < apply.groups().size(); i++) {
            Column column = apply.groups().get(i);
            RowJson.member(out, column.wireName(), column, group.group().get(i), formatted);
        }
        for (int i = 0; i < apply.measures().size(); i++) {
            Apply.Measure measure = apply.measures().get(i);
            RowJson.member(
                    out, measure.alias(), measure.column(), group.results().get(i), null);
        }
        out.writeEndObject();
    }
}
