package org.dataferry.control.verify;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.dataferry.schemas.key.RowId;

/** What {@link TargetSide} has of one entity or relationship. */
interface TargetTable {

    void all(Set<String> fields, Consumer<HeldRow> rows) throws InterruptedException;

    List<HeldRow> some(Set<RowId> rows, Set<String> fields) throws InterruptedException;

    List<HeldRow> byId(Collection<UUID> ids, Set<String> fields) throws InterruptedException;
}
