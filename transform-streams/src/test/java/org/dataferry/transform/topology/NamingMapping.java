package org.dataferry.transform.topology;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.EntityMapping;
import org.dataferry.transform.mapping.MappingResult;

/**
 * Maps a name such as {@code Ann>7} to the name Ann and a lookup to row 7 of another mapping.
 *
 * @param patched whether the lookup is part of a cycle
 */
record NamingMapping(String entity, SourceTable table, String to, SourceTable toTable, boolean patched)
        implements EntityMapping {

    static final String LOOKUP = "parentid";

    @Override
    public String discriminator() {
        return "";
    }

    @Override
    public Set<String> patchedLookups() {
        return patched ? Set.of(LOOKUP) : Set.of();
    }

    @Override
    public Set<String> namedEntities() {
        return Set.of(to);
    }

    @Override
    public MappingResult map(SourceRow row) {
        String text = ((Value.Text) row.get("name")).value();
        int arrow = text.indexOf('>');
        Map<String, Optional<RowId>> lookups = new LinkedHashMap<>();
        lookups.put(
                LOOKUP,
                arrow < 0
                        ? Optional.empty()
                        : Optional.of(new RowId.OfSource(
                                to, toTable, TestSource.key(Long.parseLong(text.substring(arrow + 1))))));
        String name = arrow < 0 ? text : text.substring(0, arrow);
        return new MappingResult.Mapped(Map.of("name", Value.text(name)), lookups, Optional.empty());
    }
}
