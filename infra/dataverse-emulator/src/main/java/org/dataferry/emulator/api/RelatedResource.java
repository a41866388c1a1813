package org.dataferry.emulator.api;

import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import org.dataferry.emulator.address.AddressParser;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.message.UrlText;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.query.Navigation;
import org.dataferry.emulator.query.PageReader;
import org.dataferry.emulator.query.RowReader;
import org.dataferry.emulator.security.Access;
import org.dataferry.emulator.security.Right;
import org.dataferry.emulator.store.ReadView;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;
import org.dataferry.emulator.store.RowStore;

/**
 * A collection of related rows: {@code accounts(key)/nav}, {@code accounts(key)/nav/$count}, one of them {@code
 * accounts(key)/nav(key)}, and its links {@code accounts(key)/nav/$ref} and {@code accounts(key)/nav(key)/$ref}.
 *
 * <p>Source: Microsoft's page "Associate and disassociate table rows using the Web API".
 */
final class RelatedResource {
    private final RowStore store;
    private final RowReader reader;
    private final PageReader pages;
    private final Assumptions.Texts texts;

    RelatedResource(RowStore store, RowReader reader, PageReader pages, Assumptions.Texts texts) {
        this.store = store;
        this.reader = reader;
        this.pages = pages;
        this.texts = texts;
    }

    /** @param below the segments behind the row's, the first of which names the collection */
    ApiResponse answer(ApiRequest request, UnitOfWork work, RowAddress from, Related related, List<String> below) {
        String target = AddressParser.keyOf(below.getFirst());
        String end = below.size() == 2 ? below.get(1) : "";
        String form = request.method() + (target == null ? " nav/" : " nav()/") + end;
        if (below.size() > 2) {
            throw Refusals.notEmulated("the path '" + String.join("/", below) + "'");
        }
        return switch (form) {
            case "GET nav/" ->
                read(request, from, below, related, (view, ids) -> pages.page(view, request, table(related), ids));
            case "GET nav/$count" ->
                read(request, from, below, related, (view, ids) -> pages.count(view, request, table(related), ids));
            case "GET nav/$ref" ->
                read(
                        request,
                        from,
                        below,
                        related,
                        (view, ids) -> pages.references(view, request, table(related), ids));
            case "GET nav()/" -> {
                RowAddress member =
                        new AddressParser(store.catalog(), texts).parse(table(related), String.valueOf(target));
                yield read(request, from, below, related, (view, ids) -> {
                    Row row = member.find(view);
                    if (row == null || !ids.contains(row.id())) {
                        throw member.absent();
                    }
                    return reader.row(view, request, member);
                });
            }
            case "POST nav/$ref" -> {
                RowAddress to =
                        inBody(related, Bodies.object(request).path("@odata.id").asText());
                yield work.write(unit -> {
                    related.add(unit, request, from, to);
                    return ApiResponse.noContent();
                });
            }
            case "DELETE nav/$ref" -> remove(request, work, from, related, named(request, related));
            case "DELETE nav()/$ref" -> {
                RowAddress to = new AddressParser(store.catalog(), texts).parse(table(related), String.valueOf(target));
                yield remove(request, work, from, related, to);
            }
            default -> {
                if (end.equals("$ref") && !request.method().equals("GET")) {
                    throw Refusals.invalidReference(below.getFirst());
                }
                throw Refusals.notEmulated(request.method() + " of '" + String.join("/", below) + "'");
            }
        };
    }

    private static ApiResponse remove(
            ApiRequest request, UnitOfWork work, RowAddress from, Related related, RowAddress to) {
        return work.write(unit -> {
            related.remove(unit, request, from, to);
            return ApiResponse.noContent();
        });
    }

    private RowAddress named(ApiRequest request, Related related) {
        String id = UrlText.parameters(request.query()).get("$id");
        if (id == null) {
            throw Refusals.badRequest(
                    "A DELETE of a collection's $ref says in the query option $id which row it means.");
        }
        return inBody(related, id);
    }

    private RowAddress inBody(Related related, String text) {
        Catalog catalog = store.catalog();
        RowAddress address = new AddressParser(catalog, texts).inBody(text);
        if (!address.table().logicalName().equals(related.table())) {
            throw Refusals.badPayload(
                    "'" + text + "' is a row of '" + address.table().logicalName()
                            + "', and the collection leads to rows of '" + related.table() + "'.");
        }
        return address;
    }

    private ApiResponse read(
            ApiRequest request,
            RowAddress from,
            List<String> below,
            Related related,
            BiFunction<RowReads, List<UUID>, ApiResponse> answer) {
        try (ReadView view = store.read()) {
            Access access = Access.of(view, request);
            Row row = from.find(view);
            if (row == null) {
                throw from.absent();
            }
            access.require(Right.Read, from.table(), row);
            access.require(Right.Read, table(related));
            Navigation navigation = Navigation.of(view.catalog(), from.table(), AddressParser.setOf(below.getFirst()));
            List<UUID> ids = navigation == null ? List.of() : navigation.ids(view, row.id());
            return answer.apply(access.visible(view), ids);
        }
    }

    private Table table(Related related) {
        return store.catalog().requiredTable(related.table());
    }
}
