package org.dataferry.control.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.dataferry.control.verify.Suspects.Suspect;
import org.dataferry.schemas.key.RowId;

/**
 * Looks at the suspects of an entity again, by key at both ends.
 *
 * <p>While a run goes on, a difference counts once two looks in a row have shown exactly the same, each past a fence of its
 * own: then the source has not changed between them, and what it has was told to the target before the second. That a row was
 * taken away and put back as it was is told by its version, where the source has one. A row that the source does not have any more needs a third, for which removals are waited for, as those go out some heartbeats after the
 * fence.
 */
final class Looks {

    /** Rows that change whenever they are looked at are given up after so many looks: a minute, on a run in step. */
    static final int MOST = 10;

    private static final int EQUAL_LOOKS = 2;
    private static final int EQUAL_LOOKS_OF_DELETED = 3;

    /** Suspects in memory at a time. */
    private static final int AT_ONCE = 1_000;

    /** Tables of links and of rows that merge are read whole for each such number: no key leads from one to its row. */
    private static final int GATHERED_AT_ONCE = 20_000;

    private final String entity;
    private final SourceSide source;
    private final TargetSide target;
    private final Suspects suspects;
    private final Tally tally;
    private final DifferenceList differences;
    private final boolean running;
    private final Digests digests = new Digests();
    private boolean mayBeOnItsWayOut;

    Looks(
            String entity,
            SourceSide source,
            TargetSide target,
            Suspects suspects,
            Tally tally,
            DifferenceList differences,
            boolean running) {
        this.entity = entity;
        this.source = source;
        this.target = target;
        this.suspects = suspects;
        this.tally = tally;
        this.differences = differences;
        this.running = running;
    }

    /** Whether of every suspect it is known whether it differs. */
    boolean isDone() {
        return suspects.some(Optional.empty(), 1).isEmpty();
    }

    /** Whether a row was found at the last look that only the wait for removals can tell of. */
    boolean mayBeOnItsWayOut() {
        return mayBeOnItsWayOut;
    }

    /**
     * Looks at each suspect once.
     *
     * @param moment of the source, and if a run goes on, past a fence
     */
    void look(SourceSide.Moment moment) throws InterruptedException {
        mayBeOnItsWayOut = false;
        Optional<Suspect> last = Optional.empty();
        int most = AT_ONCE;
        while (true) {
            List<Suspect> some = suspects.some(last, most);
            if (some.isEmpty()) {
                return;
            }
            if (most < GATHERED_AT_ONCE && isGathered(some.getFirst())) {
                most = GATHERED_AT_ONCE;
                continue;
            }
            last = Optional.of(some.getLast());
            look(moment, some);
        }
    }

    private void look(SourceSide.Moment moment, List<Suspect> some) throws InterruptedException {
        Map<RowId, Suspect.Own> own = new HashMap<>();
        List<UUID> foreign = new ArrayList<>();
        for (Suspect suspect : some) {
            switch (suspect) {
                case Suspect.Own one -> own.put(one.row(), one);
                case Suspect.Foreign(UUID id) -> foreign.add(id);
            }
        }
        if (!foreign.isEmpty()) {
            lookAtForeign(foreign);
        }
        if (!own.isEmpty()) {
            lookAtOwn(moment, own);
        }
    }

    private static boolean isGathered(Suspect suspect) {
        return suspect instanceof Suspect.Own own && !(own.row() instanceof RowId.OfSource);
    }

    private void lookAtForeign(List<UUID> ids) throws InterruptedException {
        Map<UUID, HeldRow> found = new HashMap<>();
        target.byId(entity, ids, Set.of()).forEach(row -> found.put(row.id(), row));
        for (UUID id : ids) {
            HeldRow row = found.get(id);
            if (row == null) {
                tally.held(-1);
            } else {
                tally.different(Difference.Kind.UNEXPECTED);
                differences.add(new Difference(
                        entity,
                        Difference.Kind.UNEXPECTED,
                        row.row(),
                        Optional.empty(),
                        Optional.of(id),
                        List.of(),
                        Optional.of(row.whose())));
            }
            suspects.remove(new Suspect.Foreign(id));
        }
    }

