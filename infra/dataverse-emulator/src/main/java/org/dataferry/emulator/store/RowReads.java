package org.dataferry.emulator.store;

import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.dataferry.emulator.metadata.AlternateKey;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.jspecify.annotations.Nullable;

/** What can be read at one moment, inside a unit of work or beside it. */
public interface RowReads {
    Catalog catalog();

    @Nullable Row row(Table table, UUID id);

    /** Refuses a reader who may not read the table at all; where rows are read for no reader in particular, nothing is refused. */
    default void requireReadable(Table table) {}

    /** Whether there is such a row; cheaper than reading it. */
    boolean exists(Table table, UUID id);

    /** @param values of the key's columns, in their order, none null */
    @Nullable UUID idByKey(AlternateKey key, List<Object> values);

    /** Visits rows in the order of their ids until the visitor returns false; from behind {@code after}, or from the first. */
    void scan(Table table, @Nullable UUID after, Predicate<Row> visitor);

    /** The ids of the rows of a table whose lookup names the target, in order. */
    List<UUID> referencing(Reference target, Table table, Column column);

    /**
     * A part of what is kept beside the rows, such as a file.
     *
     * @param id of the content
     * @return null if there is no such part
     */
    byte @Nullable [] content(UUID id, int part);
}
