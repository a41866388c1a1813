package org.dataferry.control.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.PersonalData;

/**
 * A status for those who may not see data of persons: the rows that it names, and what was said of a refused one, are masked
 * where they may hold it.
 */
public final class MaskedStatus {

    private final Sight sight;

    private MaskedStatus(Sight sight) {
        this.sight = sight;
    }

    /** @param document a status, or a part of one, which stays as it is; the same one comes back if nothing is marked */
    public static ObjectNode of(ObjectNode document, PersonalData personal) {
        if (personal.marksNothing()) {
            return document;
        }
        ObjectNode masked = document.deepCopy();
        new MaskedStatus(new Sight(personal, false)).mask(masked);
        return masked;
    }

    private void mask(JsonNode node) {
        if (node instanceof ObjectNode object) {
            maskRow(object);
            // Why input could not be read quotes it, and it can be of any row.
            // So does why a dump waits, or a table was not read.
            object.path("waitingDumps")
                    .forEach(dump -> dump.path("findings")
                            .forEach(finding -> ((ObjectNode) finding).put("message", Sight.MASKED)));
            object.path("unreadTables").forEach(table -> ((ObjectNode) table).put("reason", Sight.MASKED));
            object.path("openLetters").forEach(letter -> ((ObjectNode) letter).put("reason", Sight.MASKED));
            if (object.path("writeIds") instanceof ArrayNode writes) {
                for (int i = 0; i < writes.size(); i++) {
                    if (isWriteMasked(writes.path(i).asText())) {
                        writes.set(i, new TextNode(Sight.MASKED));
                    }
                }
            }
        }
        node.forEach(this::mask);
    }

    private void maskRow(ObjectNode object) {
        String row = object.path("row").asText();
        if (object.path("detail").isTextual() && isDetailMasked(row)) {
            object.put("detail", Sight.MASKED);
        }
        if (!row.isEmpty() && sight.isRowMasked(row)) {
            object.put("plainRow", sight.plainRow(row)).put("row", Sight.MASKED);
        }
    }

    private boolean isWriteMasked(String write) {
        try {
            return sight.isRowMasked(WriteId.parse(write).row().text());
        } catch (SchemasException none) {
            return true;
        }
    }

    /** What cannot be told to be of a row may quote anything. */
    private boolean isDetailMasked(String row) {
        try {
            return sight.isDetailMasked(RowId.parse(row).entity());
        } catch (SchemasException none) {
            return true;
        }
    }
}
