package org.dataferry.transform.topology;

import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.transform.mapping.EntityMapping;
import org.dataferry.transform.mapping.LostPolicy;
import org.dataferry.transform.mapping.MappingResult;
import org.dataferry.transform.mapping.TargetState;

/** Maps the name as it is, and with it the state to be inactive. */
record InactiveMapping(String entity, SourceTable table, LostPolicy lostPolicy, boolean statesByCommand)
        implements EntityMapping {

    @Override
    public String discriminator() {
        return "";
    }

    @Override
    public MappingResult map(SourceRow row) {
        return new MappingResult.Mapped(Map.of("name", row.get("name")), Map.of(), Optional.of(TargetState.INACTIVE));
    }
}
