package org.dataferry.emulator.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ManyToMany;
import org.dataferry.emulator.metadata.Relationship;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.WriteUnit;
import org.dataferry.emulator.write.RowWrites;
import org.jspecify.annotations.Nullable;

/** The rows that a collection-valued navigation property leads to from one row: linked ones, or children by their lookup. */
sealed interface Related {
    /** Logical name of the table of these rows. */
    String table();

    void add(WriteUnit unit, ApiRequest request, RowAddress from, RowAddress to);

    void remove(WriteUnit unit, ApiRequest request, RowAddress from, RowAddress to);

    /** The collection of this name, or null if the table has none. */
    static @Nullable Related of(Catalog catalog, Table table, String navigation, RowWrites writes) {
        ManyToMany.Side side = catalog.side(table, navigation);
        if (side != null) {
            return new Linked(side, writes);
        }
        Relationship relationship = catalog.collection(table, navigation);
        return relationship == null ? null : new Children(relationship, writes);
    }

    record Linked(ManyToMany.Side side, RowWrites writes) implements Related {
        @Override
        public String table() {
            return side.to().table();
        }

        @Override
        public void add(WriteUnit unit, ApiRequest request, RowAddress from, RowAddress to) {
            writes.link(unit, request, side, from, to);
        }

        @Override
        public void remove(WriteUnit unit, ApiRequest request, RowAddress from, RowAddress to) {
            writes.unlink(unit, request, side, from, to);
        }
    }

    /** Adding and removing a child is an update of its lookup. */
    record Children(Relationship relationship, RowWrites writes) implements Related {
        @Override
        public String table() {
            return relationship.referencingTable();
        }

        @Override
        public void add(WriteUnit unit, ApiRequest request, RowAddress from, RowAddress to) {
            ObjectNode change = JsonNodeFactory.instance.objectNode();
            change.put(relationship.navigation() + "@odata.bind", "/" + from.text());
            update(unit, request, to, change);
        }

        @Override
        public void remove(WriteUnit unit, ApiRequest request, RowAddress from, RowAddress to) {
            Row parent = from.find(unit);
            Row child = to.find(unit);
            if (parent == null) {
                throw from.absent();
            }
            Column lookup = to.table().requiredColumn(relationship.referencingColumn());
            if (child == null || !new Reference(from.table().number(), parent.id()).equals(child.get(lookup))) {
                throw to.absent();
            }
            update(unit, request, to, JsonNodeFactory.instance.objectNode().putNull(relationship.navigation()));
        }

        private void update(WriteUnit unit, ApiRequest request, RowAddress child, ObjectNode change) {
            writes.upsert(unit, updateOf(request), child, change);
        }
    }

    /** The request as an update of a row that must be there. */
    static ApiRequest updateOf(ApiRequest request) {
        Map<String, String> headers = new TreeMap<>(request.headers());
        headers.keySet()
                .removeIf(header -> header.equalsIgnoreCase("If-None-Match") || header.equalsIgnoreCase("Prefer"));
        headers.putIfAbsent("If-Match", "*");
        return new ApiRequest(request.orgUrl(), "PATCH", request.path(), "", headers, request.body(), request.userId());
    }
}
