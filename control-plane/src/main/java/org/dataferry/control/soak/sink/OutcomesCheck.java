package org.dataferry.control.soak.sink;

import java.util.List;
import java.util.Map;
import org.dataferry.control.soak.Findings;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;

/** Looks at what became of every write, against what had to. */
record OutcomesCheck(Model model, Accounts accounts, Findings findings) {

    void look() {
        accounts.all().forEach(this::look);
        Map<RowId, Integer> created = accounts.created();
        created.forEach((row, times) -> {
            int lives = model.row(row).map(known -> known.lives).orElse(0);
            if (times > lives) {
                findings.add(Invariants.CREATED, row + " was created " + times + " times in " + lives + " lives");
            }
        });
    }

    private void look(Announced write) {
        List<Outcome> outcomes = write.outcomes();
        if (!write.isFinal() || outcomes.size() != write.sends()) {
            findings.add(
                    Invariants.ONE_OUTCOME,
                    write.write().id() + " was sent " + write.sends() + " times and has " + outcomes);
        }
        if (!write.isFinal() || write.isDropped()) {
            return;
        }
        Outcome last = outcomes.getLast();
        if (write.refusal().isPresent()) {
            RejectionReason reason = write.refusal().get();
            if (!(last instanceof Outcome.Rejected rejected && rejected.reason() == reason)) {
                findings.add(Invariants.REFUSED, write.write().id() + " should be " + reason + ", not " + last);
            }
        } else if (last instanceof Outcome.Rejected || last instanceof Outcome.Skipped && !write.isOutdated()) {
            findings.add(Invariants.HEALTHY, write.write().id() + ": " + last);
        }
    }
}
