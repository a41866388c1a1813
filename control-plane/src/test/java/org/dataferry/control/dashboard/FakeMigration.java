package org.dataferry.control.dashboard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.dataferry.control.NotAsShownException;
import org.dataferry.control.RefusedException;
import org.dataferry.control.dashboard.api.Decider;
import org.dataferry.control.status.Look;
import org.dataferry.control.waive.WaiverChoice;
import org.dataferry.control.waive.WaiverDesk;
import org.dataferry.schemas.control.DeadLetterId;
import org.dataferry.schemas.control.LimitChanges;
import org.dataferry.schemas.settings.SettingsException;

/** The newest look, as a test says it, and what people decided. */
public final class FakeMigration implements Supplier<Look>, Decider {

    private final AtomicInteger looks = new AtomicInteger();
    private final List<String> decided = new ArrayList<>();
    private volatile Supplier<Look> next = () -> SampleLooks.catchingUp(2);

    private volatile Runnable beforeDeciding = () -> {};
    private volatile Runnable beforeChoosing = () -> {};

    /** Is run by each action before it is written down, outside of any lock of this. */
    public void beforeDeciding(Runnable what) {
        beforeDeciding = what;
    }

    /** Is run while the rows of a waiver are looked for. */
    public void beforeChoosing(Runnable what) {
        beforeChoosing = what;
    }

    public void show(Supplier<Look> look) {
        next = look;
    }

    public int looks() {
        return looks.get();
    }

    public synchronized List<String> decided() {
        return List.copyOf(decided);
    }

    @Override
    public Look get() {
        looks.incrementAndGet();
        return next.get();
    }

    @Override
    public void pause(Optional<String> entity, String why, String by) {
        entity.filter(name -> !name.equals("account")).ifPresent(name -> {
            throw new SettingsException("no mapping makes '" + name + "'");
        });
        decide("pause " + entity.orElse("all"), why, by);
    }

    @Override
    public void resume(Optional<String> entity, String why, String by) {
        decide("resume " + entity.orElse("all"), why, by);
    }

    @Override
    public void change(LimitChanges changes, String why, String by) {
        decide("change " + changes, why, by);
    }

    @Override
    public void reset(String why, String by) {
        decide("reset", why, by);
    }

    @Override
    public void note(String text, String by) {
        decide("note", text, by);
    }

    @Override
    public void planCutover(Optional<Instant> freeze, String why, String by) {
        decide("cutover " + freeze.map(Instant::toString).orElse("none"), why, by);
    }

    @Override
    public Runnable toWaive(String entity, WaiverChoice choice, Optional<Long> shown, WaiverDesk.Decider decider) {
        shown.filter(rows -> rows != 12).ifPresent(rows -> {
            throw new NotAsShownException(entity + " to be waived", rows, 12);
        });
        if (!decider.isApprover() && choice instanceof WaiverChoice.Refused(var reason) && reason.isEmpty()) {
            throw new RefusedException("a waiver of 12 rows is decided by an approver");
        }
        beforeChoosing.run();
        return () -> decide("waive " + entity + " " + choice.words(), decider.why(), decider.by());
    }

    @Override
    public void withdraw(String waiverId, WaiverDesk.Decider decider) {
        decide("withdraw " + waiverId, decider.why(), decider.by());
    }

    @Override
    public void discard(List<DeadLetterId> letters, String why, String by) {
        decide("discard " + letters, why, by);
    }

    private void decide(String what, String why, String by) {
        beforeDeciding.run();
        add(what + " by " + by + ": " + why);
    }

    private synchronized void add(String decision) {
        decided.add(decision);
    }
}
