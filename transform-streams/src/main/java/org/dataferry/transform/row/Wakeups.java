package org.dataferry.transform.row;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;

/**
 * Wakes the rows of a task that name a row of which there is news.
 *
 * <ol>
 *   <li>When a task begins, the cursor of the journal is taken first, and then all references are compared with what is
 *       known: so nothing that was learnt before, in between or after is missed.
 *   <li>A popular row does not hold up the task: a turn wakes a bounded number, and the next goes on.
 * </ol>
 */
public final class Wakeups {

    private static final String FROM_THE_FIRST = "";

    private final References references;
    private final Identities identities;
    private final IdentityJournal journal;
    private final RowKeeper keeper;
    private final Deque<Popular> toWake = new ArrayDeque<>();
    private long cursor;
    private boolean sweeping;
    private String swept = FROM_THE_FIRST;

    /** A row of which there is news, itself or of the one that it is merged into, and how far those that name it were told. */
    private record Popular(RowId row, String after) {}

    public Wakeups(References references, Identities identities, IdentityJournal journal, RowKeeper keeper) {
        this.references = references;
        this.identities = identities;
        this.journal = journal;
        this.keeper = keeper;
        beginSweep();
    }

    /**
     * Wakes rows.
     *
     * @param most references to be looked at in this turn
     * @return whether there is more to do at once
     */
    public boolean turn(int most) {
        readJournal(most);
        int left = most;
        while (left > 0 && !toWake.isEmpty()) {
            left -= wake(toWake.remove(), left);
        }
        if (sweeping && left > 0) {
            sweep(left);
        }
        return sweeping || !toWake.isEmpty();
    }

    /** What is read waits in memory; so no more is read than is worked off. */
    private void readJournal(int most) {
        if (toWake.size() >= most) {
            return;
        }
        switch (journal.read(cursor, most)) {
            case IdentityJournal.Read.FellBehind ignored -> beginSweep();
            case IdentityJournal.Read.Events(List<IdentityJournal.Event> events, long next) -> {
                cursor = next;
                events.forEach(this::take);
            }
        }
    }

    private void take(IdentityJournal.Event event) {
        switch (event.kind()) {
            case LOST -> keeper.lost(event.row(), event.version());
            case CONTRADICTED -> keeper.contradicted(event.row());
            case ARRIVED, RETURNED, REMOVED -> {
                toWake.add(new Popular(event.row(), FROM_THE_FIRST));
                if (event.row() instanceof RowId.Merged merged) {
                    identities.membersOf(merged).forEach(member -> toWake.add(new Popular(member, FROM_THE_FIRST)));
                }
            }
        }
    }

    private int wake(Popular popular, int most) {
        List<References.Reference> some = references.to(popular.row(), popular.after(), most);
        some.forEach(reference -> keeper.wake(reference.by()));
        if (some.size() == most) {
            toWake.addFirst(new Popular(popular.row(), some.getLast().position()));
        }
        return Math.max(1, some.size());
    }

    private void beginSweep() {
        cursor = journal.end();
        toWake.clear();
        sweeping = true;
        swept = FROM_THE_FIRST;
    }

    private void sweep(int most) {
        List<References.Reference> some = references.all(swept, most);
        for (References.Reference reference : some) {
            if (hasNews(reference)) {
                keeper.wake(reference.by());
            } else if (reference.mark().isWaiting()) {
                keeper.waitAnew(reference.by());
            }
        }
        sweeping = some.size() == most;
        swept = sweeping ? some.getLast().position() : FROM_THE_FIRST;
    }

    private boolean hasNews(References.Reference reference) {
        RowId row = identities.standIn(reference.named());
        return identities
                .get(row)
                .filter(Identity.Present.class::isInstance)
                .map(Identity.Present.class::cast)
                .filter(present -> reference.mark().isWaiting()
                        || (row.equals(reference.named())
                                ? isAnother(present, reference.mark())
                                : !isSurelySame(present, reference.mark())))
                .isPresent();
    }

    private static boolean isAnother(Identity.Present present, References.Mark mark) {
        return present.guid().isPresent() && !mark.equals(References.Mark.BY_KEY) && !isSurelySame(present, mark);
    }

    /** A merged row that was named by its key, or is now, may be another than before. */
    private static boolean isSurelySame(Identity.Present present, References.Mark mark) {
        return present.guid().map(ReferenceKeeper::mark).equals(Optional.of(mark));
    }
}
