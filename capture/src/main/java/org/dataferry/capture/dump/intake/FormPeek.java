package org.dataferry.capture.dump.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dataferry.capture.dump.DumpForm;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.Finding;
import org.dataferry.capture.dump.TableFiles;
import org.dataferry.capture.source.SourceException;
import org.dataferry.schemas.settings.DumpLimits;
import org.dataferry.schemas.settings.SettingsException;

/** What columns a table will have once its first dump is accepted; nothing is accepted by looking. */
public final class FormPeek {

    private FormPeek() {}

    /**
     * @param where its files are
     * @param folder the watched folder
     * @param dumps for what is worthless afterwards
     * @throws SettingsException if there is no file of the table, or it cannot be taken
     */
    public static DumpForm peek(DumpTable table, DumpTable.InFiles where, Path folder, Path dumps, DumpLimits limits) {
        List<Path> files = new FolderWatch(folder, where, Duration.ZERO, Clock.systemUTC()).all();
        if (files.isEmpty()) {
            throw new SettingsException(
                    "nothing is known of table " + table.name() + ": no dump of it was accepted, and " + folder
                            + " has no file '" + where.pattern() + "'. Put one there, or give it to ferry ingest");
        }
        try {
            Path looking = Files.createTempDirectory(Files.createDirectories(dumps), "peek-");
            try {
                TableFiles kept = new TableFiles(looking, table.name());
                Verdict verdict =
                        new Intake(table, kept, limits, Clock.systemUTC(), cancel -> {}).take(files.getFirst(), true);
                return kept.state()
                        .dumpForm()
                        .orElseThrow(() -> new SettingsException(told(files.getFirst(), verdict)));
            } finally {
                delete(looking);
            }
        } catch (IOException failed) {
            throw new SourceException(
                    "the columns of table " + table.name() + " cannot be found out: " + failed, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SourceException(
                    "interrupted while finding out the columns of table " + table.name(), interrupted);
        }
    }

    private static String told(Path file, Verdict verdict) {
        String findings = verdict instanceof Verdict.Quarantined waiting
                ? waiting.findings().stream().map(Finding::message).collect(Collectors.joining("; "))
                : "";
        return "the first dump of table " + verdict.table() + ", " + file + ", cannot be taken: " + findings;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
