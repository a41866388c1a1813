package org.dataferry.emulator.query;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;

/**
 * What of each row is shown: the columns of $select and what $expand joins.
 *
 * @param context what {@code @odata.context} says, without {@code /$entity}
 */
record Projection(RowJson json, String context) {
    static Projection of(
            RowReads reads, ApiRequest request, Table table, QueryOptions options, Assumptions.Queries limits) {
        String select = options.orEmpty("$select");
        List<Expansion> expansions = ExpandParser.parse(reads, table, options.orEmpty("$expand"), limits.maxExpands());
        List<Column> columns = new ArrayList<>(Columns.selected(reads, table, select));
        for (Expansion expansion : expansions) {
            // The value of a lookup comes with its reference.
            if (expansion.reference()
                    && expansion.navigation() instanceof Navigation.Single single
                    && !columns.contains(single.lookup())) {
                columns.add(single.lookup());
            }
        }
        boolean paged = Expansion.nested(expansions);
        ExpandedJson expanded = new ExpandedJson(reads, request, table, expansions, paged, limits);
        return new Projection(
                new RowJson(reads, table, columns, request, true, expanded),
                request.rootUrl() + "$metadata#" + table.entitySet() + Expansion.context(select, expansions));
    }

    void write(JsonGenerator out, Row row) throws IOException {
        out.writeStartObject();
        json.members(out, row);
        out.writeEndObject();
    }
}
