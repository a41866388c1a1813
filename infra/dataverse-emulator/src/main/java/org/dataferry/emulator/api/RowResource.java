package org.dataferry.emulator.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.dataferry.emulator.address.AddressParser;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.Relationship;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.query.PageReader;
import org.dataferry.emulator.query.RowReader;
import org.dataferry.emulator.security.Access;
import org.dataferry.emulator.security.Right;
import org.dataferry.emulator.store.ReadView;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;
import org.dataferry.emulator.store.RowStore;
import org.dataferry.emulator.store.WriteUnit;
import org.dataferry.emulator.write.RolePrivileges;
import org.dataferry.emulator.write.RowWrites;
import org.dataferry.emulator.write.RowWrites.Written;
import org.jspecify.annotations.Nullable;

/** One row, or what stands below it: {@code accounts(key)}, {@code accounts(key)/name}, {@code accounts(key)/parentaccountid/$ref}. */
final class RowResource {
    private final RowStore store;
    private final RowReader reader;
    private final RowWrites writes;
    private final RelatedResource related;
    private final FileResource files;
    private final RoleActions roles;

    RowResource(RowStore store, RowReader reader, PageReader pages, RowWrites writes) {
        this.store = store;
        this.reader = reader;
        this.writes = writes;
        related = new RelatedResource(store, reader, pages, writes.assumptions().texts());
        files = new FileResource(store, writes);
        roles = new RoleActions(new RolePrivileges(writes));
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
        RowAddress at = address;
        List<String> rest = below;
        // A loop, as the way over lookups may be as long as a URL.
        while (request.method().equals("GET") && !rest.isEmpty()) {
            Relationship lookup = store.catalog().navigation(at.table(), rest.getFirst());
            if (lookup == null) {
                break;
            }
            rest = rest.subList(1, rest.size());
            boolean reference = rest.equals(List.of("$ref"));
            RowAddress target = target(request, at, lookup);
            if (target == null && !rest.isEmpty() && !reference) {
                throw new Refusal(
                        404,
                        "0x8006088a",
                        "The lookup '" + lookup.navigation() + "' of " + at.text() + " has no value.");
            }
            if (target == null || reference) {
                return target == null ? ApiResponse.noContent() : reader.reference(request, target);
            }
            at = target;
        }
        return rest.isEmpty() ? row(request, work, at) : below(request, work, at, rest);
    }

    private ApiResponse row(ApiRequest request, UnitOfWork work, RowAddress address) {
        return switch (request.method()) {
            case "GET" -> {
                try (ReadView view = store.read()) {
                    requireReadable(view, request, address);
                    yield reader.row(Access.of(view, request).visible(view), request, address);
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
        Access.of(unit, request).require(Right.Read, table, written.row());
        return reader.representation(unit, request, table, written.row(), written.created() ? 201 : 200)
                .with("Preference-Applied", "return=representation");
    }

    private static void requireReadable(RowReads reads, ApiRequest request, RowAddress address) {
        Access access = Access.of(reads, request);
        access.require(Right.Read, address.table());
        Row row = access.unrestricted() ? null : address.find(reads);
        if (row != null) {
            access.require(Right.Read, address.table(), row);
        }
    }

    private ApiResponse below(ApiRequest request, UnitOfWork work, RowAddress address, List<String> below) {
        if (RoleActions.owns(below.getFirst())) {
            return roles.answer(request, work, address, below.getFirst());
        }
        Column content = address.table().column(below.getFirst());
        if (content != null && FileResource.owns(content)) {
            return files.answer(request, work, address, content, below);
        }
        Related collection =
                Related.of(store.catalog(), address.table(), AddressParser.setOf(below.getFirst()), writes);
        if (collection != null) {
            return related.answer(request, work, address, collection, below);
        }
        return property(request, work, address, below);
    }

    /** The row that a lookup names, or null if it names none. */
    private @Nullable RowAddress target(ApiRequest request, RowAddress address, Relationship lookup) {
        try (ReadView view = store.read()) {
            Row row = address.find(view);
            if (row == null) {
                throw address.absent();
            }
            requireReadable(view, request, address);
            Table table = view.catalog().requiredTable(lookup.referencedTable());
            Access.of(view, request).require(Right.Read, table);
            Object value = row.get(address.table().requiredColumn(lookup.referencingColumn()));
            return value instanceof Reference reference && reference.table() == table.number()
                    ? new RowAddress.ById(table, reference.id())
                    : null;
        }
    }

    /** A property as a resource of its own is a PATCH of that property alone. */
    private ApiResponse property(ApiRequest request, UnitOfWork work, RowAddress address, List<String> below) {
        String name = below.getFirst();
        Table table = address.table();
        Column readable = table.wireColumn(name);
        Relationship relationship = store.catalog().navigation(table, name);
        boolean reference = below.size() == 2 && below.get(1).equals("$ref");
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        if (reference && relationship != null) {
            switch (request.method()) {
                case "PUT" ->
                    change.set(name + "@odata.bind", Bodies.object(request).path("@odata.id"));
                case "DELETE" -> change.putNull(name);
                default -> throw Refusals.invalidReference(name);
            }
        } else if (readable != null && request.method().equals("GET")) {
            return value(request, address, readable, below);
        } else if (below.size() == 1 && simple(table, name)) {
            switch (request.method()) {
                case "PUT" -> change.set(name, Bodies.object(request).path("value"));
                case "DELETE" -> change.putNull(name);
                default -> throw Refusals.methodNotAllowed(request.method(), name);
            }
        } else if (relationship != null && below.size() == 1) {
            // A lookup is no simple property: it is set and cleared through its $ref.
            throw Refusals.methodNotAllowed(request.method(), name);
        } else if (relationship == null && !simple(table, name)) {
            throw Refusals.unknownSegment(name);
        } else {
            throw Refusals.notEmulated("reading or changing related rows through '" + String.join("/", below) + "'");
        }
        patch(Related.updateOf(request), work, address, change);
        return ApiResponse.noContent();
    }

    /** One property, as JSON or, behind {@code $value}, as plain text. */
    private ApiResponse value(ApiRequest request, RowAddress address, Column column, List<String> below) {
        boolean raw = below.size() == 2 && below.get(1).equals("$value");
        if (below.size() > 1 && !raw) {
            throw Refusals.unknownSegment(below.get(1));
        }
        try (ReadView view = store.read()) {
            requireReadable(view, request, address);
            Row row = address.find(view);
            if (row == null) {
                throw address.absent();
            }
            return reader.property(request, address.table(), column, row, raw);
        }
    }

    private static boolean simple(Table table, String name) {
        Column column = table.column(name);
        return column != null && !(column.type() instanceof ColumnType.Lookup);
    }
}
