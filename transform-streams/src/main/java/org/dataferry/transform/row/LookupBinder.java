package org.dataferry.transform.row;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.transform.state.BoundLookup;

/** Turns the row that a lookup names into what the target knows it by. */
final class LookupBinder {

    private final Identities identities;

    LookupBinder(Identities identities) {
        this.identities = identities;
    }

    /** What comes of all lookups of a row. */
    sealed interface Binding {

        /** @param leftOut lookups that can be patched later, as the rows that they name are missing */
        record Bound(Map<String, BoundLookup> lookups, Set<String> leftOut) implements Binding {}

        /** The first row that is missing and cannot be left out. */
        record Missing(RowId row) implements Binding {}
    }

    /**
     * @param optional lookups that may be left out
     * @param except a row under this GUID is not in the target, whatever is said of it
     */
    Binding bind(Map<String, Optional<RowId>> lookups, Set<String> optional, Optional<UUID> except) {
        Map<String, BoundLookup> bound = HashMap.newHashMap(lookups.size());
        Set<String> leftOut = new HashSet<>();
        for (Map.Entry<String, Optional<RowId>> lookup : lookups.entrySet()) {
            Optional<RowId> named = lookup.getValue();
            Optional<BoundLookup> target = named.isEmpty() ? Optional.of(BoundLookup.NONE) : find(named.get(), except);
            if (target.isPresent()) {
                bound.put(lookup.getKey(), target.get());
            } else if (optional.contains(lookup.getKey())) {
                leftOut.add(lookup.getKey());
            } else {
                return new Binding.Missing(named.get());
            }
        }
        return new Binding.Bound(bound, leftOut);
    }

    /** Empty if the target does not have the row, or the one that it is merged into, as far as is known. */
    Optional<BoundLookup> find(RowId named, Optional<UUID> except) {
        RowId row = identities.standIn(named);
        return identities.get(row).flatMap(identity -> switch (identity) {
            case Identity.Present present
            when present.guid().isEmpty() ->
                Optional.of(new BoundLookup(Optional.of(named), new LookupTarget.ByKey(row)));
            case Identity.Present present when present.guid().equals(except) -> Optional.empty();
            case Identity.Present present ->
                Optional.of(new BoundLookup(
                        Optional.of(named),
                        new LookupTarget.ByGuid(row, present.guid().orElseThrow())));
            case Identity.Deleted ignored -> Optional.empty();
            case Identity.Gone ignored -> Optional.empty();
            case Identity.Parked ignored -> Optional.empty();
            case Identity.Rejected ignored -> Optional.empty();
            case Identity.MergedInto ignored -> Optional.empty();
        });
    }

    /** Whether nobody has said that the row will come: it is not there, and not held up either. */
    boolean isUnheardOf(RowId row) {
        Optional<Identity> identity = identities.get(row);
        if (identity.isEmpty()) {
            return true;
        }
        return switch (identity.get()) {
            case Identity.Deleted ignored -> true;
            // Before the merged row is heard of, its votes are on their way.
            case Identity.MergedInto(RowId into) -> identities.get(into).orElse(null) instanceof Identity.Deleted;
            case Identity.Present ignored -> false;
            case Identity.Gone ignored -> false;
            case Identity.Parked ignored -> false;
            case Identity.Rejected ignored -> false;
        };
    }

    /** Whether it was said why the row is not there, and that is not so any more. */
    boolean isHeldUp(RowId row) {
        return identities
                .get(row)
                .filter(identity -> identity instanceof Identity.Parked || identity instanceof Identity.Rejected)
                .isPresent();
    }

    boolean isPresent(RowId row) {
        return present(row).isPresent();
    }

    Optional<Identity.Present> present(RowId row) {
        return identities.get(row).filter(Identity.Present.class::isInstance).map(Identity.Present.class::cast);
    }
}
