package org.dataferry.emulator.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.metadata.Label;

/**
 * The definition that a PUT puts in the place of another one.
 *
 * <p>Source: Microsoft's page "Create and update table definitions using the Web API", section "Update table definitions".
 *
 * @param mergeLabels whether texts in languages that the new definition does not have stay
 */
record Replacement(JsonNode json, boolean mergeLabels) {
    /** What a definition is known by, which nothing can change. */
    private static final Set<String> FIXED = Set.of(
            "AttributeType",
            "Entity1LogicalName",
            "Entity2LogicalName",
            "EntityLogicalName",
            "IntersectEntityName",
            "IsGlobal",
            "IsPrimaryId",
            "IsPrimaryName",
            "LogicalName",
            "Name",
            "OptionSetType",
            "OwnershipType",
            "PrimaryIdAttribute",
            "PrimaryNameAttribute",
            "ReferencedAttribute",
            "ReferencedEntity",
            "ReferencingAttribute",
            "ReferencingEntity",
            "RelationshipType",
            "SchemaName",
            "TableType");

    static Replacement of(ApiRequest request, JsonNode body) {
        return new Replacement(body, "true".equalsIgnoreCase(request.header("MSCRM.MergeLabels")));
    }

    /**
     * Refuses what differs from the present definition and can't be changed, in Dataverse or here. A member that the present definition
     * does not have is ignored, as in a create; so is the MetadataId, since the address names the definition.
     */
    void requireOnly(Definition present, Set<String> changeable) {
        for (Map.Entry<String, JsonNode> member : present.properties().properties()) {
            String name = member.getKey();
            JsonNode wanted = json.path(name);
            boolean same = wanted.isMissingNode() || wanted.isNull() || wanted.equals(member.getValue());
            if (same || name.startsWith("@") || name.equals("MetadataId") || changeable.contains(name)) {
                continue;
            }
            if (FIXED.contains(name)) {
                throw Names.invalid("The property " + name + " of a definition of the type " + present.type()
                        + " can't be changed.");
            }
            throw Refusals.notEmulated("a change of the property " + name + " of " + present.type());
        }
    }

    /** @param fallback the English text of a label that has none */
    Label label(String property, Label present, String fallback) {
        Label wanted = Labels.of(json, property);
        Label label = mergeLabels ? present.with(wanted) : wanted;
        return label.texts().isEmpty() ? Label.of(fallback) : label;
    }

    Label description(Label present) {
        Label wanted = Labels.of(json, "Description");
        return mergeLabels ? present.with(wanted) : wanted;
    }
}
