package org.dataferry.control.ledger;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dataferry.schemas.key.PlainRow;
import org.dataferry.schemas.key.SourceTable;

/**
 * The state of a migration at one moment.
 *
 * @param deadLetters input that could not be read at all, and that nobody has closed
 * @param discardedLetters those that somebody accepted as not migrated
 * @param openLetters some of those that nobody has closed
 * @param unannounced outcomes of writes that nobody announced; anything but 0 means that something was lost
 * @param open what keeps writes open
 * @param rejectedBy why rows are rejected, those reasons first that refused most
 * @param imbalances writes without any outcome at the last fence that was checked; anything means that something was lost
 * @param rows how the rows that it names are written
 */
public record StatusReport(
        List<EntityStatus> entities,
        Lag lag,
        long deadLetters,
        long discardedLetters,
        List<OpenLetter> openLetters,
        long unannounced,
        List<Imbalance> imbalances,
        OpenWrites open,
        List<Rejections> rejectedBy,
        PlainRow rows) {

    public StatusReport {
        entities = List.copyOf(entities);
        openLetters = List.copyOf(openLetters);
        imbalances = List.copyOf(imbalances);
        rejectedBy = List.copyOf(rejectedBy);
    }

    /** Reads the topics to their ends and sums up. */
    public static StatusReport read(
            LedgerReader reader,
            Map<String, Set<SourceTable>> tablesByEntity,
            List<Imbalance> imbalances,
            Clock clock) {
        reader.catchUp();
        return new StatusReport(
                reader.ledger().sums(tablesByEntity),
                reader.lag(CaptureSigns.sourcesOf(tablesByEntity), clock.instant()),
                reader.ledger().deadLetters(),
                reader.ledger().discardedLetters(),
                reader.ledger().openLetters(),
                reader.ledger().unannounced(),
                imbalances,
                reader.ledger().open(),
                reader.ledger().rejectedBy(),
                PlainRow.of(
                        tablesByEntity.values().stream().flatMap(Set::stream).collect(Collectors.toSet())));
    }

    /** Whether some row is refused or waits for what may never come, or some input could not be read; what was waived or discarded apart. */
    public boolean hasOpenOrRejected() {
        return deadLetters > 0
                || entities.stream()
                        .anyMatch(entity -> entity.openRejectedRows() + entity.openParked() + entity.bounced() > 0);
    }

    /** Whether the sum of all writes is broken, so that nothing else of the report can be relied on. */
    public boolean isSumBroken() {
        return unannounced > 0 || !imbalances.isEmpty();
    }

    /** Writes without any outcome that should have one. */
    public long lost() {
        return imbalances.stream().mapToLong(Imbalance::count).sum();
    }
}
