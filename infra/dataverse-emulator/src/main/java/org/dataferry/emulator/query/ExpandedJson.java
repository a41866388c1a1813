package org.dataferry.emulator.query;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.UrlText;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;
import org.jspecify.annotations.Nullable;

/**
 * Writes the expanded properties of rows. Only a query with an $expand in an $expand pages its collections, and such rows come without
 * their ETags, as those behind lookups do.
 *
 * <p>Source: Microsoft's page "Join tables using OData", "Expand collection-valued navigation properties".
 */
final class ExpandedJson {
    private static final String NEXT = "@odata.nextLink";

    private record Term(
            Expansion expansion, RowJson json, @Nullable Filter filter) {}

    private final RowReads reads;
    private final ApiRequest request;
    private final Table table;
    private final boolean paged;
    private final Assumptions.Queries limits;
    private final List<Term> terms = new ArrayList<>();

    /**
     * @param paged whether some $expand of the query has another one in it
     */
    ExpandedJson(
            RowReads reads,
            ApiRequest request,
            Table table,
            List<Expansion> expansions,
            boolean paged,
            Assumptions.Queries limits) {
        this.reads = reads;
        this.request = request;
        this.table = table;
        this.paged = paged;
        this.limits = limits;
        for (Expansion expansion : expansions) {
            Table target = expansion.navigation().target();
            List<Column> columns = new ArrayList<>(Columns.selected(reads, target, expansion.option("$select")));
            if (!paged
                    && expansion.navigation() instanceof Navigation.Children children
                    && !columns.contains(children.lookup())) {
                columns.add(children.lookup());
            }
            boolean etags = expansion.many() && !paged;
            ExpandedJson inner = new ExpandedJson(reads, request, target, expansion.inner(), paged, limits);
            String filter = expansion.option("$filter");
            terms.add(new Term(
                    expansion,
                    new RowJson(reads, target, columns, request, etags, inner),
                    filter.isEmpty() ? null : FilterParser.parse(filter, Map.of(), limits)));
        }
    }

    void members(JsonGenerator out, Row row) throws IOException {
        for (Term term : terms) {
            if (term.expansion().navigation() instanceof Navigation.Single single) {
                out.writeFieldName(term.expansion().name());
                one(out, term, single, row);
            } else {
                many(out, term, row);
            }
        }
    }

    private void one(JsonGenerator out, Term term, Navigation.Single lookup, Row row) throws IOException {
        UUID id = lookup.id(row);
        Row found = id == null ? null : reads.row(lookup.target(), id);
        if (found == null) {
            out.writeNull();
            return;
        }
        out.writeStartObject();
        if (term.expansion().reference()) {
            out.writeStringField(
                    "@odata.id", request.rootUrl() + lookup.target().entitySet() + "(" + found.id() + ")");
        } else {
            term.json().members(out, found);
        }
        out.writeEndObject();
    }

    private void many(JsonGenerator out, Term term, Row row) throws IOException {
        Expansion expansion = term.expansion();
        Navigation navigation = expansion.navigation();
        RowQuery query = new RowQuery(
                reads,
                navigation.target(),
                navigation.ids(reads, row.id()),
                term.filter(),
                expansion.option("$orderby"));
        int size = size(expansion);
        RowQuery.Page page = size == 0 ? new RowQuery.Page(List.of(), false) : query.page(null, size);
        out.writeArrayFieldStart(expansion.name());
        for (Row related : page.rows()) {
            out.writeStartObject();
            term.json().members(out, related);
            out.writeEndObject();
        }
        out.writeEndArray();
        boolean full = page.rows().size() == size && size > 0;
        if (!paged || full) {
            List<String> options = new ArrayList<>();
            for (String name : List.of("$select", "$filter", "$orderby", "$top", "$expand")) {
                if (!expansion.option(name).isEmpty()) {
                    options.add(name + "=" + UrlText.encode(expansion.option(name)));
                }
            }
            if (paged) {
                options.add("$skiptoken="
                        + UrlText.encode(query.cookie(2, page.rows().getLast()).text()));
            }
            out.writeStringField(
                    expansion.name() + NEXT,
                    request.rootUrl() + table.entitySet() + "(" + row.id() + ")/" + expansion.name()
                            + (options.isEmpty() ? "" : "?" + String.join("&", options)));
        }
    }

    private int size(Expansion expansion) {
        Integer asked = paged
                ? Numbers.read(request.preference("odata.maxpagesize"), "odata.maxpagesize")
                : Numbers.read(expansion.options().get("$top"), "$top");
        return asked == null ? limits.pageRows() : Math.min(limits.pageRows(), paged ? Math.max(1, asked) : asked);
    }
}
