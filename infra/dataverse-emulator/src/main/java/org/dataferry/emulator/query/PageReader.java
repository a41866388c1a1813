package org.dataferry.emulator.query;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;
import org.jspecify.annotations.Nullable;

/**
 * Answers reads of many rows: a page of them, their addresses, their number, figures of them.
 *
 * <p>Source: Microsoft's pages "Query data using OData", "Page results using OData" and "Count number of rows".
 */
public final class PageReader {
    private static final String TOTAL = "Microsoft.Dynamics.CRM.totalrecordcount";
    private static final String EXCEEDED = "Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded";

    private final Assumptions.Queries limits;

    public PageReader(Assumptions.Queries limits) {
        this.limits = limits;
    }

    /** How a row of the page is written. */
    private interface Entry {
        void write(JsonGenerator out, Row row) throws IOException;
    }

    public ApiResponse page(RowReads reads, ApiRequest request, Table table) {
        return page(reads, request, table, null);
    }

    /** @param scope the only rows that are asked about, or null for all of the table */
    public ApiResponse page(RowReads reads, ApiRequest request, Table table, @Nullable List<UUID> scope) {
        QueryOptions options = QueryOptions.of(request);
        if (options.has("$apply")) {
            RowQuery query = query(reads, table, scope, options);
            return ApplyJson.answer(reads, request, table, Apply.parse(reads, table, options.byName(), limits), query);
        }
        Projection shown = Projection.of(reads, request, table, options, limits);
        return page(reads, request, table, scope, options, shown.context(), shown::write);
    }

    /** The addresses of a page of rows, as a collection's {@code $ref} has them. */
    public ApiResponse references(RowReads reads, ApiRequest request, Table table, List<UUID> scope) {
        String context = request.rootUrl() + "$metadata#Collection($ref)";
        return page(reads, request, table, scope, QueryOptions.of(request), context, (out, row) -> {
            out.writeStartObject();
            out.writeStringField("@odata.id", request.rootUrl() + table.entitySet() + "(" + row.id() + ")");
            out.writeEndObject();
        });
    }

    private ApiResponse page(
            RowReads reads,
            ApiRequest request,
            Table table,
            @Nullable List<UUID> scope,
            QueryOptions options,
            String context,
            Entry entry) {
        RowQuery query = query(reads, table, scope, options);
        PageCookie cookie = options.has("$skiptoken") ? PageCookie.parse(options.orEmpty("$skiptoken")) : null;
        Integer pageSize = Numbers.read(request.preference("odata.maxpagesize"), "odata.maxpagesize");
        int number = cookie == null ? 1 : cookie.pageNumber();
        // With a page size asked for, $top does not count; without one it counts over all pages, which are full ones
        // then.
        Integer top = pageSize == null ? Numbers.read(options.get("$top"), "$top") : null;
        long left = top == null ? Long.MAX_VALUE : Math.max(0, top - (number - 1L) * limits.pageRows());
        int size =
                (int) Math.min(left, pageSize == null ? limits.pageRows() : Math.clamp(pageSize, 1, limits.pageRows()));
        RowQuery.Page page = size == 0 ? new RowQuery.Page(List.of(), false) : query.page(cookie, size);
        ApiResponse response = JsonAnswer.of(200, out -> {
            out.writeStringField("@odata.context", context);
            totals(out, request, query, "true".equals(options.get("$count")));
            out.writeArrayFieldStart("value");
            for (Row row : page.rows()) {
                entry.write(out, row);
            }
            out.writeEndArray();
            if (page.more() && left > size) {
                PageCookie next = query.cookie(number + 1, page.rows().getLast());
                out.writeStringField("@odata.nextLink", Links.to(request, "$skiptoken", next.text()));
            }
        });
        return JsonAnswer.applied(request, response);
    }

    private void totals(JsonGenerator out, ApiRequest request, RowQuery query, boolean counted) throws IOException {
        long total = counted ? query.count(limits.countedRows() + 1L) : -1;
        if (counted) {
            out.writeNumberField("@odata.count", Math.min(total, limits.countedRows()));
        }
        if (request.wantsAnnotation(TOTAL)) {
            out.writeNumberField("@" + TOTAL, Math.min(total, limits.countedRows()));
        }
        if (request.wantsAnnotation(EXCEEDED)) {
            out.writeBooleanField("@" + EXCEEDED, total > limits.countedRows());
        }
    }

    public ApiResponse count(RowReads reads, ApiRequest request, Table table) {
        return count(reads, request, table, null);
    }

    /** @param scope the only rows that are asked about, or null for all of the table */
    public ApiResponse count(RowReads reads, ApiRequest request, Table table, @Nullable List<UUID> scope) {
        RowQuery query = query(reads, table, scope, QueryOptions.of(request));
        return ApiResponse.text(String.valueOf(query.count(limits.countedRows())));
    }

    private RowQuery query(RowReads reads, Table table, @Nullable List<UUID> scope, QueryOptions options) {
        String text = options.get("$filter");
        Filter filter = text == null ? null : FilterParser.parse(text, options.byName(), limits);
        return new RowQuery(reads, table, scope, filter, options.orEmpty("$orderby"));
    }
}
