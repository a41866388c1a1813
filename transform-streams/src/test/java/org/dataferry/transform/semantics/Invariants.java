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
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.DeletePolicy;
import org.dataferry.transform.mapping.LostPolicy;

/** What must hold once a {@link Simulation} has come to rest. */
final class Invariants {

    private final Simulation world;

    Invariants(Simulation world) {
        this.world = world;
    }

    void check() {
        everyWriteHasOneOutcome();
        onlyWhatIsTrulyMissingIsWaitedFor();
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
            if (outcome instanceof Outcome.Deferred && !isStateOfAMissingRow(write)) {
                throw new AssertionError("still deferred: " + write);
            }
        });
    }

    /**
     * The source has the row, or had it and its write waits for another row yet; and the target does not have it. Its state
     * waits for it.
     */
    private boolean isStateOfAMissingRow(WriteId write) {
        boolean wanted = world.asked
                .get(write.row())
                .getLast()
                .image()
                .filter(image -> !image.name().equals("filtered"))
                .isPresent();
        return write.part() == Part.STATE
                && (wanted || isWaitingAgain(write.row()))
                && world.target.row(write.row()).isEmpty();
    }

    private void onlyWhatIsTrulyMissingIsWaitedFor() {
        world.outcomes.forEach((write, outcome) -> {
            if (outcome instanceof Outcome.Parked(RowId missing) && !missing.equals(write.row())) {
                assertThat(world.target.row(missing))
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
            if (outcome instanceof Outcome.Parked && write.part() != Part.LOOKUP) {
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
            Outcome outcome = world.outcomes.get(last.write());
            boolean refused = outcome instanceof Outcome.Rejected(RejectionReason reason, String detail)
                    && reason != RejectionReason.ORPHAN;
            if (refused || isRefusedAgain(row) || world.lost.contains(row)) {
                return;
            }
            Schema.Table table =
                    world.schema.table(((RowId.OfSource) row).table().table());
            boolean filtered = last.image()
                    .filter(image -> image.name().equals("filtered"))
                    .isPresent();
            if (last.image().isEmpty() || filtered) {
                assertRemoved(row, table, outcome);
            } else {
                assertAsSource(row, table, last, outcome);
            }
        });
    }

    private void assertRemoved(RowId row, Schema.Table table, Outcome outcome) {
        if (table.policy() == DeletePolicy.DELETE) {
            assertThat(world.target.row(row))
                    .as("%s is removed (%s)", row, outcome)
                    .isEmpty();
        } else if (table.policy() == DeletePolicy.DEACTIVATE
                && outcome instanceof Outcome.Skipped(var reason)
                && reason == Outcome.SkipReason.KEPT) {
            world.target
                    .row(row)
                    .ifPresent(kept ->
                            assertThat(kept.state).as("state of %s", row).isEqualTo(1));
        }
    }

    private void assertAsSource(RowId row, Schema.Table table, Simulation.Asked last, Outcome outcome) {
        SourceRowModel image = last.image().orElseThrow();
        Map<String, Optional<RowId>> names = image.names(world.schema, table);
        boolean waits = names.values().stream()
                .anyMatch(named ->
                        named.isPresent() && (world.target.row(named.get()).isEmpty()));
        boolean parkedOrOrphan = outcome instanceof Outcome.Parked || outcome instanceof Outcome.Rejected;
        if (parkedOrOrphan || isWaitingAgain(row)) {
            assertThat(waits)
                    .as("%s of %s names a row that is missing (%s)", last.write(), names, outcome)
                    .isTrue();
            return;
        }
        Target.Row there = world.target
                .row(row)
                .orElseThrow(() -> new AssertionError(
                        row + " is missing in the target, although " + last.write() + " was " + outcome));
        assertThat(there.columns).as("columns of %s", row).isEqualTo(image.columns());
        names.forEach((column, named) -> {
            Optional<Target.Row> parent = named.flatMap(world.target::row);
            if (named.isEmpty() || parent.isPresent()) {
                assertThat(there.lookups.getOrDefault(column, Optional.empty()))
                        .as("lookup %s of %s to %s", column, row, named)
                        .isEqualTo(parent.map(found -> found.guid));
            }
        });
        image.targetState()
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
