package org.dataferry.capture.dump.intake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dataferry.capture.dump.DuckDb;
import org.dataferry.capture.dump.DumpForm;
import org.dataferry.capture.dump.DumpState;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.Finding;
import org.dataferry.capture.dump.TableFiles;
import org.dataferry.schemas.settings.DumpLimits;
import org.dataferry.schemas.words.Counted;

/** Reads one file, compares it with the last accepted dump, and says what is suspicious. Changes nothing outside of its folder. */
final class Staging {

    private final DuckDb database;
    private final DumpTable table;
    private final TableFiles files;
    private final DumpLimits limits;
    private final Path loaded;
    private final Path settled;
    private final Path changes;
    private final Path letters;
    private final List<String> notes = new ArrayList<>();
    private final Loading loading;

    /** @param work an empty folder */
    Staging(DuckDb database, DumpTable table, TableFiles files, DumpLimits limits, Path work) {
        this.database = database;
        this.table = table;
        this.files = files;
        this.limits = limits;
        this.loaded = work.resolve("loaded.parquet");
        this.settled = work.resolve("settled.parquet");
        this.changes = work.resolve("changes.parquet");
        this.letters = work.resolve("letters.jsonl");
        this.loading = new Loading(database, table, work);
    }

    /** What is kept of a dump, and whether rows of the last one were kept with it. */
    private record Settled(Path dump, long letters) {}

    StagedDump stage(FileFacts facts, Manifest manifest, DumpState state, List<Finding> findings)
            throws InterruptedException {
        List<String> columns = loading.header(facts.file());
        if (columns.isEmpty()) {
            findings.add(new Finding(Finding.Kind.UNREADABLE, "it has nothing in it, not even a header"));
            return StagedDump.unreadable(findings);
        }
        HeaderCheck header = HeaderCheck.of(table, columns, manifest.types(), state.dumpForm());
        findings.addAll(header.findings());
        notes.addAll(header.notes());
        if (header.findings().stream().anyMatch(finding -> !finding.kind().isAcceptable())) {
            return StagedDump.unreadable(findings);
        }
        DumpForm form = header.form();
        DumpSql sql = DumpSql.of(form, table.key());
        loading.load(facts.file(), columns, form, loaded);
        Rejects rejects = Rejects.read(database, table, columns, sql, letters);
        long rows = database.number("SELECT count(*) FROM " + DumpSql.parquet(loaded));
        checkContent(facts, manifest, state, form, rejects, rows, findings);
        Settled kept = settle(state, form, sql, rejects, findings);
        if (state.dumpForm().isEmpty()) {
            Set<String> known = new HashSet<>(table.declared().keySet());
            known.addAll(manifest.types().keySet());
            form = Sniffing.sniff(database, form, known, table.key(), kept.dump());
        }
        return state.last().isEmpty()
                ? first(form, kept, rejects, findings)
                : next(state, form, kept, rejects, findings);
    }

    private void checkContent(
            FileFacts facts,
            Manifest manifest,
            DumpState state,
            DumpForm form,
            Rejects rejects,
            long rows,
            List<Finding> findings) {
        long all = rows + rejects.lines();
        manifest.rows()
                .filter(expected -> expected != all)
                .ifPresent(expected -> findings.add(new Finding(
                        Finding.Kind.ROW_COUNT,
                        "it has " + Counted.of(all, "row") + ", and its manifest says " + expected)));
        boolean broken = !facts.endsWithNewline()
                && (rejects.lines() > 0
                        || state.last().map(DumpState.Accepted::endsWithNewline).orElse(false));
        if (broken || rejects.unclosed() > 0) {
            findings.add(new Finding(
                    Finding.Kind.TRUNCATED,
                    rejects.unclosed() > 0
                            ? "a quote is never closed, as in a file that was cut: "
                                    + String.join("; ", rejects.first())
                            : "its last line has no end, as in a file that was cut or is still being written"));
        }
        if (all == 0) {
            findings.add(new Finding(Finding.Kind.EMPTY, "it has no rows"));
        }
        long undecoded = rejects.undecoded() + loading.undecoded(form, loaded);
        if (undecoded > 0) {
            findings.add(new Finding(
                    Finding.Kind.ENCODING,
                    Counted.of(undecoded, "row") + Counted.verb(undecoded, " is", " are") + " not in "
                            + table.csv().encoding() + "; set the table's encoding if it is another one"));
        }
    }

