package org.dataferry.emulator.query;

import java.util.Map;
import java.util.Set;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.UrlText;
import org.jspecify.annotations.Nullable;

/**
 * The query options of a read, by name, with the values of aliases such as {@code @p1}.
 *
 * <p>Source: Microsoft's page "Query data using OData".
 */
record QueryOptions(Map<String, String> byName) {
    private static final Set<String> KNOWN =
            Set.of("$select", "$filter", "$orderby", "$top", "$count", "$skiptoken", "$apply", "$expand", "tag");

    QueryOptions {
        byName = Map.copyOf(byName);
    }

    /** @throws org.dataferry.emulator.error.Refusal for an option that Dataverse or this server does not know */
    static QueryOptions of(ApiRequest request) {
        QueryOptions options = new QueryOptions(UrlText.parameters(request.query()));
        options.byName.keySet().forEach(QueryOptions::check);
        return options;
    }

    private static void check(String name) {
        if (name.equals("$skip") || name.equals("$search") || name.equals("$format")) {
            throw Refusals.badQuery("The query option '" + name + "' is not supported.");
        }
        if (!KNOWN.contains(name) && !name.startsWith("@")) {
            throw Refusals.notEmulated("the query option '" + name + "'");
        }
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    @Nullable String get(String name) {
        return byName.get(name);
    }

    String orEmpty(String name) {
        return byName.getOrDefault(name, "");
    }
}
