package org.dataferry.emulator.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.message.UrlText;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;
import org.jspecify.annotations.Nullable;

/**
 * Answers reads: one row, a page of rows, a count.
 *
 * <p>Source: Microsoft's pages "Query data using OData", "Page results using OData" and "Count number of rows".
 */
public final class RowReader {
    private static final String TOTAL = "Microsoft.Dynamics.CRM.totalrecordcount";
    private static final String EXCEEDED = "Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded";
    private static final Set<String> OPTIONS =
            Set.of("$select", "$filter", "$orderby", "$top", "$count", "$skiptoken", "$apply", "$expand", "tag");
    private static final JsonFactory JSON = new JsonFactory();

    private final Assumptions.Queries limits;

    public RowReader(Assumptions.Queries limits) {
        this.limits = limits;
    }

    public ApiResponse row(RowReads reads, ApiRequest request, RowAddress address) {
        Row row = address.find(reads);
        if (row == null) {
            throw address.absent();
        }
        String etag = RowJson.etag(address.table(), row);
        if (etag.equals(request.header("If-None-Match")) && alone(request)) {
            return new ApiResponse(304, Map.of("ETag", etag), new byte[0]);
        }
        ApiResponse response = representation(reads, request, address.table(), row, 200);
        // The server makes a 304 of its own of an ETag that it sees in both; the body has it too.
        return request.header("If-None-Match") == null ? response : response.without("ETag");
    }

    /** An ETag covers the row itself, and neither joined rows nor annotations. Source: "Perform conditional operations using the Web API". */
    private static boolean alone(ApiRequest request) {
        Map<String, String> options = UrlText.parameters(request.query());
        check(options);
        return !options.containsKey("$expand") && request.preference("odata.include-annotations") == null;
    }

    /** One row with its context, after a read or a write. */
    public ApiResponse representation(RowReads reads, ApiRequest request, Table table, Row row, int status) {
        Map<String, String> options = UrlText.parameters(request.query());
        check(options);
        String select = options.getOrDefault("$select", "");
        List<Expansion> expansions = expansions(reads, table, options);
        RowJson json = json(reads, request, table, select, expansions);
        byte[] body = write(out -> {
            out.writeStartObject();
            out.writeStringField("@odata.context", context(request, table, select, expansions) + "/$entity");
            json.members(out, row);
            out.writeEndObject();
        });
        return applied(request, ApiResponse.json(status, body).with("ETag", RowJson.etag(table, row)));
    }

    /** The address of a row, as a lookup's {@code $ref} has it. */
    public ApiResponse reference(ApiRequest request, RowAddress address) {
        return ApiResponse.json(200, write(out -> {
            out.writeStartObject();
            out.writeStringField("@odata.context", request.rootUrl() + "$metadata#$ref");
            out.writeStringField("@odata.id", request.rootUrl() + address.text());
            out.writeEndObject();
        }));
    }

    /** The addresses of a page of rows, as a collection's {@code $ref} has them. */
    public ApiResponse references(RowReads reads, ApiRequest request, Table table, List<UUID> scope) {
        return page(reads, request, table, scope, true);
    }

    /** One property of a row, or no content for one without a value. */
    public ApiResponse property(ApiRequest request, Table table, Column column, Row row, boolean raw) {
        Object value = row.get(column);
        if (value == null) {
            return ApiResponse.noContent();
        }
        if (raw) {
            return ApiResponse.text(RowJson.text(column, value));
        }
        return ApiResponse.json(200, write(out -> {
            out.writeStartObject();
            out.writeStringField(
                    "@odata.context",
                    request.rootUrl() + "$metadata#" + table.entitySet() + "(" + row.id() + ")/" + column.wireName());
            out.writeFieldName("value");
            RowJson.value(out, column, value);
            out.writeEndObject();
        }));
    }

    public ApiResponse page(RowReads reads, ApiRequest request, Table table) {
        return page(reads, request, table, null);
    }

    /** @param scope the only rows that are asked about, or null for all of the table */
    public ApiResponse page(RowReads reads, ApiRequest request, Table table, @Nullable List<UUID> scope) {
        return page(reads, request, table, scope, false);
    }

    private ApiResponse page(
            RowReads reads, ApiRequest request, Table table, @Nullable List<UUID> scope, boolean references) {
        Map<String, String> options = UrlText.parameters(request.query());
        check(options);
        if (options.containsKey("$apply")) {
            return aggregate(reads, request, table, query(reads, table, scope, options), options);
        }
        RowQuery query = query(reads, table, scope, options);
        PageCookie cookie = options.containsKey("$skiptoken") ? PageCookie.parse(options.get("$skiptoken")) : null;
        Integer pageSize = Numbers.read(request.preference("odata.maxpagesize"), "odata.maxpagesize");
        // With a page size asked for, $top does not count.
        Integer top = pageSize == null ? Numbers.read(options.get("$top"), "$top") : null;
        int size = Math.min(
                limits.pageRows(), pageSize != null ? Math.max(1, pageSize) : top != null ? top : limits.pageRows());
        RowQuery.Page page = size == 0 ? new RowQuery.Page(List.of(), false) : query.page(cookie, size);
        String select = options.getOrDefault("$select", "");
        List<Expansion> expansions = expansions(reads, table, options);
        RowJson json = json(reads, request, table, select, expansions);
        boolean counted = "true".equals(options.get("$count"));
        byte[] body = write(out -> {
            out.writeStartObject();
            out.writeStringField(
                    "@odata.context",
                    references
                            ? request.rootUrl() + "$metadata#Collection($ref)"
                            : context(request, table, select, expansions));
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
            out.writeArrayFieldStart("value");
            for (Row row : page.rows()) {
                out.writeStartObject();
                if (references) {
                    out.writeStringField("@odata.id", request.rootUrl() + table.entitySet() + "(" + row.id() + ")");
                } else {
                    json.members(out, row);
                }
                out.writeEndObject();
            }
            out.writeEndArray();
            if (page.more() && (top == null || top > limits.pageRows())) {
                Row last = page.rows().getLast();
                int number = cookie == null ? 2 : cookie.pageNumber() + 1;
                out.writeStringField("@odata.nextLink", nextLink(request, query.cookie(number, last)));
            }
            out.writeEndObject();
        });
        return applied(request, ApiResponse.json(200, body));
    }

