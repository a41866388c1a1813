package org.dataferry.capture.origin;

import java.util.Collection;
import java.util.List;
import org.dataferry.capture.rows.SourceRows;
import org.dataferry.capture.source.Obstacle;
import org.dataferry.capture.source.SourceCatalogue;
import org.dataferry.capture.source.TableName;

/** Where the data of a migration comes from. */
public sealed interface Source permits PostgresSource, DumpSource {

    /** @throws org.dataferry.capture.source.SourceException if the source does not say what it has */
    SourceCatalogue catalogue();

    /**
     * What is in the way of capturing tables.
     *
     * @param slot the replication slot that capture will use, where the source has such
     */
    List<Obstacle> obstacles(Collection<TableName> tables, String slot);

    /**
     * Rows as they are now, to be closed.
     *
     * @param fetchSize rows that are held at a time
     * @param carriedBytes the largest binary value that is read
     */
    SourceRows rows(int fetchSize, int carriedBytes);

    /** Sets a fence behind all that the source has by now. */
    void fence(String id);
}
