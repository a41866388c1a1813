package org.dataferry.transform.mapping;

import java.util.Optional;
import java.util.Set;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.settings.ChangedPolicy;

/** How the rows of one source table become rows of one entity. Has no state and is safe for any thread. */
public interface EntityMapping {

    /** The logical name of the entity. */
    String entity();

    SourceTable table();

    /** Tells apart two rows of one entity that one source row makes; empty where it makes one. */
    String discriminator();

    /** What becomes of the target's row when the source row is gone. */
    default DeletePolicy deletePolicy() {
        return DeletePolicy.DELETE;
    }

    /** What becomes of a row that the target has lost. */
    default LostPolicy lostPolicy() {
        return LostPolicy.REWRITE;
    }

    /** What becomes of a write to a row that somebody changed in the target; all mappings of an entity say the same. */
    default ChangedPolicy changedPolicy() {
        return ChangedPolicy.OVERWRITE;
    }

    /** Whether states of its rows are set only once somebody has opened that phase by a command. */
    default boolean statesByCommand() {
        return false;
    }

    /**
     * The lookups of a cycle of entities that a row does not wait for: where the row that one names is missing, it is left
     * out first and patched when that row is there.
     */
    default Set<String> patchedLookups() {
        return Set.of();
    }

    /** The entities whose rows its lookups may name. */
    default Set<String> namedEntities() {
        return Set.of();
    }

    /** Which rows that the target has from others are those of source rows; empty if none is. */
    default Optional<Adopting> adopting() {
        return Optional.empty();
    }

    /** Whether files of its rows lie in the folder of the source. */
    default boolean readsFolder() {
        return false;
    }

    /** How its rows merge with others; empty if each is a row of the target by itself. */
    default Optional<Merging> merging() {
        return Optional.empty();
    }

    /** Never throws for what the row holds: a value that cannot be mapped is a result. */
    MappingResult map(SourceRow row);
}
