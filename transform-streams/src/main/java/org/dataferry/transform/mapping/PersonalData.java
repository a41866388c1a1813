package org.dataferry.transform.mapping;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataferry.schemas.key.RowId;
import org.dataferry.transform.mapping.language.MappingFile;
import org.dataferry.transform.mapping.type.SourceSchemas;

/**
 * What of rows is data of persons, as the mapping files mark it: columns, the columns of the source that these are made of, and
 * so the keys and ids of rows that hold such a column.
 *
 * @param columns of the target by entity, those that a file marks
 * @param keys tables of the source, {@code schema.table}, whose primary key holds data of persons
 * @param matched entities whose rows merge by data of persons, so that the ids of merged rows hold it
 * @param quoted entities, and relationships, whose errors may quote data of persons
 */
public record PersonalData(
        Map<String, Set<String>> columns, Set<String> keys, Set<String> matched, Set<String> quoted) {

    /** No file marks anything. */
    public static final PersonalData NONE = new PersonalData(Map.of(), Set.of(), Set.of(), Set.of());

    public PersonalData {
        columns = Map.copyOf(columns);
        keys = Set.copyOf(keys);
        matched = Set.copyOf(matched);
        quoted = Set.copyOf(quoted);
    }

    /**
     * @param sources the source's catalogue; where it is not known, or an expression cannot be read by it, a table of which
     *     a column is marked counts as one with such a key
     */
    public static PersonalData of(List<MappingFile> files, Optional<SourceSchemas> sources) {
        return PersonalTrace.of(files, sources);
    }

    /** Whether a column of an entity is marked. */
    public boolean isPersonal(String entity, String column) {
        return columns.getOrDefault(entity, Set.of()).contains(column);
    }

    /** Whether the id of the row, and its key with it, holds data of persons. */
    public boolean isPersonal(RowId row) {
        return switch (row) {
            case RowId.OfSource one -> keys.contains(one.table().qualified());
            case RowId.Merged merged -> matched.contains(merged.entity());
            case RowId.Link(var relationship, RowId from, RowId to) -> isPersonal(from) || isPersonal(to);
        };
    }

    /** Whether what is said of a refused row of the entity may quote data of persons. */
    public boolean mayQuote(String entity) {
        return quoted.contains(entity);
    }
}
