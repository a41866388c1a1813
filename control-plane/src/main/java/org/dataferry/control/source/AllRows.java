package org.dataferry.control.source;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.dataferry.capture.rows.KeyedRow;
import org.dataferry.capture.rows.SourceRows;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;

/** The rows of all sources, of each as they were at one moment. For one thread. */
public final class AllRows implements AutoCloseable {

    private final Catalogues catalogues;
    private final Map<String, SourceRows> opened = new HashMap<>();

    AllRows(Sources sources, Catalogues catalogues, int fetchSize, int carriedBytes) {
        this.catalogues = catalogues;
        try {
            sources.byName().forEach((name, source) -> opened.put(name, source.rows(fetchSize, carriedBytes)));
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /**
     * Reads a whole table, in no order.
     *
     * @param rows takes each row, in the calling thread
     */
    public void readAll(SourceTable table, Consumer<KeyedRow> rows) throws InterruptedException {
        of(table).readAll(catalogues.require(table), rows);
    }

    /** Reads the rows with these keys; those that are not there are left out. */
    public void read(SourceTable table, Collection<SourceKey> keys, Consumer<KeyedRow> rows)
            throws InterruptedException {
        of(table).read(catalogues.require(table), keys, rows);
    }

    @Override
    public void close() {
        opened.values().forEach(SourceRows::close);
    }

    private SourceRows of(SourceTable table) {
        return Objects.requireNonNull(opened.get(table.source()));
    }
}
