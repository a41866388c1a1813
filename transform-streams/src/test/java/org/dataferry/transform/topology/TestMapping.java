package org.dataferry.transform.topology;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.EntityMapping;
import org.dataferry.transform.mapping.MappingResult;

/** Maps name and note as they are; leaves out rows named {@code filtered} and refuses those named {@code refused}. */
record TestMapping(String entity, SourceTable table, String discriminator) implements EntityMapping {

    TestMapping(String entity, SourceTable table) {
        this(entity, table, "");
    }

    @Override
    public MappingResult map(SourceRow row) {
        Map<String, Value> columns = new LinkedHashMap<>();
        columns.put("name", row.get("name"));
        columns.put("note", row.get("note"));
        if (row.get("name").equals(Value.text("filtered"))) {
            return new MappingResult.Filtered();
        }
        return row.get("name").equals(Value.text("refused"))
                ? new MappingResult.Refused(RejectionReason.VALUE_INVALID, "a name that is refused")
                : new MappingResult.Mapped(columns);
    }
}