    /** Leaves out rows without a key and all but the first with a key; keeps rows whose new state could not be read. */
    private Settled settle(DumpState state, DumpForm form, DumpSql sql, Rejects rejects, List<Finding> findings)
            throws InterruptedException {
        String source = DumpSql.parquet(loaded);
        long keyless = database.number("SELECT count(*) FROM " + source + " WHERE " + sql.keyIsNull());
        long repeated = database.number(sql.repeated(loaded));
        if (repeated > 0) {
            findings.add(new Finding(
                    Finding.Kind.DUPLICATE_KEYS,
                    Counted.of(repeated, "row") + Counted.verb(repeated, " has", " have")
                            + " the key of a row before them, such as " + repeatedKey(sql)
                            + ". If it is accepted the first of each counts, and the others go to the dead letters"));
        }
        Optional<Path> old = state.last().map(last -> files.dump(last.number()));
        String kept = "";
        if (old.isPresent() && rejects.lines() > 0) {
            String only = rejects.allKeysKnown() ? " SEMI JOIN salvaged ON " + sql.sameKey("o.", "salvaged.") : "";
            kept = sql.lacking(old.get(), state.form().size(), loaded, only);
            if (!rejects.allKeysKnown()) {
                notes.add("nothing is deleted by this dump: it has " + rejects.lines()
                        + " lines that could not be read, and the missing rows may be among them");
            }
        }
        if (keyless > 0) {
            Rejects.writeRows(
                    database,
                    table,
                    sql,
                    source + " WHERE " + sql.keyIsNull(),
                    "a column of the key is empty",
                    letters);
        }
        if (repeated > 0) {
            database.run(
                    "CREATE OR REPLACE TEMP TABLE repeats AS SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY "
                            + sql.keys("") + " ORDER BY file_row_number) AS n FROM read_parquet("
                            + DuckDb.literal(loaded.toString()) + ", file_row_number = true)) WHERE n > 1 AND NOT ("
                            + sql.keyIsNull() + ")");
            Rejects.writeRows(database, table, sql, "repeats", "another row with its key stands before it", letters);
        }
        if (keyless == 0 && repeated == 0 && kept.isEmpty()) {
            return new Settled(loaded, rejects.lines());
        }
        database.run(DumpSql.copy(sql.settled(loaded, repeated > 0, kept), settled));
        return new Settled(settled, rejects.lines() + keyless + repeated);
    }

    private String repeatedKey(DumpSql sql) throws InterruptedException {
        List<String> found = new ArrayList<>();
        database.read(
                "SELECT " + sql.keys("") + " FROM " + DumpSql.parquet(loaded) + " WHERE NOT (" + sql.keyIsNull()
                        + ") GROUP BY " + sql.keys("") + " HAVING count(*) > 1 ORDER BY ALL LIMIT 1",
                row -> {
                    for (int i = 0; i < table.key().size(); i++) {
                        found.add(table.key().get(i) + " " + row.getString(i + 1));
                    }
                });
        return String.join(", ", found);
    }

    private StagedDump first(DumpForm form, Settled kept, Rejects rejects, List<Finding> findings)
            throws InterruptedException {
        TypeCheck types = TypeCheck.of(database, form, table.key(), "c", " FROM " + DumpSql.parquet(kept.dump()));
        long rows = database.number("SELECT count(*) FROM " + DumpSql.parquet(kept.dump()));
        checkReadable(rejects, types, rows, findings);
        return staged(form, kept, Optional.empty(), new DumpState.Counts(rows, rows, 0, 0), findings, List.of());
    }

    private StagedDump next(DumpState state, DumpForm form, Settled kept, Rejects rejects, List<Finding> findings)
            throws InterruptedException {
        DumpState.Accepted last = state.last().orElseThrow();
        Comparison comparison = new Comparison(database, form, table.key());
        DumpState.Counts counts =
                comparison.compare(files.dump(last.number()), state.form().size(), kept.dump(), changes);
        TypeCheck types = TypeCheck.of(
                database, form, table.key(), "a", " FROM " + DumpSql.parquet(changes) + " WHERE op <> 'd'");
        checkReadable(rejects, types, counts.rows(), findings);
        long before = last.counts().rows();
        if (counts.deleted() * 100 > before * table.deletedPercent()) {
            findings.add(new Finding(
                    Finding.Kind.DELETES,
                    "it lacks " + counts.deleted() + " of the " + Counted.of(before, "row") + " of dump "
                            + last.number() + ", and more than " + table.deletedPercent() + " % have to be accepted"));
        }
        List<PreviewRow> preview = findings.isEmpty() ? List.of() : comparison.preview(changes, limits.previewRows());
        return staged(form, kept, Optional.of(changes), counts, findings, preview);
    }

    private void checkReadable(Rejects rejects, TypeCheck types, long rows, List<Finding> findings) {
        long unreadable = rejects.lines() + types.unreadable();
        List<String> reasons = new ArrayList<>(rejects.first());
        reasons.addAll(types.first());
        if (unreadable * 100 > (rows + rejects.lines()) * limits.unreadablePercent()) {
            findings.add(new Finding(
                    Finding.Kind.UNREADABLE_ROWS,
                    unreadable + " of its " + Counted.of(rows + rejects.lines(), "row")
                            + " cannot be read, and more than " + limits.unreadablePercent()
                            + " % have to be accepted: " + String.join("; ", reasons)));
        } else if (types.unreadable() > 0) {
            notes.add(Counted.of(types.unreadable(), "row")
                    + Counted.verb(
                            types.unreadable(),
                            " is not of the types of its columns and becomes a dead letter: ",
                            " are not of the types of their columns and become dead letters: ")
                    + String.join("; ", types.first()));
        }
    }

    private StagedDump staged(
            DumpForm form,
            Settled kept,
            Optional<Path> changed,
            DumpState.Counts counts,
            List<Finding> findings,
            List<PreviewRow> preview) {
        return new StagedDump(
                form,
                kept.dump(),
                changed,
                kept.letters() > 0 ? Optional.of(letters) : Optional.empty(),
                kept.letters(),
                counts,
                findings,
                notes,
                preview);
    }
}
