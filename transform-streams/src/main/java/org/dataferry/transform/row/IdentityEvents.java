package org.dataferry.transform.row;

import java.util.Optional;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;

/** What the change of an identity means to rows that name it. */
public final class IdentityEvents {

    private IdentityEvents() {}

    /**
     * Whether what is said of a row stands. That it is held up does not, where the sink has said that it is there: whoever
     * said so had not heard of it yet. That it is there no more, only the sink says.
     */
    public static boolean stands(Optional<Identity> before, Identity now) {
        return !(before.orElse(null) instanceof Identity.Present
                && (now instanceof Identity.Parked || now instanceof Identity.Rejected));
    }

    /** Empty where nobody has to hear of it. */
    public static Optional<IdentityJournal.Event> of(RowId row, Optional<Identity> before, Identity now) {
        return kind(before, now).map(kind -> new IdentityJournal.Event(kind, row, now.version()));
    }

    private static Optional<IdentityJournal.Kind> kind(Optional<Identity> before, Identity now) {
        return switch (now) {
            case Identity.Present present -> {
                if (before.isEmpty()) {
                    yield Optional.of(IdentityJournal.Kind.ARRIVED);
                }
                boolean same = before.get() instanceof Identity.Present known
                        && (known.guid().equals(present.guid()) || known.guid().isEmpty());
                yield same ? Optional.empty() : Optional.of(IdentityJournal.Kind.RETURNED);
            }
            case Identity.Gone ignored -> Optional.of(IdentityJournal.Kind.LOST);
            case Identity.Deleted ignored -> Optional.of(IdentityJournal.Kind.REMOVED);
            case Identity.Parked ignored -> contradicted(before, now);
            case Identity.Rejected ignored -> contradicted(before, now);
            case Identity.MergedInto merged -> {
                if (before.isEmpty()) {
                    yield Optional.of(IdentityJournal.Kind.ARRIVED);
                }
                yield before.get().equals(merged) ? Optional.empty() : Optional.of(IdentityJournal.Kind.RETURNED);
            }
        };
    }

    private static Optional<IdentityJournal.Kind> contradicted(Optional<Identity> before, Identity now) {
        return stands(before, now) ? Optional.empty() : Optional.of(IdentityJournal.Kind.CONTRADICTED);
    }
}
