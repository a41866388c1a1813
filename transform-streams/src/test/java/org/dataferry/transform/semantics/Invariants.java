package org.dataferry.transform.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.FileContent;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.DeletePolicy;
import org.dataferry.transform.mapping.LostPolicy;
import org.dataferry.transform.mapping.MappingResult;

/** What must hold once a {@link Simulation} has come to rest. */
final class Invariants {

    private final Simulation world;
    private final MergeModel merges;

    Invariants(Simulation world) {
        this.world = world;
        this.merges = new MergeModel(world);
    }

    void check() {
        everyWriteHasOneOutcome();
        onlyWhatIsTrulyMissingIsWaitedFor();
        filesWaitForTheirRowOnly();
        whatWaitsIsCounted();
        lostRowsAreOnlyReportedWhereThatIsSaid();
        targetEqualsSource();
        linksEqualSource();
    }

    /** And each outcome is of a write that was announced; nothing is in flight, and nothing waits for a fence. */
    private void everyWriteHasOneOutcome() {
        assertThat(world.outcomes.keySet()).as("outcomes and announcements").isEqualTo(world.announced);
        world.outcomes.forEach((write, outcome) ->
                assertThat(outcome).as("outcome of %s", write).isNotInstanceOf(Outcome.Bounced.class));
        world.outcomes.forEach((write, outcome) -> {
            if (outcome instanceof Outcome.Deferred && !isStateOfAWaitingRow(write)) {
                throw new AssertionError("still deferred: " + write);
            }
        });
    }

    private void filesWaitForTheirRowOnly() {
        world.outcomes.forEach((write, outcome) -> {
            if (write.part() == Part.FILE && outcome instanceof Outcome.Parked) {
                assertThat(isOfAWaitingRow(write))
                        .as("%s waits for its row", write)
                        .isTrue();
            }
        });
    }

    /** The source has the row and the target does not have it yet, or an image of the row waits: its state waits with it. */
    private boolean isStateOfAWaitingRow(WriteId write) {
        return write.part() == Part.STATE && isOfAWaitingRow(write);
    }

    private boolean isOfAWaitingRow(WriteId write) {
        boolean wanted = write.row() instanceof RowId.Merged merged
                ? merges.expected(merged).isPresent()
                : world.asked
                        .get(write.row())
                        .getLast()
                        .image()
                        .filter(image -> !image.isFiltered())
                        .isPresent();
        boolean missing = wanted && world.target.row(write.row()).isEmpty();
        return missing || isWaitingAgain(write.row());
    }

    private void onlyWhatIsTrulyMissingIsWaitedFor() {
        world.outcomes.forEach((write, outcome) -> {
            if (outcome instanceof Outcome.Parked(RowId missing) && !missing.equals(write.row())) {
                assertThat(there(missing))
                        .as("%s waits for %s, which is there", write, missing)
                        .isEmpty();
            }
        });
    }

    private void whatWaitsIsCounted() {
        Map<String, Integer> counted = new HashMap<>();
        world.tasks.forEach(task -> task.parked().forEach((entity, rows) -> counted.merge(entity, rows, Integer::sum)));
        counted.values().removeIf(rows -> rows == 0);
        Map<String, Integer> waiting = new HashMap<>();
        world.outcomes.forEach((write, outcome) -> {
            if (outcome instanceof Outcome.Parked && !write.part().isOfColumn()) {
                waiting.merge(write.row().entity(), 1, Integer::sum);
            }
        });
        assertThat(counted).as("rows that wait, as counted by the tasks").isEqualTo(waiting);
    }

    private void lostRowsAreOnlyReportedWhereThatIsSaid() {
        world.outcomes.forEach((write, outcome) -> {
            boolean reports = write.row() instanceof RowId.OfSource row
                    && world.schema.table(row.table().table()).lost() == LostPolicy.REPORT;
            if (reports && write.part() == Part.ROW && write.cause() instanceof Cause.OfLoss) {
                assertThat(isReportedLost(outcome))
                        .as("%s is not sent (%s)", write, outcome)
                        .isTrue();
            }
        });
    }

    private static boolean isReportedLost(Outcome outcome) {
        return outcome instanceof Outcome.Rejected(RejectionReason reason, String detail)
                && reason == RejectionReason.ROW_LOST;
    }

    private void targetEqualsSource() {
        world.asked.forEach((row, asked) -> {
            Simulation.Asked last = asked.getLast();
            Schema.Table table =
                    world.schema.table(((RowId.OfSource) row).table().table());
            if (world.schema.merges(table)) {
                assertThat(world.target.row(row))
                        .as("%s has no row of its own", row)
                        .isEmpty();
            } else {
                assertAsWanted(
                        row,
                        last.write(),
                        last.image()
                                .filter(image -> !image.isFiltered())
                                .map(image -> image.mapped(world.schema, table)));
            }
        });
        world.voted.forEach((row, last) -> assertAsWanted(row, last, merges.expected(row)));
    }

