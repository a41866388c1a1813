package org.dataferry.emulator.api;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.dataferry.emulator.address.AddressParser;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.csdl.MetadataDocument;
import org.dataferry.emulator.definitions.DefinitionActions;
import org.dataferry.emulator.definitions.Definitions;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.jobs.BulkDeletes;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.message.UrlText;
import org.dataferry.emulator.metadata.Message;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.query.ChangeReader;
import org.dataferry.emulator.query.PageReader;
import org.dataferry.emulator.query.RowReader;
import org.dataferry.emulator.query.fetch.FetchQuery;
import org.dataferry.emulator.security.Access;
import org.dataferry.emulator.security.Caller;
import org.dataferry.emulator.security.Privilege;
import org.dataferry.emulator.security.Right;
import org.dataferry.emulator.store.ReadView;
import org.dataferry.emulator.store.RowReads;
import org.dataferry.emulator.store.RowStore;
import org.dataferry.emulator.write.BulkActions;
import org.dataferry.emulator.write.RowWrites;

/** Answers one request to the API, alone or as a part of a batch. Names in URLs are case-sensitive. */
public final class ApiRouter implements Endpoint {
    private final RowStore store;
    private final Definitions definitions;
    private final FetchQuery fetches;
    private final PageReader pages;
    private final ChangeReader changes;
    private final RowResource rows;
    private final BulkResource bulk;
    private final MetadataDocument metadata = new MetadataDocument();
    private final Functions functions;
    private final Actions actions;
    private final Assumptions assumptions;

    public ApiRouter(
            RowStore store,
            Definitions definitions,
            Clock clock,
            Assumptions assumptions,
            BulkDeletes bulkDeletes,
            UUID organization) {
        this.store = store;
        this.definitions = definitions;
        this.assumptions = assumptions;
        fetches = new FetchQuery(clock, assumptions.queries());
        pages = new PageReader(assumptions.queries());
        changes = new ChangeReader(assumptions, clock);
        RowWrites writes = new RowWrites(clock, assumptions);
        rows = new RowResource(store, new RowReader(assumptions.queries()), pages, writes);
        bulk = new BulkResource(store::catalog, new BulkActions(writes), assumptions.writes());
        actions = new Actions(store, writes, bulkDeletes);
        functions = new Functions(store, new Functions.Organization(organization));
    }

    @Override
    public ApiResponse route(ApiRequest request, UnitOfWork work) {
        List<String> segments = segments(request.path());
        if (segments.isEmpty()) {
            admit(request);
            return functions.serviceDocument(request);
        }
        String first = segments.getFirst();
        if (Definitions.owns(first)) {
            return definitions(request, segments);
        }
        Table table = store.catalog().bySet(AddressParser.setOf(first));
        return table == null ? unbound(request, work, first) : bound(request, work, table, segments);
    }

    /** Who may call at all, and on whose behalf. */
    private Caller admit(ApiRequest request) {
        try (ReadView view = store.read()) {
            return Access.of(view, request).caller();
        }
    }

    private void requireCustomizer(ApiRequest request) {
        try (ReadView view = store.read()) {
            Access.of(view, request).require(Privilege.CREATE_TABLES);
        }
    }

    private ApiResponse definitions(ApiRequest request, List<String> segments) {
        admit(request);
        if (!request.method().equals("GET")) {
            requireCustomizer(request);
        }
        return switch (request.method()) {
            case "GET" -> definitions.read(request, segments);
            case "POST" -> definitions.create(request, segments, Bodies.object(request));
            case "PUT" -> definitions.update(request, segments, Bodies.object(request));
            case "DELETE" -> definitions.delete(segments);
            default -> throw Refusals.notEmulated(request.method() + " of definitions");
        };
    }

