package org.dataferry.transform.topology;

import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.EntityMapping;
import org.dataferry.transform.mapping.MappingResult;
import org.dataferry.transform.mapping.TargetState;

/** Maps the name as the row's only column, and the note as the status of an inactive row; without a note it is active. */
record NamedStateMapping(String entity, SourceTable table) implements EntityMapping {

    @Override
    public String discriminator() {
        return "";
    }

    @Override
    public MappingResult map(SourceRow row) {
        TargetState state = row.get("note") instanceof Value.Text(String status)
                ? new TargetState(TargetState.INACTIVE.state(), Integer.parseInt(status))
                : TargetState.ACTIVE;
        return new MappingResult.Mapped(Map.of("name", row.get("name")), Map.of(), Optional.of(state));
    }
}
