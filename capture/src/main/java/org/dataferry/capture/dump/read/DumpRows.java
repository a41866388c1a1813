package org.dataferry.capture.dump.read;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dataferry.capture.dump.DuckDb;
import org.dataferry.capture.dump.DumpForm;
import org.dataferry.capture.dump.DumpState;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.RowReader;
import org.dataferry.capture.dump.TableFiles;
import org.dataferry.capture.rows.KeyedRow;
import org.dataferry.capture.rows.SourceRows;
import org.dataferry.capture.source.SourceException;
import org.dataferry.capture.source.SourceTable;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.settings.DumpLimits;

/**
 * Reads the last accepted dumps as they were when the reading began, whatever is accepted meanwhile. Rows that cannot be read
 * are left out, as they are when a dump is published.
 */
public final class DumpRows implements SourceRows {

    /** Keys in one question. */
    private static final int MOST_KEYS = 500;

    private record Held(DumpTable table, TableFiles files, DumpForm form, Path dump) {}

    private final Map<TableName, Held> tables;
    private final DuckDb database;

    private DumpRows(Map<TableName, Held> tables, DuckDb database) {
        this.tables = tables;
        this.database = database;
    }

    /** @param dumps the folder of all tables */
    public static DumpRows begin(Path dumps, List<DumpTable> tables, DumpLimits limits) {
        String reader = "reading-" + UUID.randomUUID();
        Map<TableName, Held> held = new HashMap<>();
        for (DumpTable table : tables) {
            hold(table, new TableFiles(dumps, table.name()), reader).ifPresent(one -> held.put(table.name(), one));
        }
        return new DumpRows(held, DuckDb.open(dumps.resolve(reader), limits));
    }

    private static Optional<Held> hold(DumpTable table, TableFiles files, String reader) {
        try {
            TableFiles.Lock lock = files.lock();
            try {
                DumpState state = files.state();
                return state.last()
                        .map(last -> new Held(
                                table,
                                files,
                                state.dumpForm().orElseThrow(),
                                files.link(files.dump(last.number()), reader)));
            } finally {
                lock.close();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SourceException("interrupted while waiting for the dumps of " + table.name(), interrupted);
        }
    }

    @Override
    public long readAll(SourceTable table, Consumer<KeyedRow> rows) throws InterruptedException {
        Held held = tables.get(table.name());
        return held == null ? 0 : read(held, "", rows);
    }

    @Override
    public void read(SourceTable table, Collection<SourceKey> keys, Consumer<KeyedRow> rows)
            throws InterruptedException {
        Held held = tables.get(table.name());
        if (held == null) {
            return;
        }
        List<SourceKey> asked = new ArrayList<>(new LinkedHashSet<>(keys));
        List<Integer> positions = held.table().key().stream()
                .map(column -> held.form().names().indexOf(column))
                .toList();
        String columns = positions.stream().map(i -> "c" + i).collect(Collectors.joining(", ", "(", ")"));
        for (int from = 0; from < asked.size(); from += MOST_KEYS) {
            String some = asked.subList(from, Math.min(asked.size(), from + MOST_KEYS)).stream()
                    .map(key -> RowReader.texts(key).stream()
                            .map(DuckDb::literal)
                            .collect(Collectors.joining(", ", "(", ")")))
                    .collect(Collectors.joining(", "));
            read(held, " WHERE " + columns + " IN (" + some + ")", rows);
        }
    }

    private long read(Held held, String where, Consumer<KeyedRow> rows) throws InterruptedException {
        RowReader reader = new RowReader(held.form(), held.table().key());
        int columns = held.form().columns().size();
        String names = IntStream.range(0, columns).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        long[] read = new long[1];
        database.read(
                "SELECT " + names + " FROM read_parquet("
                        + DuckDb.literal(held.dump().toString()) + ")" + where,
                row -> {
                    if (reader.read(DuckDb.texts(row, 1, columns)) instanceof RowReader.Result.Read(KeyedRow found)) {
                        rows.accept(found);
                        read[0]++;
                    }
                });
        return read[0];
    }

    @Override
    public void close() {
        database.close();
        tables.values().forEach(held -> held.files().remove(held.dump()));
    }
}
