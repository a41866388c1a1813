package org.dataferry.control.verify;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.dataferry.schemas.key.RowId;

/** The target, as it is at the time of each call. */
interface TargetSide {

    /**
     * All rows of an entity, or links of a relationship, whoever made them.
     *
     * @param fields logical names of the columns that are read
     */
    void all(String entity, Set<String> fields, Consumer<HeldRow> rows) throws InterruptedException;

    /** Those of these that are there. */
    List<HeldRow> some(String entity, Set<RowId> rows, Set<String> fields) throws InterruptedException;

    /** Those of these that are there, by their ids in the target. */
    List<HeldRow> byId(String entity, Collection<UUID> ids, Set<String> fields) throws InterruptedException;
}
