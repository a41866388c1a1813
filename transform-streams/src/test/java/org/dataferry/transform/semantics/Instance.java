package org.dataferry.transform.semantics;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.transform.row.Fences;
import org.dataferry.transform.row.Identities;
import org.dataferry.transform.row.IdentityEvents;
import org.dataferry.transform.row.IdentityJournal;
import org.dataferry.transform.row.Phases;

/** An instance of the transform: its copy of the identities, which lags, its journal, and what it knows of fences. */
final class Instance implements Identities, Fences, Phases {

    record Identified(RowId row, Identity identity) {}

    /** Small, so that readers fall behind. */
    final IdentityJournal journal = new IdentityJournal(5);

    private final Map<RowId, Identity> identities = new HashMap<>();
    private final Map<RowId, Set<RowId>> members = new HashMap<>();
    private int read;
    long round;
    long passed;
    Set<String> openedStates = Set.of();

    /** Reads some of the topic. */
    void read(List<Identified> topic, int most) {
        for (int i = 0; i < most && read < topic.size(); i++) {
            Identified next = topic.get(read++);
            Optional<Identity> before = get(next.row());
            if (IdentityEvents.stands(before, next.identity())) {
                identities.put(next.row(), next.identity());
                index(next.row(), before, next.identity());
            }
            IdentityEvents.of(next.row(), before, next.identity()).ifPresent(journal::append);
        }
    }

    private void index(RowId row, Optional<Identity> before, Identity now) {
        if (before.orElse(null) instanceof Identity.MergedInto(RowId left)) {
            members.get(left).remove(row);
        }
        if (now instanceof Identity.MergedInto(RowId into)) {
            members.computeIfAbsent(into, first -> new LinkedHashSet<>()).add(row);
        }
    }

    @Override
    public List<RowId> membersOf(RowId.Merged row) {
        return List.copyOf(members.getOrDefault(row, Set.of()));
    }

    boolean hasReadAll(List<Identified> topic) {
        return read == topic.size();
    }

    @Override
    public Optional<Identity> get(RowId row) {
        return Optional.ofNullable(identities.get(row));
    }

    @Override
    public Set<String> openedStates() {
        return openedStates;
    }

    @Override
    public long round() {
        return round;
    }

    @Override
    public long passed() {
        return passed;
    }
}
