package org.dataferry.control.source;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.dataferry.capture.origin.Source;
import org.dataferry.capture.source.SourceCatalogue;
import org.dataferry.schemas.key.TableNames;

/**
 * The sources of a migration, for whoever reads them.
 *
 * @param names how the migration names their tables
 * @param byName one of each name
 */
public record Sources(TableNames names, Map<String, Source> byName) {

    public Sources {
        byName = Map.copyOf(byName);
    }

    /** @param name one of {@link #names} */
    public Source of(String name) {
        return Objects.requireNonNull(byName.get(name));
    }

    /** @throws org.dataferry.capture.source.SourceException if one of them does not say what it has */
    public Catalogues catalogues() {
        Map<String, SourceCatalogue> catalogues = new HashMap<>();
        names.sources().forEach(name -> catalogues.put(name, of(name).catalogue()));
        return new Catalogues(names, catalogues);
    }

    /**
     * Rows as they are now, to be closed.
     *
     * @param fetchSize rows that are held at a time
     * @param carriedBytes the largest binary value that is read
     */
    public AllRows rows(Catalogues catalogues, int fetchSize, int carriedBytes) {
        return new AllRows(this, catalogues, fetchSize, carriedBytes);
    }
}
