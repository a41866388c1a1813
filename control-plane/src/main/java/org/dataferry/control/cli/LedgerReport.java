package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalLong;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.projection.LedgerLag;
import org.dataferry.schemas.words.Counted;

/** How far the ledger in PostgreSQL is behind, asked anew each time. A rebuild has no ledger. */
record LedgerReport(MigrationFolder folder, Endpoints endpoints, KafkaStageOffsets offsets) {

    /** Some heartbeats, and the changes of a moment. */
    private static final long USUAL = 100;

    /** Adds it to the document of a command. */
    ObjectNode addTo(ObjectNode document) {
        OptionalLong behind = behind();
        return behind.isPresent() ? document.put("ledgerBehind", behind.getAsLong()) : document.putNull("ledgerBehind");
    }

    /** No line where it is as far as it usually is, or there is none. */
    List<String> lines() {
        return behind().stream()
                .filter(records -> records > USUAL)
                .mapToObj(records -> "ledger: " + Counted.of(records, "record")
                        + " behind; ferry run keeps it up to date," + " or ferry ledger")
                .toList();
    }

    private OptionalLong behind() {
        return folder.isRebuild()
                ? OptionalLong.empty()
                : LedgerLag.records(
                        endpoints.ledger(),
                        folder.topics(),
                        offsets,
                        folder.settings().limits().ledger());
    }
}