    private void lookAtOwn(SourceSide.Moment moment, Map<RowId, Suspect.Own> own) throws InterruptedException {
        Map<RowId, WantedRow> wanted = moment.some(entity, own.keySet());
        Set<String> fields = new TreeSet<>(Set.of(Judgement.STATE));
        wanted.values().forEach(row -> {
            if (row.content() instanceof WantedRow.Content.Fields(var values)) {
                fields.addAll(values.keySet());
            }
        });
        Map<RowId, List<HeldRow>> held = new HashMap<>();
        for (HeldRow row : target.some(entity, own.keySet(), fields)) {
            row.row()
                    .ifPresent(id ->
                            held.computeIfAbsent(id, first -> new ArrayList<>()).add(row));
        }
        for (Suspect.Own suspect : own.values()) {
            RowId row = suspect.row();
            judge(suspect, new Seen(Optional.ofNullable(wanted.get(row)), held.getOrDefault(row, List.of())));
        }
    }

    /** What both ends have of a row. */
    private record Seen(Optional<WantedRow> wanted, List<HeldRow> held) {

        boolean isWanted() {
            return wanted.filter(row -> !(row.content() instanceof WantedRow.Content.LeftOut))
                    .isPresent();
        }

        /** All that can change between two looks: of the target's fields those that count. */
        List<String> texts() {
            Map<String, Optional<String>> fields = new TreeMap<>(Map.of(Judgement.STATE, Optional.empty()));
            List<String> texts = new ArrayList<>();
            if (wanted.isPresent() && wanted.get().content() instanceof WantedRow.Content.Fields(var values)) {
                fields = new TreeMap<>(values);
                texts.add("wanted " + fields);
            } else {
                wanted.ifPresent(row -> texts.add("wanted " + row.content()));
            }
            wanted.ifPresent(row -> texts.add("version " + row.version()));
            for (HeldRow row : held) {
                texts.add("held " + row.id());
                for (String name : fields.keySet()) {
                    texts.add(name + " " + row.fields().getOrDefault(name, Optional.empty()));
                }
            }
            return texts;
        }
    }

    private void judge(Suspect.Own suspect, Seen seen) {
        Judgement judgement =
                Judgement.of(entity, suspect.row(), seen.wanted(), seen.held(), source.policy(suspect.row()));
        if (judgement instanceof Judgement.Different && running) {
            Digest shown = digests.of(seen.texts());
            int equal = shown.equals(suspect.last()) ? suspect.equalLooks() + 1 : 1;
            int looks = suspect.looks() + 1;
            boolean stoodStill = equal >= (seen.isWanted() ? EQUAL_LOOKS : EQUAL_LOOKS_OF_DELETED);
            if (!stoodStill && looks < MOST) {
                mayBeOnItsWayOut |= equal == EQUAL_LOOKS_OF_DELETED - 1;
                suspects.put(new Suspect.Own(suspect.row(), suspect.wanted(), suspect.held(), equal, looks, shown));
                return;
            }
            if (!stoodStill) {
                judgement = new Judgement.Moving();
            }
        }
        recount(suspect, seen);
        conclude(judgement);
        suspects.remove(suspect);
    }

    /** The sums are of what was seen last. */
    private void recount(Suspect.Own suspect, Seen seen) {
        tally.wanted((seen.isWanted() ? 1 : 0) - (suspect.wanted() ? 1 : 0));
        tally.held((long) seen.held().size() - suspect.held());
    }

    private void conclude(Judgement judgement) {
        switch (judgement) {
            case Judgement.Same(boolean there) -> tally.matched(there ? 1 : 0);
            case Judgement.Left left -> tally.left();
            case Judgement.Moving moving -> tally.moving();
            case Judgement.Different(List<Difference> found) -> {
                // Beside one too many, the first may be as it should be.
                if (found.stream().allMatch(one -> one.kind() == Difference.Kind.UNEXPECTED)
                        && found.getFirst().reason().equals(Optional.of(Judgement.SECOND))) {
                    tally.matched(1);
                }
                found.forEach(this::tell);
            }
        }
    }

    private void tell(Difference difference) {
        tally.different(difference.kind());
        if (difference.isRefused()) {
            tally.refused();
        }
        differences.add(difference);
    }
}
