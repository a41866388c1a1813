package org.dataferry.control.story;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.dataferry.control.projection.Hash;
import org.dataferry.schemas.key.KeyFormatException;
import org.dataferry.schemas.key.PlainRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.transform.mapping.PersonalData;

/** What one reader may see of one answer, and whether data of persons was among it. For one thread. */
public final class Sight {

    /** Stands where a value is not shown. */
    public static final String MASKED = "(masked)";

    private final PersonalData personal;
    private final boolean seesPersonal;
    private final PlainRow plain;
    private final Map<String, String> shownRows = new LinkedHashMap<>();
    private boolean hasShown;

    public Sight(PersonalData personal, boolean seesPersonal) {
        this.personal = personal;
        this.seesPersonal = seesPersonal;
        this.plain = personal.rows();
    }

    /** How rows and tables are named. */
    public PlainRow plain() {
        return plain;
    }

    /** Whether data of persons was let through. */
    public boolean hasShown() {
        return hasShown;
    }

    /** The entity of each row whose id or key was let through as data of persons, by its record. */
    public Map<String, String> shownRows() {
        return Collections.unmodifiableMap(shownRows);
    }

    /** Whether a column's value is not to be shown. */
    boolean isMasked(String entity, String column) {
        return hides(personal.isPersonal(entity, column));
    }

    /**
     * How rows were chosen, or that it is not shown: it can name their keys.
     *
     * @param entities of the rows, with commas between them
     * @param words of the command
     */
    public String chosen(String entities, String words) {
        boolean mayQuote = Stream.of(entities.split(",")).map(String::strip).anyMatch(personal::mayQuote)
                // A choice may name an entity of which there was no row.
                || Stream.of(words.split("[\\s,]+")).anyMatch(personal.quoted()::contains);
        return !words.isEmpty() && hides(mayQuote) ? MASKED : words;
    }

    /**
     * Whether the reader may choose rows by their keys: whether there is one with such a key tells what it is.
     *
     * @param entities whose rows; none for all
     */
    public boolean mayChooseByKey(Set<String> entities) {
        Set<String> all = entities.isEmpty() ? personal.mapped().keySet() : entities;
        return !hides(all.stream().anyMatch(personal::isNamedByPersons));
    }

    /** Whether what was said of a refused row of the entity is not to be shown, as it may quote values. */
    public boolean isDetailMasked(String entity) {
        return hides(personal.mayQuote(entity));
    }

    /** Whether the id and the key of a row are not to be shown. What cannot be read may hold anything. */
    public boolean isRowMasked(String rowId) {
        try {
            RowId row = RowId.parse(rowId);
            boolean isPersonal = personal.isPersonal(row);
            if (isPersonal && seesPersonal) {
                shownRows.put(Hash.of(rowId).toString(), row.entity());
            }
            return hides(isPersonal);
        } catch (KeyFormatException noId) {
            return hides(!personal.marksNothing());
        }
    }

    /** The row in words; masked, what it is of. */
    String plainRow(String rowId) {
        return isRowMasked(rowId) ? withoutKey(rowId) : plain.text(rowId);
    }

    /** Puts a row's id and words into a document, or what may be seen of them. */
    void putRow(ObjectNode document, String rowId) {
        boolean masked = isRowMasked(rowId);
        document.put("rowId", masked ? null : rowId)
                .put("plainRow", masked ? withoutKey(rowId) : plain.text(rowId))
                .put("masked", masked);
    }

    private boolean hides(boolean isPersonal) {
        hasShown |= isPersonal && seesPersonal;
        return isPersonal && !seesPersonal;
    }

    private String withoutKey(String rowId) {
        try {
            return plain.withoutKey(RowId.parse(rowId)) + MASKED;
        } catch (KeyFormatException noId) {
            return MASKED;
        }
    }
}
