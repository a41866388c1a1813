package org.dataferry.emulator.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.dataferry.emulator.address.AddressParser;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.UrlText;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.GlobalChoice;
import org.dataferry.emulator.metadata.TableBuilder;
import org.dataferry.emulator.value.Guids;
import org.dataferry.emulator.value.Literals;
import org.jspecify.annotations.Nullable;

/**
 * Global choices: made, found, described, changed and deleted as changes of the catalogue.
 *
 * <p>Source: Microsoft's page "Create and update choices (option sets) using the Web API".
 */
final class GlobalChoices {
    static final String SET = "GlobalOptionSetDefinitions";

    private static final Set<String> CHANGEABLE = Set.of("DisplayName", "Description", "Options");

    private GlobalChoices() {}

    static GlobalChoice read(Catalog catalog, JsonNode json) {
        String type = json.path("OptionSetType").asText("Picklist");
        if (!type.equals("Picklist") || json.path("@odata.type").asText("").endsWith("BooleanOptionSetMetadata")) {
            throw Refusals.notEmulated("global choices of the OptionSetType '" + type + "'");
        }
        String name = Names.checked(json.path("Name").asText(""));
        if (named(catalog, name) != null) {
            throw Names.invalid("A global choice with the name " + name + " already exists.");
        }
        return new GlobalChoice(
                TableBuilder.idOf("global choice " + name),
                name,
                Labels.of(json, "DisplayName", name),
                Labels.of(json, "Description"),
                Options.of(json));
    }

    static @Nullable GlobalChoice named(Catalog catalog, String name) {
        return catalog.globalChoices().stream()
                .filter(choice -> choice.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    /** The global choice that a column takes its options from, or null if it has its own or none. */
    static @Nullable GlobalChoice of(Catalog catalog, Column column) {
        String name = GlobalChoice.of(column);
        return name == null ? null : named(catalog, name);
    }

    /** @param key {@code Name='x'} or a MetadataId */
    static GlobalChoice find(Catalog catalog, String key) {
        String name = key.startsWith("Name=") ? Literals.unquoted(key.substring("Name=".length())) : null;
        UUID id = Guids.parse(key.replace("MetadataId=", ""));
        return catalog.globalChoices().stream()
                .filter(choice -> choice.metadataId().equals(id)
                        || name != null && choice.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(
                        () -> new Refusal(404, "0x80060888", "Could not find an optionset with the key " + key + "."));
    }

    /** @param address of {@code GlobalOptionSet@odata.bind}: absolute, or relative with or without a slash */
    static GlobalChoice bound(Catalog catalog, String address) {
        String segment = UrlText.decodePath(address.substring(address.lastIndexOf('/') + 1));
        String key = AddressParser.keyOf(segment);
        if (key == null || !AddressParser.setOf(segment).equals(SET)) {
            throw Names.invalid("GlobalOptionSet@odata.bind '" + address + "' is no address of " + SET + ".");
        }
        return find(catalog, key);
    }

    static Definition json(GlobalChoice choice, boolean cast) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (!cast) {
            json.put("@odata.type", "#Microsoft.Dynamics.CRM.OptionSetMetadata");
        }
        json.put("MetadataId", choice.metadataId().toString());
        json.put("Name", choice.name()).put("IsGlobal", true);
        json.put("IsCustomOptionSet", true).put("IsManaged", false);
        json.put("OptionSetType", "Picklist");
        json.set("DisplayName", Labels.json(choice.label()));
        json.set("Description", Labels.json(choice.description()));
        var options = json.putArray("Options");
        choice.options().forEach(option -> options.add(Options.json(option)));
        return new Definition("OptionSetMetadata", json, Map.of());
    }

    /** The options in the body are not looked at: they have actions of their own. */
    static Catalog changed(Catalog catalog, GlobalChoice choice, Replacement replacement) {
        replacement.requireOnly(json(choice, true), CHANGEABLE);
        return catalog.with(choice.describedAs(
                replacement.label("DisplayName", choice.label(), choice.name()),
                replacement.description(choice.description())));
    }

    static Catalog without(Catalog catalog, GlobalChoice choice) {
        String tables = catalog.tables().stream()
                .filter(table -> table.columns().stream().anyMatch(choice::usedBy))
                .map(table -> table.logicalName())
                .collect(Collectors.joining(","));
        if (!tables.isEmpty()) {
            throw new Refusal(
                    400,
                    "0x80048417",
                    "This option set cannot be deleted. The current set of entities that reference this option set are: "
                            + tables + ". These references must be removed before this option set can be deleted");
        }
        return catalog.without(choice);
    }
}
