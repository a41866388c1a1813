package org.dataferry.transform.mapping;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.dataferry.schemas.key.PlainRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.transform.mapping.language.MappingFile;
import org.dataferry.transform.mapping.type.SourceSchemas;

/**
 * What of rows is data of persons, as the mapping files mark it: columns, the columns of the source that these are made of, and
 * so the keys and ids of rows that hold such a column. What the files do not know any more may have been marked when they did, so
 * it counts as marked.
 *
 * @param columns of the target by entity, those that a file marks
 * @param keys tables of the sources, as files name them, whose primary key holds data of persons
 * @param matched entities whose rows merge by data of persons, so that the ids of merged rows hold it
 * @param quoted entities, and relationships, whose errors may quote data of persons
 * @param mapped what the files make, by entity and relationship
 */
public record PersonalData(
        Map<String, Set<String>> columns,
        Set<String> keys,
        Set<String> matched,
        Set<String> quoted,
        Map<String, Mapped> mapped) {

    /** There are no files, so there is nothing to hide. */
    public static final PersonalData NONE = new PersonalData(Map.of(), Set.of(), Set.of(), Set.of(), Map.of());

    /** They say how far a row is, and no mapping names them. */
    private static final Set<String> STATES = Set.of("statecode", "statuscode");

    /**
     * What all files of one entity make.
     *
     * @param tables of the sources, as files name them
     * @param rules by which rows merge
     * @param columns of the target, with lookups and files; none of a relationship
     */
    public record Mapped(Set<String> tables, Set<String> rules, Set<String> columns) {
        public Mapped {
            tables = Set.copyOf(tables);
            rules = Set.copyOf(rules);
            columns = Set.copyOf(columns);
        }
    }

    public PersonalData {
        columns = Map.copyOf(columns);
        keys = Set.copyOf(keys);
        matched = Set.copyOf(matched);
        quoted = Set.copyOf(quoted);
        mapped = Map.copyOf(mapped);
    }

    /**
     * @param sources the source's catalogue; where it is not known, or an expression cannot be read by it, a table of which
     *     a column is marked counts as one with such a key
     */
    public static PersonalData of(List<MappingFile> files, Optional<SourceSchemas> sources) {
        return PersonalTrace.of(files, sources);
    }

    /** How the rows that the files make are written. */
    public PlainRow rows() {
        return new PlainRow(
                mapped.values().stream().flatMap(made -> made.tables().stream()).anyMatch(TableNames::saysSource));
    }

    /** Whether no file marks anything. */
    public boolean marksNothing() {
        return columns.isEmpty();
    }

    /** Whether a column of an entity is marked, or not known. */
    public boolean isPersonal(String entity, String column) {
        return columns.getOrDefault(entity, Set.of()).contains(column)
                || !isMapped(
                        entity,
                        made -> STATES.contains(column) || made.columns().contains(column));
    }

    /** Whether the id of the row, and its key with it, holds data of persons. */
    public boolean isPersonal(RowId row) {
        return switch (row) {
            case RowId.OfSource one -> {
                List<String> names = TableNames.possible(one.table());
                yield names.stream().anyMatch(keys::contains)
                        || !isMapped(one.entity(), made -> names.stream().anyMatch(made.tables()::contains));
            }
            case RowId.Merged merged ->
                matched.contains(merged.entity())
                        || !isMapped(merged.entity(), made -> made.rules().contains(merged.rule()));
            case RowId.Link(var relationship, RowId from, RowId to) -> isPersonal(from) || isPersonal(to);
        };
    }

    /** Whether a key may hold data of persons by which rows of the entity, or both ends of a link, are named. */
    public boolean isNamedByPersons(String entity) {
        return matched.contains(entity)
                || !isMapped(
                        entity,
                        made -> Collections.disjoint(made.tables(), keys)
                                && !(made.columns().isEmpty() && quoted.contains(entity)));
    }

    /** Whether what is said of a refused row of the entity may quote data of persons. */
    public boolean mayQuote(String entity) {
        return quoted.contains(entity) || !isMapped(entity, made -> true);
    }

    private boolean isMapped(String entity, Predicate<Mapped> knows) {
        return mapped.isEmpty() || mapped.containsKey(entity) && knows.test(mapped.get(entity));
    }
}
