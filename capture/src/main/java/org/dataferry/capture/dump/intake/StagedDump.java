package org.dataferry.capture.dump.intake;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dataferry.capture.dump.DumpForm;
import org.dataferry.capture.dump.DumpState;
import org.dataferry.capture.dump.Finding;

/**
 * A file that was read and compared, and on which nothing is decided yet.
 *
 * @param dump saved, as text
 * @param changes to the last accepted dump, where there is one
 * @param letters rows that are not in the dump, where there are any
 */
record StagedDump(
        DumpForm form,
        Path dump,
        Optional<Path> changes,
        Optional<Path> letters,
        long letterCount,
        DumpState.Counts counts,
        List<Finding> findings,
        List<String> notes,
        List<PreviewRow> preview) {

    StagedDump {
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
        preview = List.copyOf(preview);
    }

    static StagedDump unreadable(List<Finding> findings) {
        return new StagedDump(
                new DumpForm(List.of()),
                Path.of(""),
                Optional.empty(),
                Optional.empty(),
                0,
                DumpState.Counts.NONE,
                findings,
                List.of(),
                List.of());
    }
}
