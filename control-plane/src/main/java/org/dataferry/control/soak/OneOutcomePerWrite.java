package org.dataferry.control.soak;

import java.util.ArrayList;
import java.util.List;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.write.WriteId;

/** Every announced write has an outcome, the last one is final, and no other write has any. */
record OneOutcomePerWrite(SoakLog log) implements Invariant {

    @Override
    public String name() {
        return "every write has one current outcome";
    }

    @Override
    public List<String> violations() {
        List<String> found = new ArrayList<>();
        for (WriteId write : log.announced()) {
            Outcome outcome = log.outcomes().get(write);
            if (outcome == null) {
                found.add("write " + write + " has no outcome");
            } else if (!(outcome instanceof Outcome.Final) || outcome instanceof Outcome.Rejected) {
                found.add("write " + write + " is " + outcome);
            }
        }
        log.outcomes().keySet().stream()
                .filter(write -> !log.announced().contains(write))
                .forEach(write -> found.add("write " + write + " has an outcome and was never announced"));
        return found;
    }
}
