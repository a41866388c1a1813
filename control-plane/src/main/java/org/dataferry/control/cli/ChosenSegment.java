package org.dataferry.control.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.dataferry.capture.source.SourceCatalogue;
import org.dataferry.control.ControlException;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.endpoint.MigrationServers;
import org.dataferry.control.endpoint.TargetLane;
import org.dataferry.control.ledger.TopicCursor;
import org.dataferry.control.prepare.Blueprint;
import org.dataferry.control.prepare.Preparation;
import org.dataferry.control.preview.Previewing;
import org.dataferry.control.preview.ReplayPreview;
import org.dataferry.control.preview.Sample;
import org.dataferry.control.projection.LedgerAwayException;
import org.dataferry.control.projection.LedgerCatchUp;
import org.dataferry.control.projection.LedgerReading;
import org.dataferry.control.projection.Projection;
import org.dataferry.control.replay.ReplayChoice;
import org.dataferry.control.replay.ReplaySelection;
import org.dataferry.control.replay.ReplayStep;
import org.dataferry.control.segment.Segment;
import org.dataferry.control.segment.SegmentRows;
import org.dataferry.control.segment.Selection;
import org.dataferry.embedded.Ownership;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.sink.client.Lane;

/**
 * What somebody wants to replay, looked up in the ledger; where there is none to ask, keys and whole entities in the log.
 *
 * @param segment whose entities and tables are mapped
 */
record ChosenSegment(
        Console console,
        MigrationFolder folder,
        Blueprint blueprint,
        SegmentRows rows,
        ConductedReplay.Log log,
        Endpoints.Database ledger,
        Segment segment) {

    /**
     * The rows, as the ledger has them once it is up to date. To send a row again nobody has to wait for a ledger that is made
     * anew: where nobody keeps it, the log tells whole entities and keys.
     */
    Selection select() throws InterruptedException {
        try {
            if (segment.isOfSourceRowsOnly() && !catchUp().isKept()) {
                return inLog();
            }
            try (LedgerReading reading = reading()) {
                return Selection.of(segment, rows, reading);
            }
        } catch (LedgerAwayException away) {
            if (!segment.isOfSourceRowsOnly()) {
                throw new ControlException(
                        away.getMessage() + ". Without it rows are chosen by --entity and --key only", away);
            }
            console.progress(away.getMessage() + "; looking for the rows in the log");
            return inLog();
        }
    }

    /** The rows, and what would become of them. */
    ReplayPreview preview() throws InterruptedException {
        try (LedgerReading reading = reading()) {
            Selection selection = Selection.of(segment, rows, reading);
            Previewing previewing = new Previewing(
                    log.topics(),
                    log.avro(),
                    reading,
                    folder.settings().limits().sink());
            return previewing.of(segment, selection, sample(previewing, selection));
        }
    }

    private LedgerReading reading() throws InterruptedException {
        catchUp().await();
        LimitSettings limits = folder.settings().limits();
        return LedgerReading.open(
                ledger,
                log.topics().migration(),
                limits.ledger(),
                limits.replay().selectTimeout());
    }

    private LedgerCatchUp catchUp() {
        LimitSettings limits = folder.settings().limits();
        return new LedgerCatchUp(
                ledger,
                log.topics(),
                log.offsets(),
                limits.ledger(),
                this::projection,
                limits.replay().ledgerPatience(),
                console::progress);
    }

    private Projection projection() {
        return new Projection(
                log.topics(),
                log.avro(),
                log.client(),
                ledger,
                rows.mapped().keySet(),
                folder.settings().limits().ledger(),
                false,
                console::progress);
    }

    /** No part of the choice: whatever stands in its way is told beside it. */
    private Sample sample(Previewing previewing, Selection selection) throws InterruptedException {
        if (selection.steps().isEmpty()) {
            return new Sample.Mapped(List.of());
        }
        try (MigrationServers servers =
                        MigrationServers.start(folder, Ownership.OWNED_BY_THIS_PROCESS, console.servers());
                Lane lane = TargetLane.open(servers.endpoints());
                TopicCursor cursor = log.cursor()) {
            Preparation preparation = Preparation.of(
                    SourceCatalogue.read(servers.endpoints().source().address()),
                    folder.settings().source().name(),
                    folder.settings().target(),
                    blueprint,
                    lane);
            return previewing.sample(selection, preparation.mappings(), cursor);
        } catch (RuntimeException unknown) {
            return new Sample.Unknown(String.valueOf(unknown.getMessage()));
        }
    }

    private Selection inLog() {
        List<ReplayStep> steps = new ArrayList<>();
        for (String entity : new TreeSet<>(segment.entities())) {
            try (TopicCursor cursor = log.cursor()) {
                new ReplaySelection(log.topics(), log.avro(), cursor)
                        .rows(new ReplayChoice(entity, rows.mapped().get(entity), segment.keys()))
                        .forEach(row -> steps.add(new ReplayStep(entity, row)));
            }
        }
        return Selection.ofRows(steps);
    }
}
