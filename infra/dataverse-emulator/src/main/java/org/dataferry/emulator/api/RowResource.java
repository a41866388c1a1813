package org.dataferry.emulator.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.Relationship;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.query.RowReader;
import org.dataferry.emulator.store.ReadView;
import org.dataferry.emulator.store.RowStore;
import org.dataferry.emulator.store.WriteUnit;
import org.dataferry.emulator.write.RowWrites;
import org.dataferry.emulator.write.RowWrites.Written;

/** One row, or one property of it: {@code accounts(key)}, {@code accounts(key)/name}, {@code accounts(key)/parentaccountid/$ref}. */
final class RowResource {
    private final RowStore store;
    private final RowReader reader;
    private final RowWrites writes;

    RowResource(RowStore store, RowReader reader, RowWrites writes) {
        this.store = store;
        this.reader = reader;
        this.writes = writes;
    }

    ApiResponse create(ApiRequest request, UnitOfWork work, Table table) {
        ObjectNode body = Bodies.object(request);
        return work.write(unit -> {
            Written written = writes.create(unit, request, table, body);
            String url =
                    request.rootUrl() + table.entitySet() + "(" + written.row().id() + ")";
            return answer(unit, request, table, written, url);
        });
    }

    ApiResponse answer(ApiRequest request, UnitOfWork work, RowAddress address, List<String> below) {
        if (!below.isEmpty()) {
            return property(request, work, address, below);
        }
        return switch (request.method()) {
            case "GET" -> {
                try (ReadView view = store.read()) {
                    yield reader.row(view, request, address);
                }
            }
            case "PATCH" -> patch(request, work, address, Bodies.object(request));
            case "DELETE" ->
                work.write(unit -> {
                    writes.delete(unit, request, address);
                    return ApiResponse.noContent();
                });
            default -> throw Refusals.methodNotAllowed(request.method(), address.text());
        };
    }

    private ApiResponse patch(ApiRequest request, UnitOfWork work, RowAddress address, ObjectNode body) {
        return work.write(unit -> answer(
                unit,
                request,
                address.table(),
                writes.upsert(unit, request, address, body),
                request.rootUrl() + address.text()));
    }

    private ApiResponse answer(WriteUnit unit, ApiRequest request, Table table, Written written, String url) {
        if (!request.wantsRepresentation()) {
            return ApiResponse.noContent().with("OData-EntityId", url);
        }
        return reader.representation(unit, request, table, written.row(), written.created() ? 201 : 200)
                .with("Preference-Applied", "return=representation");
    }

    /** A property as a resource of its own is a PATCH of that property alone. */
    private ApiResponse property(ApiRequest request, UnitOfWork work, RowAddress address, List<String> below) {
        String name = below.getFirst();
        Table table = address.table();
        Relationship relationship = store.catalog().navigation(table, name);
        boolean reference = below.size() == 2 && below.get(1).equals("$ref");
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        if (reference && relationship != null) {
            switch (request.method()) {
                case "PUT" ->
                    change.set(name + "@odata.bind", Bodies.object(request).path("@odata.id"));
                case "DELETE" -> change.putNull(name);
                default -> throw Refusals.unknownSegment(name + "/$ref");
            }
        } else if (below.size() == 1 && simple(table, name)) {
            switch (request.method()) {
                case "PUT" -> change.set(name, Bodies.object(request).path("value"));
                case "DELETE" -> change.putNull(name);
                default -> throw Refusals.notEmulated(request.method() + " of a single property");
            }
        } else if (relationship == null && !simple(table, name) && !collection(table, name)) {
            throw Refusals.unknownSegment(name);
        } else {
            throw Refusals.notEmulated("reading or changing related rows through '" + String.join("/", below) + "'");
        }
        Map<String, String> headers = new TreeMap<>(request.headers());
        headers.keySet()
                .removeIf(header -> header.equalsIgnoreCase("If-None-Match") || header.equalsIgnoreCase("Prefer"));
        headers.putIfAbsent("If-Match", "*");
        ApiRequest update = new ApiRequest(
                request.orgUrl(), "PATCH", request.path(), "", headers, request.body(), request.userId());
        patch(update, work, address, change);
        return ApiResponse.noContent();
    }

    private boolean collection(Table table, String name) {
        return store.catalog().referencing(table).stream()
                .anyMatch(r -> r.collectionNavigation().equals(name));
    }

    private static boolean simple(Table table, String name) {
        Column column = table.column(name);
        return column != null && !(column.type() instanceof ColumnType.Lookup);
    }
}