    private static ApiResponse applied(ApiRequest request, ApiResponse response) {
        List<String> applied = new ArrayList<>();
        String pageSize = request.preference("odata.maxpagesize");
        String annotations = request.preference("odata.include-annotations");
        if (pageSize != null) {
            applied.add("odata.maxpagesize=" + pageSize);
        }
        if (annotations != null) {
            applied.add("odata.include-annotations=\"" + annotations + "\"");
        }
        return applied.isEmpty() ? response : response.with("Preference-Applied", String.join(",", applied));
    }

    public ApiResponse count(RowReads reads, ApiRequest request, Table table) {
        return count(reads, request, table, null);
    }

    /** @param scope the only rows that are asked about, or null for all of the table */
    public ApiResponse count(RowReads reads, ApiRequest request, Table table, @Nullable List<UUID> scope) {
        Map<String, String> options = UrlText.parameters(request.query());
        check(options);
        return ApiResponse.text(
                String.valueOf(query(reads, table, scope, options).count(limits.countedRows())));
    }

    private static ApiResponse aggregate(
            RowReads reads, ApiRequest request, Table table, RowQuery query, Map<String, String> options) {
        Apply apply = Apply.parse(reads, table, options);
        List<Aggregation.Group> groups = apply.over(query::each);
        Annotations annotations = new Annotations(reads, table);
        boolean formatted = request.wantsAnnotation(RowJson.FORMATTED);
        return ApiResponse.json(200, write(out -> {
            out.writeStartObject();
            out.writeStringField("@odata.context", request.rootUrl() + "$metadata#" + table.entitySet());
            out.writeArrayFieldStart("value");
            for (Aggregation.Group group : groups) {
                out.writeStartObject();
                for (int i = 0; i < apply.groups().size(); i++) {
                    Column column = apply.groups().get(i);
                    RowJson.member(
                            out, column.wireName(), column, group.group().get(i), formatted ? annotations : null);
                }
                for (int i = 0; i < apply.measures().size(); i++) {
                    Apply.Measure measure = apply.measures().get(i);
                    RowJson.member(
                            out,
                            measure.alias(),
                            measure.column(),
                            group.results().get(i),
                            null);
                }
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }));
    }

    private static RowQuery query(
            RowReads reads, Table table, @Nullable List<UUID> scope, Map<String, String> options) {
        String text = options.get("$filter");
        Filter filter = text == null ? null : FilterParser.parse(text, options);
        return new RowQuery(reads, table, scope, filter, options.getOrDefault("$orderby", ""));
    }

    private static void check(Map<String, String> options) {
        for (String name : options.keySet()) {
            if (name.equals("$skip") || name.equals("$search") || name.equals("$format")) {
                throw Refusals.badQuery("The query option '" + name + "' is not supported.");
            }
            if (!OPTIONS.contains(name) && !name.startsWith("@")) {
                throw Refusals.notEmulated("the query option '" + name + "'");
            }
        }
    }

    private List<Expansion> expansions(RowReads reads, Table table, Map<String, String> options) {
        return ExpandParser.parse(reads, table, options.getOrDefault("$expand", ""), limits.maxExpands());
    }

    private RowJson json(RowReads reads, ApiRequest request, Table table, String select, List<Expansion> expansions) {
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
        return new RowJson(
                reads,
                table,
                columns,
                request,
                true,
                new ExpandedJson(reads, request, table, expansions, paged, limits.pageRows()));
    }

    private static String context(ApiRequest request, Table table, String select, List<Expansion> expansions) {
        return request.rootUrl() + "$metadata#" + table.entitySet() + Expansion.context(select, expansions);
    }

    private static String nextLink(ApiRequest request, PageCookie cookie) {
        StringBuilder link =
                new StringBuilder(request.rootUrl()).append(request.path()).append('?');
        for (String pair : request.query().split("&")) {
            String name = UrlText.parameters(pair).keySet().stream().findFirst().orElse("");
            if (!name.isEmpty() && !name.equals("$skiptoken")) {
                link.append(pair).append('&');
            }
        }
        return link.append("$skiptoken=").append(UrlText.encode(cookie.text())).toString();
    }

    private static byte[] write(Body body) {
        // It grows by further blocks, where a plain stream of bytes copies all that it holds.
        try (ByteArrayBuilder bytes = new ByteArrayBuilder()) {
            try (JsonGenerator out = JSON.createGenerator(bytes)) {
                body.writeTo(out);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new EmulatorException("Cannot write JSON: " + e.getMessage(), e);
        }
    }

    private interface Body {
        void writeTo(JsonGenerator out) throws IOException;
    }
}
