package org.dataferry.control.cli;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.schemas.control.SourceEvent.ResnapshotAsked;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.settings.SettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which rows of one table are read again while its changes go on. */
final class ResnapshotOptions {

    @Option(
            names = "--resnapshot",
            paramLabel = "TABLE",
            description =
                    "Has the rows of schema.table read again while capture runs, and publishes what is different.")
    private @Nullable String table;

    @Option(
            names = "--where",
            paramLabel = "CONDITION",
            defaultValue = "",
            description = "With --resnapshot, of these rows only: a condition in SQL over the table's columns.")
    private String where;

    @Option(
            names = "--accept-deletes",
            paramLabel = "N",
            defaultValue = "0",
            description = "With --resnapshot, up to N rows may be deleted, whatever share they are.")
    private long acceptedDeletes;

    boolean isGiven() {
        return table != null;
    }

    /** Empty where nothing is to be read again. */
    Optional<ResnapshotAsked> asked(MigrationFolder folder, Author author, Instant now) {
        if (table == null) {
            if (!where.isBlank() || acceptedDeletes != 0) {
                throw new SettingsException("--where and --accept-deletes go with --resnapshot TABLE: of which table?");
            }
            return Optional.empty();
        }
        if (acceptedDeletes < 0) {
            throw new SettingsException("--accept-deletes is " + acceptedDeletes + ", expected how many rows, from 0");
        }
        SourceTable asked = NamedTable.of(folder, "--resnapshot", table);
        if (folder.settings().source(asked.source()).configuredDumps().isPresent()) {
            throw new SettingsException(
                    "the source gives dumps, and each is compared whole: give the next one, see ferry ingest");
        }
        return Optional.of(new ResnapshotAsked(
                asked, UUID.randomUUID().toString(), where.strip(), acceptedDeletes, author.name(), author.why(), now));
    }
}
