package org.dataferry.emulator.definitions;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dataferry.emulator.address.AddressParser;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.message.UrlText;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Table;
import org.jspecify.annotations.Nullable;

/** GET of definitions. Source: Microsoft's page "Query table definitions using the Web API". */
final class DefinitionReads {
    private final ApiRequest request;
    private final Catalog catalog;
    private final TableJson json;
    private final Map<String, String> options;

    DefinitionReads(ApiRequest request, Catalog catalog) {
        this.request = request;
        this.catalog = catalog;
        json = new TableJson(catalog);
        options = UrlText.parameters(request.query());
    }

    ApiResponse answer(List<String> segments) {
        Selection selection = new Selection(options);
        return switch (AddressParser.setOf(segments.getFirst())) {
            case "RelationshipDefinitions" -> relationships(segments, selection);
            case GlobalChoices.SET -> choices(segments, selection);
            default -> tables(segments, selection);
        };
    }

    private ApiResponse tables(List<String> segments, Selection selection) {
        String key = AddressParser.keyOf(segments.getFirst());
        if (key == null) {
            List<Definition> all = catalog.tables().stream().map(json::table).toList();
            return Answers.list(request, "EntityDefinitions", selection, all);
        }
        Table table = DefinitionKeys.table(catalog, key);
        return segments.size() == 1
                ? Answers.one(request, "EntityDefinitions", selection, json.table(table))
                : parts(segments, selection, table);
    }

    private ApiResponse parts(List<String> segments, Selection selection, Table table) {
        String part = segments.get(1);
        String context = "EntityDefinitions('" + table.logicalName() + "')/" + AddressParser.setOf(part);
        String cast = cast(segments, 2);
        List<Definition> definitions = switch (AddressParser.setOf(part)) {
            case "Attributes" -> json.columns(table, cast);
            case "Keys" -> json.keys(table);
            case "ManyToOneRelationships" -> json.manyToOne(table);
            case "OneToManyRelationships" -> json.oneToMany(table);
            case "ManyToManyRelationships" -> json.manyToMany(table);
            default -> throw Refusals.unknownSegment(part);
        };
        return found(part, context, selection, definitions);
    }

    private ApiResponse relationships(List<String> segments, Selection selection) {
        String cast = cast(segments, 1);
        List<Definition> all = Stream.concat(
                        catalog.relationships().stream().map(json::relationship),
                        catalog.manyToMany().stream().map(json::relationship))
                .filter(definition -> cast == null || definition.type().equals(cast))
                .toList();
        return found(segments.getFirst(), "RelationshipDefinitions", selection, all);
    }

    private ApiResponse choices(List<String> segments, Selection selection) {
        if (options.containsKey("$filter")) {
            throw Refusals.badQuery("The query option '$filter' is not supported on " + GlobalChoices.SET + ".");
        }
        String cast = cast(segments, 1);
        if (cast != null && !cast.equals("OptionSetMetadata")) {
            throw Refusals.notEmulated("global choices of the type " + cast);
        }
        String key = AddressParser.keyOf(segments.getFirst());
        return key == null
                ? Answers.list(
                        request,
                        GlobalChoices.SET,
                        selection,
                        catalog.globalChoices().stream()
                                .map(choice -> GlobalChoices.json(choice, cast != null))
                                .toList())
                : Answers.one(
                        request,
                        GlobalChoices.SET,
                        selection,
                        GlobalChoices.json(GlobalChoices.find(catalog, key), cast != null));
    }

    private ApiResponse found(String segment, String context, Selection selection, List<Definition> definitions) {
        String key = AddressParser.keyOf(segment);
        return key == null
                ? Answers.list(request, context, selection, definitions)
                : Answers.one(request, context, selection, DefinitionKeys.find(definitions, key));
    }

    /** The type that the segment at this place casts to, if there is one; it is the last. */
    private static @Nullable String cast(List<String> segments, int at) {
        if (segments.size() > at + 1) {
            throw Refusals.notEmulated("the path below " + String.join("/", segments.subList(0, at + 1)));
        }
        return segments.size() > at ? DefinitionKeys.cast(segments.get(at)) : null;
    }
}
