package org.dataferry.transform.row;

import java.util.Optional;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;

/** What the change of an identity means to rows that name it. */
public final class IdentityEvents {

    private IdentityEvents() {}

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
            case Identity.Parked ignored -> Optional.empty();
            case Identity.Rejected ignored -> Optional.empty();
            case Identity.MergedInto merged -> {
                if (before.isEmpty()) {
                    yield Optional.of(IdentityJournal.Kind.ARRIVED);
                }
                yield before.get().equals(merged) ? Optional.empty() : Optional.of(IdentityJournal.Kind.RETURNED);
            }
        };
    }
}
