package org.dataferry.control.soak.sink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dataferry.control.soak.Findings;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;

/**
 * What was announced and what became of it, as the transform keeps it: a write that bounced waits until the row that was missing is there, unless
 * a newer one has taken its place. Plain state for one thread.
 */
final class Accounts {

    private final Model model;
    private final Findings findings;
    private final Map<WriteId, Announced> announced = new HashMap<>();
    private final Map<RowId, List<Announced>> waiting = new HashMap<>();
    private final Set<RowId> came = new LinkedHashSet<>();
    private long finals;
    private long bounced;
    private long rejected;

    Accounts(Model model, Findings findings) {
        this.model = model;
        this.findings = findings;
    }

    void announce(Announced write) {
        announced.put(write.write().id(), write);
    }

    void record(RecordedOutcome recorded) {
        Announced write = announced.get(recorded.write());
        if (write == null) {
            findings.add(Invariants.ONE_OUTCOME, "nobody announced " + recorded.write() + ": " + recorded.outcome());
            return;
        }
        if (write.isFinal()) {
            findings.add(
                    Invariants.ONE_OUTCOME,
                    recorded.write() + " had " + write.outcomes() + " and got " + recorded.outcome());
            return;
        }
        write.add(recorded.outcome());
        if (recorded.outcome() instanceof Outcome.Bounced(RowId about, var reason)) {
            bounced++;
            bounced(write, about);
        } else if (write.isFinal()) {
            rejected += recorded.outcome() instanceof Outcome.Rejected ? 1 : 0;
            settled(write);
            applied(write, recorded);
        } else {
            findings.add(Invariants.ONE_OUTCOME, recorded.write() + " got " + recorded.outcome() + " from the sink");
        }
    }

    private void bounced(Announced write, RowId about) {
        if (write.isOutdated()) {
            dropped(write);
            return;
        }
        waiting.computeIfAbsent(about, first -> new ArrayList<>()).add(write);
        model.row(about).filter(row -> row.isKnown).ifPresent(row -> came.add(about));
    }

    private void applied(Announced write, RecordedOutcome recorded) {
        boolean isDone =
                recorded.outcome() instanceof Outcome.Applied || recorded.outcome() instanceof Outcome.AlreadyApplied;
        write.row()
                .filter(row -> isDone
                        && write.write() instanceof EntityWrite.UpsertRow
                        && row.isThere()
                        && recorded.version() >= row.madeBy)
                .ifPresent(row -> {
                    row.isKnown = true;
                    came.add(row.id());
                });
    }

    private void settled(Announced write) {
        finals++;
        write.row().ifPresent(row -> {
            row.open--;
            if (write.refusal().isPresent()) {
                row.refused();
            }
        });
        write.link().ifPresent(link -> {
            link.open--;
            if (write.write() instanceof EntityWrite.Unlink) {
                link.from().links--;
                link.to().links--;
            }
        });
    }

    private void dropped(Announced write) {
        write.drop();
        settled(write);
    }

    /** The writes that waited for rows which have come since. */
    List<Announced> released() {
        List<Announced> released = new ArrayList<>();
        for (RowId row : came) {
            for (Announced write : waiting.getOrDefault(row, List.of())) {
                if (write.isOutdated()) {
                    dropped(write);
                } else {
                    released.add(write);
                }
            }
            waiting.remove(row);
        }
        came.clear();
        return released;
    }

    /** The last look at those that wait for a row that is not to come: something newer may have taken their place. */
    void dropOutdated() {
        waiting.values().forEach(writes -> {
            writes.stream().filter(Announced::isOutdated).forEach(this::dropped);
            writes.removeIf(Announced::isFinal);
        });
    }

    Collection<Announced> all() {
        return announced.values();
    }

    /** Writes without a final outcome. */
    long open() {
        return announced.size() - finals;
    }

    long finals() {
        return finals;
    }

    long bounced() {
        return bounced;
    }

    long rejected() {
        return rejected;
    }

    /** Which row, and how often it says so, was made according to the outcomes. */
    Map<RowId, Integer> created() {
        Map<RowId, Integer> created = new HashMap<>();
        announced.values().stream()
                .filter(write -> write.write().id().part() == Part.ROW
                        && write.outcomes().contains(new Outcome.Applied(Outcome.Effect.CREATED)))
                .forEach(write -> created.merge(write.write().row(), 1, Integer::sum));
        return created;
    }
}
