package org.dataferry.capture.dump.intake;

import java.nio.file.Path;
import java.util.List;
import org.dataferry.capture.dump.DumpState;
import org.dataferry.capture.dump.Finding;
import org.dataferry.capture.source.TableName;

/** What became of a file. */
public sealed interface Verdict {

    TableName table();

    Path file();

    /**
     * It is the next dump of its table.
     *
     * @param notes what is worth to be known, and what was suspicious and accepted by somebody
     * @param letters rows that could not be read at all
     */
    record Accepted(TableName table, Path file, long number, DumpState.Counts counts, long letters, List<String> notes)
            implements Verdict {
        public Accepted {
            notes = List.copyOf(notes);
        }
    }

    /** It is the last dump that was accepted, byte for byte. */
    record AlreadyAccepted(TableName table, Path file, long number) implements Verdict {}

    /** It is suspicious, and nothing was published of it. */
    record Quarantined(
            TableName table, Path file, DumpState.Counts counts, List<Finding> findings, List<PreviewRow> preview)
            implements Verdict {
        public Quarantined {
            findings = List.copyOf(findings);
            preview = List.copyOf(preview);
        }

        /** Whether somebody may take it nevertheless. */
        public boolean isAcceptable() {
            return findings.stream().allMatch(finding -> finding.kind().isAcceptable());
        }
    }
}
