package org.dataferry.sink.client.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dataferry.sink.client.metadata.KeyDefinition.IndexStatus;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.Answer.Failed;
import org.dataferry.sink.client.protocol.Answer.Succeeded;
import org.dataferry.sink.client.protocol.DataverseClient;
import org.dataferry.sink.client.protocol.DataverseException;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Operation;
import org.dataferry.sink.client.protocol.Reply;
import org.dataferry.sink.client.protocol.UrlText;

/**
 * Reads table definitions, past the server's caches. A table takes about ten requests: its properties, columns, one per
 * occurring type of column, keys and relationships.
 */
public final class MetadataReader {
    private static final String TABLE =
            "LogicalName,SchemaName,EntitySetName,PrimaryIdAttribute,PrimaryNameAttribute," + "OwnershipType,TableType";
    private static final String COLUMN =
            "LogicalName,SchemaName,AttributeType,AttributeTypeName,RequiredLevel,IsValidForCreate,IsValidForUpdate";
    private static final String KEY = "SchemaName,LogicalName,KeyAttributes,EntityKeyIndexStatus";
    private static final String LOOKUP = "SchemaName,ReferencingAttribute,ReferencingEntityNavigationPropertyName,"
            + "ReferencedEntity,ReferencedAttribute,CascadeConfiguration";

    private static final String MANY_TO_MANY = "SchemaName,IntersectEntityName,"
            + "Entity1LogicalName,Entity1IntersectAttribute,Entity1NavigationPropertyName,"
            + "Entity2LogicalName,Entity2IntersectAttribute,Entity2NavigationPropertyName";
    private static final String ENTITY_SET = "LogicalName,EntitySetName,PrimaryIdAttribute";

    private final DataverseClient client;

    public MetadataReader(DataverseClient client) {
        this.client = client;
    }

    /**
     * The definition of a table; empty when there is none of this name.
     *
     * @throws DataverseException when it cannot be read
     */
    public Optional<TableDefinition> table(String logicalName) throws InterruptedException {
        Optional<JsonNode> table = absentOr(logicalName, get(path(logicalName) + "?$select=" + TABLE));
        return table.isEmpty() ? Optional.empty() : Optional.of(definition(logicalName, table.get()));
    }

    /** The alternate keys of a table, with how far their indexes are. */
    public List<KeyDefinition> keys(String logicalName) throws InterruptedException {
        return list(path(logicalName) + "/Keys?$select=" + KEY).stream()
                .map(MetadataReader::key)
                .toList();
    }

    /** The many-to-many relationships of a table, one between the table and itself once; one more request for each. */
    public List<ManyToManyRelationship> manyToManyRelationships(String logicalName) throws InterruptedException {
        List<ManyToManyRelationship> relationships = new ArrayList<>();
        for (JsonNode json : list(path(logicalName) + "/ManyToManyRelationships?$select=" + MANY_TO_MANY)) {
            String intersect = json.path("IntersectEntityName").asText();
            Optional<EntitySet> set = absentOr(intersect, get(path(intersect) + "?$select=" + ENTITY_SET))
                    .filter(MetadataReader::hasEntitySet)
                    .map(MetadataReader::entitySet);
            relationships.add(new ManyToManyRelationship(
                    json.path("SchemaName").asText(), intersect, set, end(json, "Entity1"), end(json, "Entity2")));
        }
        return List.copyOf(relationships);
    }

    /** The entity sets of all tables, by logical name. */
    public Map<String, EntitySet> entitySets() throws InterruptedException {
        return list("EntityDefinitions?$select=" + ENTITY_SET).stream()
                .filter(MetadataReader::hasEntitySet)
                .map(MetadataReader::entitySet)
                .collect(Collectors.toMap(EntitySet::logicalName, set -> set));
    }

    private TableDefinition definition(String logicalName, JsonNode table) throws InterruptedException {
        List<LookupRelationship> lookups =
                list(path(logicalName) + "/ManyToOneRelationships?$select=" + LOOKUP).stream()
                        .map(MetadataReader::lookup)
                        .toList();
        return new TableDefinition(
                entitySet(table),
                table.path("SchemaName").asText(),
                Optional.of(table.path("PrimaryNameAttribute").asText("")).filter(name -> !name.isEmpty()),
                table.path("OwnershipType").asText("UserOwned"),
                table.path("TableType").asText("Standard"),
                columns(logicalName),
                keys(logicalName),
                lookups);
    }

