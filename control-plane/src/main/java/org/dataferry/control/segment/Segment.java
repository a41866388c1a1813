package org.dataferry.control.segment;

import java.util.Set;
import org.dataferry.schemas.settings.SettingsException;

/**
 * Source rows that somebody wants to send again, by what is true of them.
 *
 * <p>Without {@code writes} it is the rows that the source has. With them it is the rows with such a write, unless what was
 * chosen for is over: a rejected write has to be what the row is refused by now, and of any other no newer write of the same part
 * of the row has succeeded since. What is sent of a row is always
 * its latest image.
 *
 * @param entities whose rows, or relationships of links; none for all, if something is asked of writes
 * @param tables that they come from, as {@code schema.table}; none for any
 * @param keys each the value of a source key, of several with commas between them, or the key's canonical text; of merged
 *     rows also the match key, of links both ends; none for any
 * @param changed when the source committed the newest change of the source row
 * @param writes what is asked of a write of the row
 * @param dependants also the rows, of whatever entity, that are parked until one of these has come; and those that wait for
 *     them in turn
 * @param waived also rows of which just that is waived, refused or parked, that they are chosen for
 */
public record Segment(
        Set<String> entities,
        Set<String> tables,
        Set<String> keys,
        Span changed,
        WriteCriteria writes,
        boolean dependants,
        boolean waived) {

    /** @throws SettingsException if it says too little */
    public Segment {
        entities = Set.copyOf(entities);
        tables = Set.copyOf(tables);
        keys = Set.copyOf(keys);
        if (entities.isEmpty() && writes.isNone()) {
            throw new SettingsException("--entity says whose rows; without it, say what became of their writes, such as"
                    + " --outcome rejected");
        }
    }

    /** All rows of an entity that the source has, or the links of a relationship. */
    public static Segment of(String entity) {
        return new Segment(Set.of(entity), Set.of(), Set.of(), Span.ALWAYS, WriteCriteria.NONE, false, false);
    }

    /** As this one, of writes about which this is asked. */
    public Segment with(WriteCriteria of) {
        return new Segment(entities, tables, keys, changed, of, dependants, waived);
    }

    /** As this one, of these keys only. */
    public Segment withKeys(Set<String> only) {
        return new Segment(entities, tables, only, changed, writes, dependants, waived);
    }

    /** As this one, with the rows that wait for these. */
    public Segment withDependants() {
        return new Segment(entities, tables, keys, changed, writes, true, waived);
    }

    /** As this one, with the rows that somebody accepted as they are. */
    public Segment withWaived() {
        return new Segment(entities, tables, keys, changed, writes, dependants, true);
    }

    /** As the options of {@code ferry replay}, so that it can be given again. */
    public String words() {
        return SegmentWords.of(this);
    }

    /** Whether the topics of changes alone can tell its rows, so that it needs no ledger. */
    public boolean isOfSourceRowsOnly() {
        return !entities.isEmpty() && writes.isNone() && changed.isAlways() && tables.isEmpty() && !dependants;
    }
}
