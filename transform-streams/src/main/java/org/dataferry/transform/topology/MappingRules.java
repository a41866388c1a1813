package org.dataferry.transform.topology;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataferry.schemas.key.PlainRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.transform.mapping.DeletePolicy;
import org.dataferry.transform.mapping.EntityMapping;
import org.dataferry.transform.mapping.LostPolicy;
import org.dataferry.transform.mapping.Mappings;
import org.dataferry.transform.mapping.MergeRule;
import org.dataferry.transform.row.MergedRows;
import org.dataferry.transform.row.RowRules;

/** What the mappings say of the rows that they make. */
final class MappingRules implements RowRules.Book, MergedRows.Rules {

    /** Of rows that no mapping makes any more. */
    private static final RowRules UNMAPPED =
            new RowRules(Set.of(), DeletePolicy.DELETE, LostPolicy.REWRITE, true, false);

    /** Of an entity that does not merge any more, of which a vote was still under way. */
    private static final MergeRule UNMERGED = new MergeRule("", List.of(), Set.of(), Set.of());

    private final Map<Maker, EntityMapping> byMaker = new HashMap<>();
    private final Map<Maker, RowRules> rules = new HashMap<>();
    private final Map<String, MergeRule> mergeRules = new HashMap<>();
    private final Map<String, RowRules> ofMerged = new HashMap<>();
    private final PlainRow plain;

    private record Maker(String entity, SourceTable table, String discriminator) {}

    MappingRules(Mappings mappings) {
        plain = PlainRow.of(mappings.tables());
        Set<String> named = mappings.namedEntities();
        for (EntityMapping mapping : mappings.all()) {
            Maker maker = new Maker(mapping.entity(), mapping.table(), mapping.discriminator());
            byMaker.put(maker, mapping);
            rules.put(
                    maker,
                    new RowRules(
                            mapping.patchedLookups(),
                            mapping.deletePolicy(),
                            mapping.lostPolicy(),
                            named.contains(mapping.entity()),
                            mapping.statesByCommand()));
            mapping.merging().ifPresent(merging -> addMerged(mapping, merging.rule(), named));
        }
    }

    /** The lookups of a merged row are those of all mappings that it may be made by; its states wait if one says so. */
    private void addMerged(EntityMapping mapping, MergeRule rule, Set<String> named) {
        mergeRules.put(mapping.entity(), rule);
        Set<String> patched = new HashSet<>(mapping.patchedLookups());
        boolean statesByCommand = mapping.statesByCommand();
        RowRules ofOthers = ofMerged.get(mapping.entity());
        if (ofOthers != null) {
            patched.addAll(ofOthers.patched());
            statesByCommand |= ofOthers.statesByCommand();
        }
        ofMerged.put(
                mapping.entity(),
                new RowRules(
                        patched,
                        mapping.deletePolicy(),
                        mapping.lostPolicy(),
                        named.contains(mapping.entity()),
                        statesByCommand));
    }

    /** The mapping that makes a row of one source row; empty if none does any more. */
    Optional<EntityMapping> mapping(RowId.OfSource row) {
        return Optional.ofNullable(byMaker.get(new Maker(row.entity(), row.table(), row.discriminator())));
    }

    @Override
    public PlainRow plain() {
        return plain;
    }

    @Override
    public MergeRule mergeRule(String entity) {
        return mergeRules.getOrDefault(entity, UNMERGED);
    }

    @Override
    public RowRules of(RowId row) {
        return switch (row) {
            case RowId.OfSource source ->
                rules.getOrDefault(new Maker(source.entity(), source.table(), source.discriminator()), UNMAPPED);
            case RowId.Merged merged -> ofMerged.getOrDefault(merged.entity(), UNMAPPED);
            case RowId.Link ignored -> RowRules.OF_LINKS;
        };
    }
}
