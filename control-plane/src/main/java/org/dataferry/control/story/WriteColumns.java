package org.dataferry.control.story;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dataferry.control.projection.Hash;
import org.dataferry.control.projection.ImageText;
import org.dataferry.schemas.identity.BeforeImage;
import org.dataferry.schemas.key.KeyFormatException;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FileContent;
import org.dataferry.schemas.write.LookupTarget;
import org.jspecify.annotations.Nullable;

/** What the mapping made of a row, version by version, and what changed between two of them. */
final class WriteColumns {

    /** Exact decimals stay as they are. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final String entity;
    private final Sight sight;

    WriteColumns(String entity, Sight sight) {
        this.entity = entity;
        this.sight = sight;
    }

    /**
     * Gives each write the columns that it sends.
     *
     * @param images of whole rows that the ledger has, by version
     * @param read from the log, by offset
     */
    void addTo(List<ObjectNode> writes, Map<Long, ObjectNode> images, Map<Long, EntityWrite> read) {
        TreeMap<Long, ObjectNode> versions = new TreeMap<>(images);
        for (EntityWrite write : read.values()) {
            if (write instanceof EntityWrite.UpsertRow upsert) {
                versions.putIfAbsent(
                        upsert.version(), parsed(ImageText.of(upsert).image()));
            }
        }
        for (ObjectNode write : writes) {
            long version = write.path("version").asLong();
            if (write.path("action").asText().equals("UPSERT") && versions.containsKey(version)) {
                Map.Entry<Long, ObjectNode> before = versions.lowerEntry(version);
                write.set("columns", columns(versions.get(version), before == null ? null : before.getValue()));
                write.put("comparedWith", before == null ? null : before.getKey());
            } else {
                addPart(write, read.get(write.path("writeOffset").asLong(-1)));
            }
        }
    }

    private void addPart(ObjectNode write, @Nullable EntityWrite read) {
        switch (read) {
            case null -> {}
            case EntityWrite.PatchLookup patch -> one(write, patch.column(), new TextNode(text(patch.target())), false);
            case EntityWrite.SetFile file ->
                one(write, file.column(), new TextNode(name(file.content())), sight.isDetailMasked(entity));
            case EntityWrite.UpsertRow ignored -> {}
            case EntityWrite.DeleteRow ignored -> {}
            case EntityWrite.SetState ignored -> {}
            case EntityWrite.Link ignored -> {}
            case EntityWrite.Unlink ignored -> {}
        }
    }

    private void one(ObjectNode write, String column, JsonNode value, boolean masked) {
        ArrayNode columns = write.putArray("columns");
        put(columns.addObject().put("column", column), column, "value", masked ? TextNode.valueOf(Sight.MASKED) : value)
                .put("changed", true);
    }

    private ArrayNode columns(ObjectNode image, @Nullable ObjectNode before) {
        ArrayNode columns = JSON.createArrayNode();
        List<String> names = new ArrayList<>();
        image.fieldNames().forEachRemaining(names::add);
        names.stream().sorted().forEach(column -> {
            ObjectNode told = columns.addObject().put("column", column);
            JsonNode value = image.path(column);
            put(told, column, "value", value);
            JsonNode earlier = before == null || !before.has(column) ? NullNode.getInstance() : before.path(column);
            boolean changed = before != null && !earlier.equals(value);
            told.put("changed", changed);
            if (changed) {
                put(told, column, "before", earlier);
            }
        });
        return columns;
    }

    /** What the row held before Ferry wrote it; of several, the first that has a column counts. */
    ObjectNode oldValues(List<BeforeImage> old) {
        Map<String, String> first = new TreeMap<>();
        old.forEach(image -> image.columns().forEach(first::putIfAbsent));
        ObjectNode told = JSON.createObjectNode()
                .put("at", old.getFirst().readAt().toString())
                .put("guid", old.getFirst().guid().toString());
        ArrayNode columns = told.putArray("columns");
        first.forEach((property, value) -> {
            ObjectNode column = columns.addObject().put("column", property);
            put(column, columnOf(property), "value", parsedValue(value)).put("changed", false);
        });
        return told;
    }

    /** The column that a property of the Web API is of: a lookup's is {@code _column_value}, an annotation follows an {@code @}. */
    private static String columnOf(String property) {
        int at = property.indexOf('@');
        String plain = at < 0 ? property : property.substring(0, at);
        return plain.startsWith("_") && plain.endsWith("_value")
                ? plain.substring(1, plain.length() - "_value".length())
                : plain;
    }

    private ObjectNode put(ObjectNode told, String column, String field, JsonNode value) {
        boolean masked = sight.isMasked(entity, column);
        if (masked && !value.isNull()) {
            told.put(field, Sight.MASKED);
        } else if (isRow(value)) {
            told.put(field, sight.plainRow(value.asText()))
                    .put(
                            field.equals("value") ? "record" : "recordBefore",
                            Hash.of(value.asText()).toString());
        } else {
            told.set(field, value);
        }
        return masked ? told.put("masked", true) : told;
    }

    /** Lookups stand in an image as the ids of rows. */
    private static boolean isRow(JsonNode value) {
        if (!value.isTextual() || !value.asText().matches("[rm] .+")) {
            return false;
        }
        try {
            return RowId.parse(value.asText()).text().equals(value.asText());
        } catch (KeyFormatException none) {
            return false;
        }
    }

    private static String text(LookupTarget target) {
        return switch (target) {
            case LookupTarget.None ignored -> "";
            case LookupTarget.ByGuid(RowId row, var guid) -> row.text();
            case LookupTarget.ByKey(RowId row) -> row.text();
        };
    }

    private static String name(FileContent content) {
        return switch (content) {
            case FileContent.None ignored -> "";
            case FileContent.Carried carried -> carried.name();
            case FileContent.InFolder file -> file.name();
            case FileContent.Withheld withheld -> withheld.name();
        };
    }

    private static ObjectNode parsed(String image) {
        return (ObjectNode) parsedValue(image);
    }

    private static JsonNode parsedValue(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException none) {
            return new TextNode(text);
        }
    }
}