    private Map<String, ColumnDefinition> columns(String logicalName) throws InterruptedException {
        List<JsonNode> columns = list(path(logicalName) + "/Attributes?$select=" + COLUMN);
        Map<String, JsonNode> details = details(logicalName, columns);
        Map<String, ColumnDefinition> definitions = new LinkedHashMap<>();
        for (JsonNode column : columns) {
            String name = column.path("LogicalName").asText();
            String typeName = typeName(column);
            Optional<JsonNode> detail = Optional.ofNullable(details.get(name));
            ColumnType type = ColumnCast.of(typeName)
                    .flatMap(cast -> detail.map(cast::read))
                    .orElseGet(() -> ColumnCast.plain(typeName));
            definitions.put(name, column(column, type));
        }
        return definitions;
    }

    /** What only the casts tell, by column. */
    private Map<String, JsonNode> details(String logicalName, List<JsonNode> columns) throws InterruptedException {
        List<String> segments = columns.stream()
                .flatMap(column -> ColumnCast.of(typeName(column)).stream())
                .map(ColumnCast::segment)
                .distinct()
                .sorted()
                .toList();
        Map<String, JsonNode> details = new HashMap<>();
        for (String segment : segments) {
            list(path(logicalName) + "/Attributes/" + segment)
                    .forEach(column -> details.put(column.path("LogicalName").asText(), column));
        }
        return details;
    }

    private static ColumnDefinition column(JsonNode column, ColumnType type) {
        return new ColumnDefinition(
                column.path("LogicalName").asText(),
                column.path("SchemaName").asText(),
                type,
                RequiredLevel.of(column.path("RequiredLevel").path("Value").asText()),
                column.path("IsValidForCreate").asBoolean(true),
                column.path("IsValidForUpdate").asBoolean(true));
    }

    private static KeyDefinition key(JsonNode key) {
        List<String> columns = new ArrayList<>();
        key.path("KeyAttributes").forEach(column -> columns.add(column.asText()));
        return new KeyDefinition(
                key.path("LogicalName").asText(),
                key.path("SchemaName").asText(),
                columns,
                IndexStatus.of(key.path("EntityKeyIndexStatus").asText()));
    }

    private static LookupRelationship lookup(JsonNode relationship) {
        return new LookupRelationship(
                relationship.path("SchemaName").asText(),
                relationship.path("ReferencingAttribute").asText(),
                relationship.path("ReferencingEntityNavigationPropertyName").asText(),
                relationship.path("ReferencedEntity").asText(),
                relationship.path("ReferencedAttribute").asText(),
                relationship.path("CascadeConfiguration").path("Delete").asText(""));
    }

    private static ManyToManyRelationship.End end(JsonNode relationship, String name) {
        return new ManyToManyRelationship.End(
                relationship.path(name + "LogicalName").asText(),
                relationship.path(name + "IntersectAttribute").asText(),
                relationship.path(name + "NavigationPropertyName").asText());
    }

    private static boolean hasEntitySet(JsonNode table) {
        return table.hasNonNull("EntitySetName") && table.hasNonNull("PrimaryIdAttribute");
    }

    private static EntitySet entitySet(JsonNode table) {
        return new EntitySet(
                table.path("EntitySetName").asText(),
                table.path("LogicalName").asText(),
                table.path("PrimaryIdAttribute").asText());
    }

    /** {@code AttributeType} calls choices and images alike Virtual; {@code AttributeTypeName} tells them apart. */
    private static String typeName(JsonNode column) {
        String exact = column.path("AttributeTypeName").path("Value").asText("");
        return exact.isEmpty() ? column.path("AttributeType").asText() + "Type" : exact;
    }

    static String path(String logicalName) {
        return "EntityDefinitions(LogicalName=" + UrlText.encode(UrlText.quote(logicalName)) + ")";
    }

    private List<JsonNode> list(String path) throws InterruptedException {
        List<JsonNode> elements = new ArrayList<>();
        get(path).orThrow("read " + path).json().path("value").forEach(elements::add);
        return elements;
    }

    private Answer<Reply> get(String path) throws InterruptedException {
        return client.send(DataverseRequest.get(Operation.METADATA_READ, path).withHeader("Consistency", "Strong"));
    }

    private static Optional<JsonNode> absentOr(String logicalName, Answer<Reply> answer) {
        return switch (answer) {
            case Succeeded<Reply>(Reply reply) -> Optional.of(reply.json());
            case Failed<Reply>(Failure.Refused(var error)) when error.status() == 404 -> Optional.empty();
            case Failed<Reply>(Failure failure) ->
                throw new DataverseException(
                        "The definition of table %s could not be read: %s".formatted(logicalName, failure.describe()));
        };
    }
}
