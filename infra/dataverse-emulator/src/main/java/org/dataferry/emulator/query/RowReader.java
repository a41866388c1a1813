package org.dataferry.emulator.query;

import java.util.Map;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;

/**
 * Answers reads of one row, of its address and of its properties.
 *
 * <p>Source: Microsoft's page "Retrieve a table row using the Web API".
 */
public final class RowReader {
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
        return !QueryOptions.of(request).has("$expand") && request.preference("odata.include-annotations") == null;
    }

    /** One row with its context, after a read or a write. */
    public ApiResponse representation(RowReads reads, ApiRequest request, Table table, Row row, int status) {
        Projection shown = Projection.of(reads, request, table, QueryOptions.of(request), limits);
        ApiResponse response = JsonAnswer.of(status, out -> {
            out.writeStringField("@odata.context", shown.context() + "/$entity");
            shown.json().members(out, row);
        });
        return JsonAnswer.applied(request, response.with("ETag", RowJson.etag(table, row)));
    }

    /** The address of a row, as a lookup's {@code $ref} has it. */
    public ApiResponse reference(ApiRequest request, RowAddress address) {
        return JsonAnswer.of(200, out -> {
            out.writeStringField("@odata.context", request.rootUrl() + "$metadata#$ref");
            out.writeStringField("@odata.id", request.rootUrl() + address.text());
        });
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
        return JsonAnswer.of(200, out -> {
            out.writeStringField(
                    "@odata.context",
                    request.rootUrl() + "$metadata#" + table.entitySet() + "(" + row.id() + ")/" + column.wireName());
            out.writeFieldName("value");
            RowJson.value(out, column, value);
        });
    }
}