    private ApiResponse unbound(ApiRequest request, UnitOfWork work, String first) {
        Caller caller = admit(request);
        if (Actions.own(first)) {
            return actions.answer(request, work, first);
        }
        if (DefinitionActions.own(AddressParser.setOf(first))) {
            return customized(request, AddressParser.setOf(first));
        }
        return switch (AddressParser.setOf(first)) {
            case "$metadata" -> metadata.answer(request, store.catalog());
            case "WhoAmI" -> functions.whoAmI(as(request, caller.id()), caller.businessUnit(store.catalog()));
            case "RetrieveVersion" -> functions.version(request);
            case "RetrieveCurrentOrganization" -> functions.currentOrganization(request, first);
            case "RetrieveTotalRecordCount" -> functions.totalRecordCount(request, first);
            default -> {
                if (UnemulatedNames.contain(AddressParser.setOf(first))) {
                    throw Refusals.notEmulated("'" + AddressParser.setOf(first) + "'");
                }
                throw Refusals.unknownSegment(first);
            }
        };
    }

    private ApiResponse customized(ApiRequest request, String action) {
        requireCustomizer(request);
        boolean publish = action.startsWith("Publish");
        return definitions
                .actions()
                .answer(request, action, publish ? MissingNode.getInstance() : Bodies.object(request));
    }

    private ApiResponse bound(ApiRequest request, UnitOfWork work, Table table, List<String> segments) {
        if (!request.method().equals("GET") && Message.readOnly(table)) {
            throw readOnly(message(request, segments), table);
        }
        String key = AddressParser.keyOf(segments.getFirst());
        if (key != null) {
            return rows.answer(
                    request,
                    work,
                    new AddressParser(store.catalog(), assumptions.texts()).parse(table, key),
                    segments.subList(1, segments.size()));
        }
        if (segments.size() > 2 || segments.getFirst().indexOf('(') >= 0) {
            throw Refusals.badRequest("Bad Request - Error in query syntax: " + String.join("/", segments));
        }
        if (segments.size() == 2) {
            String second = segments.get(1);
            if (BulkResource.owns(second)) {
                return bulk.answer(request, work, table, second);
            }
            if (!second.equals("$count") || !request.method().equals("GET")) {
                throw Refusals.unknownSegment(second);
            }
        }
        return switch (request.method()) {
            case "GET" -> read(request, table, segments.size() == 2);
            case "POST" -> rows.create(request, work, table);
            default -> throw Refusals.methodNotAllowed(request.method(), table.entitySet());
        };
    }

    private static Refusal readOnly(String message, Table table) {
        return table.logicalName().equals("organization") && message.equals(Message.Update.name())
                ? Refusals.notEmulated("changes of the organization, whose columns follow the settings")
                : Refusals.messageNotSupported(message, table.logicalName());
    }

    /** @param counted whether their number is asked for, not the rows */
    private ApiResponse read(ApiRequest request, Table table, boolean counted) {
        try (ReadView view = store.read()) {
            Access access = Access.of(view, request);
            access.require(Right.Read, table);
            RowReads visible = access.visible(view);
            String fetchXml = UrlText.parameters(request.query()).get("fetchXml");
            if (fetchXml != null && !counted) {
                return fetches.answer(visible, request, table, fetchXml);
            }
            if (ChangeReader.asked(request, counted)) {
                access.requireAll(Right.Read, table);
                return counted
                        ? changes.count(visible, view.changes(), request, table)
                        : changes.page(visible, view.changes(), request, table);
            }
            return counted ? pages.count(visible, request, table) : pages.page(visible, request, table);
        }
    }

    /** The name of Dataverse's message for a write. */
    private static String message(ApiRequest request, List<String> segments) {
        if (BulkResource.owns(segments.getLast())) {
            return segments.getLast().substring(segments.getLast().lastIndexOf('.') + 1);
        }
        return switch (request.method()) {
            case "POST" -> "Create";
            case "DELETE" -> "Delete";
            default -> "Update";
        };
    }

    private static ApiRequest as(ApiRequest request, UUID user) {
        return new ApiRequest(
                request.orgUrl(),
                request.method(),
                request.path(),
                request.query(),
                request.headers(),
                request.body(),
                user);
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String raw : path.split("/")) {
            if (!raw.isEmpty()) {
                segments.add(UrlText.decodePath(raw));
            }
        }
        return segments;
    }
}
