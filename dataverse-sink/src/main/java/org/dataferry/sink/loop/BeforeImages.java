package org.dataferry.sink.loop;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.sink.row.MergedWrite;

/**
 * Sees to it that the old values of a row which Ferry did not make are kept before it is written.
 *
 * <ol>
 *   <li>A row that was found, and that Ferry has not written yet, is read first; it is written only after a transaction
 *       with what was read is committed. So whenever a request may have changed the row, its old values are in the log,
 *       whoever dies.
 *   <li>A write in doubt is such a row as well, as its identity still has no version: an earlier owner may have recorded
 *       the old values and overwritten them, or have done neither. It is read and recorded again, which the second record
 *       cannot spoil: of several, the first that has a column counts.
 *   <li>Within one life a write is read once, however often it is sent.
 * </ol>
 *
 * <p>It costs a found row one read and one commit interval more, once.
 */
final class BeforeImages {

    private final Predicate<String> kept;
    private final Map<RowId, MergedWrite> uncommitted = new HashMap<>();
    private final Map<RowId, WriteId> recorded = new HashMap<>();

    /** @param kept whether the old values of an entity's rows are kept */
    BeforeImages(Predicate<String> kept) {
        this.kept = kept;
    }

    /** Whether the row is to be read before this write goes out. */
    boolean isDue(MergedWrite merged, Optional<Identity> identity) {
        RowId row = merged.write().row();
        return identity.isPresent()
                && identity.get() instanceof Identity.Present present
                && present.isUnwritten()
                && kept.test(row.entity())
                && !merged.write().id().equals(recorded.get(row));
    }

    /** Its old values are among the results, to be committed with them. */
    void read(MergedWrite merged) {
        uncommitted.put(merged.write().row(), merged);
    }

    /** There is no such row: nothing can be lost. */
    void nothingToKeep(MergedWrite merged) {
        recorded.put(merged.write().row(), merged.write().id());
    }

    /** The results are committed; these writes may go out. */
    List<MergedWrite> committed() {
        List<MergedWrite> ready = new ArrayList<>(uncommitted.values());
        ready.forEach(this::nothingToKeep);
        uncommitted.clear();
        return ready;
    }

    void forget(Collection<RowId> rows) {
        rows.forEach(uncommitted::remove);
        rows.forEach(recorded::remove);
    }
}
