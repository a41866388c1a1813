package org.dataferry.control.soak.invariant;

import java.util.ArrayList;
import java.util.List;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;

/** No row was created while it was there. */
public record CreatedOnce(SoakLog log) implements Invariant {

    @Override
    public String name() {
        return "no row is created twice";
    }

    @Override
    public List<String> violations() {
        List<String> found = new ArrayList<>();
        log.recorded().forEach((row, outcomes) -> {
            if (isCreatedTwice(outcomes)) {
                found.add("row " + row.text() + " was created while it was there" + log.trail(row));
            }
        });
        return found;
    }

    /**
     * A delete that was superseded does not tell: a sink that died may have sent it, and its successor, which found newer
     * writes behind it, then created the row rightly.
     */
    private boolean isCreatedTwice(List<RecordedOutcome> outcomes) {
        boolean there = false;
        for (RecordedOutcome recorded : outcomes) {
            switch (recorded.outcome()) {
                case Outcome.Applied(Outcome.Effect effect)
                when effect == Outcome.Effect.CREATED -> {
                    if (there) {
                        return true;
                    }
                    there = true;
                }
                case Outcome.Applied(Outcome.Effect effect) when effect == Outcome.Effect.DELETED -> there = false;
                case Outcome.Skipped skipped when log.deletes().contains(recorded.write()) -> there = false;
                case Outcome other -> {}
            }
        }
        return false;
    }
}
