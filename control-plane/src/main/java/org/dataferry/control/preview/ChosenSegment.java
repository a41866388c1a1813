package org.dataferry.control.preview;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.dataferry.control.ControlException;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.endpoint.TargetLane;
import org.dataferry.control.ledger.TopicCursor;
import org.dataferry.control.prepare.Blueprint;
import org.dataferry.control.prepare.Preparation;
import org.dataferry.control.projection.LedgerAwayException;
import org.dataferry.control.projection.LedgerCatchUp;
import org.dataferry.control.projection.LedgerReading;
import org.dataferry.control.projection.Projection;
import org.dataferry.control.replay.ReplayChoice;
import org.dataferry.control.replay.ReplayLog;
import org.dataferry.control.replay.ReplayStep;
import org.dataferry.control.segment.Segment;
import org.dataferry.control.segment.SegmentRows;
import org.dataferry.control.segment.Selection;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.sink.client.Lane;

/**
 * What somebody wants to replay, looked up in the ledger; where there is none to ask, keys and whole entities in the log.
 *
 * @param say told in words what it waits for
 * @param ends opened for as long as the mappings are compiled against them
 * @param segment whose entities and tables are mapped
 * @param most rows of a preview; empty for any number
 */
public record ChosenSegment(
        Consumer<String> say,
        MigrationFolder folder,
        Blueprint blueprint,
        SegmentRows rows,
        ReplayLog log,
        Endpoints.Database ledger,
        Supplier<Ends> ends,
        Segment segment,
        OptionalInt most) {

    /** Where the source and the target are. */
    public interface Ends extends AutoCloseable {

        Endpoints endpoints();

        @Override
        void close();
    }

    /**
     * The rows, as the ledger has them once it is up to date. To send a row again nobody has to wait for a ledger that is made
     * anew: where nobody keeps it, the log tells whole entities and keys.
     */
    public Selection select() throws InterruptedException {
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
            say.accept(away.getMessage() + "; looking for the rows in the log");
            return inLog();
        }
    }

    /** The rows, and what would become of them. */
    public ReplayPreview preview() throws InterruptedException {
        try (LedgerReading reading = reading()) {
            Selection selection = Selection.of(segment, rows, reading, most);
            Previewing previewing = new Previewing(
                    log.topics(),
                    log.avro(),
                    reading,
                    folder.settings().limits().sink());
            return previewing.of(rows.names(), segment, selection, sample(previewing, selection));
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
                say);
    }

    private Projection projection() {
        return new Projection(
                log.topics(),
                log.avro(),
                log.client(),
                ledger,
                rows.names(),
                rows.mapped().keySet(),
                folder.settings().limits().ledger(),
                false,
                say);
    }

    /** No part of the choice: whatever stands in its way is told beside it. */
    private Sample sample(Previewing previewing, Selection selection) throws InterruptedException {
        if (selection.steps().isEmpty()) {
            return new Sample.Mapped(List.of());
        }
        try (Ends both = ends.get();
                Lane lane = TargetLane.open(both.endpoints());
                TopicCursor cursor = log.cursor()) {
            Preparation preparation = Preparation.of(
                    both.endpoints().sources().catalogues(), folder.settings().target(), blueprint, lane);
            return previewing.sample(selection, preparation.mappings(), cursor);
        } catch (RuntimeException unknown) {
            return new Sample.Unknown(String.valueOf(unknown.getMessage()));
        }
    }

    private Selection inLog() {
        List<ReplayStep> steps = new ArrayList<>();
        for (String entity : new TreeSet<>(segment.entities())) {
            log.rows(new ReplayChoice(entity, rows.mapped().get(entity), segment.keys()))
                    .forEach(row -> steps.add(new ReplayStep(entity, row)));
        }
        return Selection.ofRows(steps);
    }
}
