package org.dataferry.control.verify;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.dataferry.schemas.key.RowId;
import org.dataferry.transform.mapping.DeletePolicy;

/** The source, through the mapping. */
interface SourceSide {

    /** How it is now; to be closed. */
    Moment now();

    /** What is to become of a row that the source does not have any more; empty if no mapping makes such rows. */
    Optional<DeletePolicy> policy(RowId row);

    /** About how many rows it has; 0 where nobody knows. */
    long estimate(String entity);

    /** All reads see the source as it was at one moment. */
    interface Moment extends AutoCloseable {

        /** All rows that an entity or relationship is made of. A link that several rows make comes several times. */
        void all(String entity, Consumer<WantedRow> rows) throws InterruptedException;

        /** Those of these that the source wants, or that the mapping refuses. */
        Map<RowId, WantedRow> some(String entity, Set<RowId> rows) throws InterruptedException;

        @Override
        void close();
    }
}
