package org.dataferry.control.run;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.dataferry.control.ledger.Imbalance;
import org.dataferry.control.ledger.ReleasedWrites;
import org.dataferry.control.ledger.SumCheck;
import org.dataferry.schemas.fence.FenceEvent;

/** What was at the sources at a moment of a run, and whether that is in the target. */
public final class RunFence {

    private final Object run;
    private final String id;
    private final Mark mark;
    private final FencePassage passage;
    private final ReleasedWrites released;
    private final Optional<StandstillLimit> limit;
    private final BiFunction<String, FencePassage, SumCheck> checks;
    private final Checked checked;
    private Optional<FenceEvent.Reached> reached = Optional.empty();
    private Optional<SumCheck> check = Optional.empty();
    private boolean hasResult;

    /** Hears what is wrong with the sum. */
    interface Checked {

        /** @param isNew whether it is the first result of this fence */
        void found(String fence, List<Imbalance> imbalances, boolean isNew);
    }

    /**
     * @param run whose topics are read here too, so that one thread does it at a time
     * @param limit of how long the stages may stand still
     */
    RunFence(
            Object run,
            String id,
            Mark mark,
            FencePassage passage,
            ReleasedWrites released,
            Optional<StandstillLimit> limit,
            BiFunction<String, FencePassage, SumCheck> checks,
            Checked checked) {
        this.run = run;
        this.id = id;
        this.mark = mark;
        this.passage = passage;
        this.released = released;
        this.limit = limit;
        this.checks = checks;
        this.checked = checked;
    }

    /** @throws org.dataferry.control.ControlException if capture stands still before it; for a rebuild, if its own stages do */
    public boolean isPassed() {
        synchronized (run) {
            if (reached.isEmpty()) {
                reached = mark.look();
            }
            if (reached.isEmpty()) {
                return false;
            }
            limit.ifPresent(StandstillLimit::requireProgress);
            return passage.isPassed(reached.get());
        }
    }

    /**
     * Whether all that outcomes before the fence released has come to its end, and the sum of what was announced before it
     * is known, once the fence is passed; what is wrong with it is part of the status from then on.
     */
    public boolean isChecked() {
        synchronized (run) {
            limit.ifPresent(StandstillLimit::requireProgress);
            if (!released.areDone()) {
                return false;
            }
            SumCheck now = check.orElseGet(() -> checks.apply(id, passage));
            check = Optional.of(now);
            Optional<List<Imbalance>> result = now.look();
            result.ifPresent(found -> {
                checked.found(id, found, !hasResult);
                hasResult = true;
            });
            return result.isPresent();
        }
    }

    /**
     * Whether all that the sources had committed is before it. Else, for a rebuild while no capture runs, it is all that
     * the log had. To be asked when it is passed.
     */
    public boolean isOfSource() {
        return mark.isOfSource();
    }
}
