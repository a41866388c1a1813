package org.dataferry.emulator.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.dataferry.emulator.address.AddressParser;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.store.RowStore;
import org.dataferry.emulator.store.WriteUnit;

/**
 * EntityDefinitions, RelationshipDefinitions and GlobalOptionSetDefinitions.
 *
 * <p>Source: Microsoft's page "Use the Web API with table definitions".
 */
public final class Definitions {
    private static final Set<String> SETS = Set.of("EntityDefinitions", "RelationshipDefinitions", GlobalChoices.SET);

    private final RowStore store;
    private final DefinitionCache cache;
    private final DefinitionCreates creates;
    private final DefinitionActions actions;

    /**
     * @param cachedFor how long a read may show what an earlier one showed
     * @param nanos a clock for that
     */
    public Definitions(RowStore store, KeyActivation keys, Duration cachedFor, LongSupplier nanos) {
        this.store = store;
        cache = new DefinitionCache(store::catalog, cachedFor, nanos);
        creates = new DefinitionCreates(store, keys);
        actions = new DefinitionActions(store, keys);
    }

    public static boolean owns(String firstSegment) {
        return SETS.contains(AddressParser.setOf(firstSegment));
    }

    /** The actions that change definitions. */
    public DefinitionActions actions() {
        return actions;
    }

    /** @param segments of the path, decoded */
    public ApiResponse read(ApiRequest request, List<String> segments) {
        return new DefinitionReads(request, cache.shownTo(request)).answer(segments);
    }

    public ApiResponse create(ApiRequest request, List<String> segments, JsonNode body) {
        return creates.answer(request, segments, body);
    }

    public ApiResponse update(ApiRequest request, List<String> segments, JsonNode body) {
        Replacement replacement = Replacement.of(request, body);
        store.write(unit -> define(unit, DefinitionUpdates.changed(unit.catalog(), segments, replacement)));
        return ApiResponse.noContent().with("OData-EntityId", request.rootUrl() + request.path());
    }

    public ApiResponse delete(List<String> segments) {
        store.write(unit -> define(unit, new DefinitionDeletes(unit).without(segments)));
        return ApiResponse.noContent();
    }

    static Catalog define(WriteUnit unit, Catalog changed) {
        unit.define(changed);
        return changed;
    }
}
