package org.dataferry.control.soak.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.write.EntityWrite;
import org.jspecify.annotations.Nullable;

/** A write that was announced, with what it is about, what should become of it, and what became of it. */
final class Announced {

    private final @Nullable ModelRow row;
    private final @Nullable ModelLink link;
    private final Optional<RejectionReason> refusal;
    private final List<Outcome> outcomes = new ArrayList<>(1);
    private EntityWrite write;
    private long order;
    private int sends = 1;
    private boolean dropped;

    private Announced(
            EntityWrite write,
            @Nullable ModelRow row,
            @Nullable ModelLink link,
            Optional<RejectionReason> refusal,
            long order) {
        this.write = write;
        this.row = row;
        this.link = link;
        this.refusal = refusal;
        this.order = order;
    }

    /**
     * @param refusal why the target has to refuse it; empty if it has to take it
     * @param order where it stands in the order of all writes
     */
    static Announced of(EntityWrite write, ModelRow row, Optional<RejectionReason> refusal, long order) {
        return new Announced(write, row, null, refusal, order);
    }

    static Announced of(EntityWrite write, ModelLink link, long order) {
        return new Announced(write, null, link, Optional.empty(), order);
    }

    EntityWrite write() {
        return write;
    }

    Optional<ModelRow> row() {
        return Optional.ofNullable(row);
    }

    Optional<ModelLink> link() {
        return Optional.ofNullable(link);
    }

    Optional<RejectionReason> refusal() {
        return refusal;
    }

    List<Outcome> outcomes() {
        return outcomes;
    }

    int sends() {
        return sends;
    }

    void add(Outcome outcome) {
        outcomes.add(outcome);
    }

    /** It bounced, and goes out again under the same id as a later version. */
    void sentAgain(EntityWrite again) {
        write = again;
        order = link == null ? Objects.requireNonNull(row).lastOrder : link.lastOrder;
        sends++;
    }

    /** It bounced, and a newer one has taken its place: what the transform decides counts as its outcome. */
    void drop() {
        dropped = true;
    }

    boolean isFinal() {
        return dropped || !outcomes.isEmpty() && outcomes.getLast() instanceof Outcome.Final;
    }

    boolean isDropped() {
        return dropped;
    }

    /** Whether something newer takes the place of it, so that it may be superseded. */
    boolean isOutdated() {
        if (link != null) {
            return order < link.lastOrder;
        }
        if (row == null) {
            return false;
        }
        return order < (write instanceof EntityWrite.SetState ? row.lastStateOrder : row.lastOrder);
    }
}
