package org.dataferry.transform.topology;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.transform.mapping.DeletePolicy;
import org.dataferry.transform.mapping.EntityMapping;
import org.dataferry.transform.mapping.LostPolicy;
import org.dataferry.transform.mapping.Mappings;
import org.dataferry.transform.row.RowRules;

/** What the mappings say of the rows that they make. */
final class MappingRules implements RowRules.Book {

    /** Of rows that no mapping makes any more. */
    private static final RowRules UNMAPPED =
            new RowRules(Set.of(), DeletePolicy.DELETE, LostPolicy.REWRITE, true, false);

    private final Map<Maker, RowRules> rules = new HashMap<>();

    private record Maker(String entity, SourceTable table, String discriminator) {}

    MappingRules(Mappings mappings) {
        Set<String> named = mappings.namedEntities();
        for (EntityMapping mapping : mappings.all()) {
            rules.put(
                    new Maker(mapping.entity(), mapping.table(), mapping.discriminator()),
                    new RowRules(
                            mapping.patchedLookups(),
                            mapping.deletePolicy(),
                            mapping.lostPolicy(),
                            named.contains(mapping.entity()),
                            mapping.statesByCommand()));
        }
    }

    @Override
    public RowRules of(RowId row) {
        return switch (row) {
            case RowId.OfSource source ->
                rules.getOrDefault(new Maker(source.entity(), source.table(), source.discriminator()), UNMAPPED);
            case RowId.Merged ignored -> UNMAPPED;
            case RowId.Link ignored -> RowRules.OF_LINKS;
        };
    }
}
