package org.dataferry.control.dashboard;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataferry.control.ControlException;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.projection.LedgerAwayException;
import org.dataferry.control.projection.LedgerReading;
import org.dataferry.control.replay.ReplayChoice;
import org.dataferry.control.replay.ReplayLog;
import org.dataferry.control.replay.ReplayStep;
import org.dataferry.control.segment.Segment;
import org.dataferry.control.segment.SegmentRow;
import org.dataferry.control.segment.SegmentRows;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.settings.MigrationSettings;

/**
 * Finds the rows of a segment in the ledger. Those of one entity that the source has are found in the topics as well, so they
 * are while there is no ledger.
 */
record RowSearch(
        MigrationSettings settings,
        Endpoints.Database ledger,
        ReplayLog log,
        Map<String, Set<SourceTable>> tablesByEntity) {

    FoundRows find(Segment segment) {
        if (!log.isThere()) {
            throw new ControlException("this migration has not run yet, so there is nothing to replay");
        }
        FoundRows found = new FoundRows(segment.dependants());
        try (LedgerReading reading = LedgerReading.open(
                ledger,
                settings.migration(),
                settings.limits().ledger(),
                settings.limits().replay().choosing())) {
            new SegmentRows(settings.source().name(), tablesByEntity).forEach(reading, segment, found::take);
            return found;
        } catch (LedgerAwayException away) {
            if (!segment.isOfSourceRowsOnly() || segment.entities().size() != 1) {
                throw away;
            }
            return inTopics(segment.entities().iterator().next(), segment.keys());
        }
    }

    private FoundRows inTopics(String entity, Set<String> keys) {
        FoundRows found = new FoundRows(false);
        log.rows(new ReplayChoice(entity, tablesByEntity.getOrDefault(entity, Set.of()), keys, false))
                .forEach(row -> found.take(new SegmentRow(
                        new ReplayStep(entity, row),
                        SegmentRow.Standing.CHOSEN,
                        false,
                        Optional.empty())));
        return found;
    }
}
