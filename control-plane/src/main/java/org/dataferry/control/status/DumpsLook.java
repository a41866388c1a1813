package org.dataferry.control.status;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.dataferry.capture.dump.DumpState;
import org.dataferry.capture.dump.TableFiles;
import org.dataferry.capture.origin.DumpSource;
import org.dataferry.capture.source.SourceException;
import org.dataferry.capture.source.TableName;

/**
 * How it is with the dumps of a source, as the migration's folder has it.
 *
 * @param waiting dumps that wait until somebody has accepted them, the oldest first by table
 * @param unread why tables could not be read when it was tried last
 */
public record DumpsLook(List<Waiting> waiting, Map<String, String> unread) {

    /** Nothing waits; so it is of a source whose log is followed. */
    public static final DumpsLook NONE = new DumpsLook(List.of(), Map.of());

    /**
     * A dump that waits.
     *
     * @param table as the migration names it
     * @param command that accepts it; empty where it cannot be accepted, or its file is gone
     */
    public record Waiting(String table, DumpState.Quarantined dump, Optional<String> command) {}

    /** As a POSIX shell takes it for a word that means itself. */
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_.,:@%+=/-]+");

    public DumpsLook {
        waiting = List.copyOf(waiting);
        unread = Collections.unmodifiableMap(new LinkedHashMap<>(unread));
    }

    /**
     * @param migration the migration's folder, as a command names it
     * @param names how the migration names tables of that source
     */
    public static Supplier<DumpsLook> looks(DumpSource source, Path migration, Function<TableName, String> names) {
        // Kept from look to look: a state is read again only when it was written.
        Map<String, TableFiles> tables = new LinkedHashMap<>();
        source.tables().forEach(table -> tables.put(names.apply(table.name()), source.files(table)));
        return () -> of(tables, migration);
    }

    private static DumpsLook of(Map<String, TableFiles> tables, Path migration) {
        List<Waiting> waiting = new ArrayList<>();
        Map<String, String> unread = new LinkedHashMap<>();
        tables.forEach((table, files) -> {
            try {
                files.state()
                        .quarantined()
                        .forEach(dump -> waiting.add(new Waiting(table, dump, command(migration, table, dump))));
                files.readings().trouble().ifPresent(trouble -> unread.put(table, trouble));
            } catch (SourceException unreadable) {
                unread.put(table, String.valueOf(unreadable.getMessage()));
            }
        });
        return new DumpsLook(waiting, unread);
    }

    private static Optional<String> command(Path migration, String table, DumpState.Quarantined dump) {
        return dump.isAcceptable() && Files.exists(Path.of(dump.file()))
                ? Optional.of(String.join(
                        " ",
                        "ferry",
                        "ingest",
                        shellWord(migration.toString()),
                        "--table",
                        shellWord(table),
                        "--file",
                        shellWord(dump.file()),
                        "--accept"))
                : Optional.empty();
    }

    private static String shellWord(String word) {
        return SAFE.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