    private void assertAsWanted(RowId row, WriteId last, Optional<MappingResult.Mapped> wanted) {
        Outcome outcome = world.outcomes.get(last);
        boolean refused = outcome instanceof Outcome.Rejected(RejectionReason reason, String detail)
                && reason != RejectionReason.ORPHAN;
        if (refused || isRefusedAgain(row) || world.lost.contains(row)) {
            return;
        }
        if (wanted.isEmpty()) {
            assertRemoved(row, world.schema.of(row).deletePolicy(), outcome);
        } else {
            assertAsSource(row, last, wanted.get(), outcome);
        }
    }

    /** The row of the target that is meant by this one. */
    private Optional<Target.Row> there(RowId named) {
        return merges.standIn(named).flatMap(world.target::row);
    }

    private void assertRemoved(RowId row, DeletePolicy policy, Outcome outcome) {
        if (policy == DeletePolicy.DELETE) {
            assertThat(world.target.row(row))
                    .as("%s is removed (%s)", row, outcome)
                    .isEmpty();
        } else if (policy == DeletePolicy.DEACTIVATE
                && outcome instanceof Outcome.Skipped(var reason)
                && reason == Outcome.SkipReason.KEPT) {
            world.target
                    .row(row)
                    .ifPresent(kept ->
                            assertThat(kept.state).as("state of %s", row).isEqualTo(1));
        }
    }

    private void assertAsSource(RowId row, WriteId last, MappingResult.Mapped image, Outcome outcome) {
        Map<String, Optional<RowId>> names = image.lookups();
        boolean waits = names.values().stream()
                .anyMatch(named -> named.isPresent() && there(named.get()).isEmpty());
        boolean parkedOrOrphan = outcome instanceof Outcome.Parked || outcome instanceof Outcome.Rejected;
        if (parkedOrOrphan || isWaitingAgain(row)) {
            assertThat(waits)
                    .as("%s of %s names a row that is missing (%s)", last, names, outcome)
                    .isTrue();
            return;
        }
        Target.Row there = world.target
                .row(row)
                .orElseThrow(() ->
                        new AssertionError(row + " is missing in the target, although " + last + " was " + outcome));
        assertThat(there.columns).as("columns of %s", row).isEqualTo(image.columns());
        names.forEach((column, named) -> {
            Optional<Target.Row> parent = named.flatMap(this::there);
            if (named.isEmpty() || parent.isPresent()) {
                assertThat(there.lookups.getOrDefault(column, Optional.empty()))
                        .as("lookup %s of %s to %s", column, row, named)
                        .isEqualTo(parent.map(found -> found.guid));
            }
        });
        image.files().forEach((column, content) -> {
            boolean infected =
                    content instanceof FileContent.InFolder(String name, String path) && name.equals("infected");
            if (!infected) {
                assertThat(there.file).as("file %s of %s", column, row).isEqualTo(content);
            }
        });
        image.state()
                .filter(state -> state.state() != SourceRowModel.REFUSED_STATE)
                .ifPresent(
                        state -> assertThat(there.state).as("state of %s", row).isEqualTo(state.state()));
    }

    /** A row that was there, and is to be written again as a row that it names was lost or came back. */
    private boolean isWaitingAgain(RowId row) {
        return world.outcomes.entrySet().stream()
                .anyMatch(one -> one.getKey().row().equals(row)
                        && one.getKey().part() == Part.ROW
                        && (one.getValue() instanceof Outcome.Parked
                                || one.getValue() instanceof Outcome.Rejected(RejectionReason reason, String detail)
                                        && reason == RejectionReason.ORPHAN));
    }

    /** A row that was to be written again, and that the target refused then. */
    private boolean isRefusedAgain(RowId row) {
        return world.outcomes.entrySet().stream()
                .anyMatch(one -> one.getKey().row().equals(row)
                        && one.getKey().part() == Part.ROW
                        && (one.getKey().cause() instanceof Cause.OfReturn
                                || one.getKey().cause() instanceof Cause.OfMerge
                                || one.getKey().cause() instanceof Cause.OfLoss)
                        && !isReportedLost(one.getValue())
                        && one.getValue() instanceof Outcome.Rejected(RejectionReason reason, String detail)
                        && reason != RejectionReason.ORPHAN);
    }

    private void linksEqualSource() {
        Set<RowId.Link> wanted = new HashSet<>();
        world.linkRows.values().forEach(rows -> wanted.addAll(rows.values()));
        wanted.forEach(link -> {
            boolean bothThere = List.of(link.from(), link.to()).stream()
                    .allMatch(end -> world.target.row(end).isPresent());
            if (bothThere) {
                assertThat(world.target.links()).as("links").contains(link);
            }
        });
        assertThat(wanted).as("links that are wanted").containsAll(world.target.links());
    }
}
