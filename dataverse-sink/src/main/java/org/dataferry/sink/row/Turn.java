package org.dataferry.sink.row;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.dataferry.schemas.write.EntityWrite;

/**
 * What the writes that wait for a row come to: the one that goes next, and those that wait on.
 *
 * <ol>
 *   <li>A whole image, a delete, a link and an unlink stand for all versions before them.
 *   <li>A patched lookup that no whole image follows goes by itself, after it.
 *   <li>A state and a file are no part of the image: they wait until the row was written, and only a later state, a later
 *       content of the same file column or a delete takes their place.
 * </ol>
 */
record Turn(MergedWrite next, List<QueuedWrite> later) {

    Turn {
        later = List.copyOf(later);
    }

    /** @param writes of one row, oldest first, at least one */
    static Turn of(List<QueuedWrite> writes) {
        int whole = lastWhole(writes);
        List<QueuedWrite> superseded = new ArrayList<>();
        List<QueuedWrite> later = new ArrayList<>();
        for (int i = 0; i < writes.size(); i++) {
            if (i != whole) {
                (isSuperseded(writes, i, whole) ? superseded : later).add(writes.get(i));
            }
        }
        QueuedWrite newest = whole < 0 ? later.removeFirst() : writes.get(whole);
        EntityWrite write = whole < 0 ? newest.write() : merged(writes.subList(0, whole + 1));
        // A request for a state may be under way as well: the row waits for whatever may have been sent for it.
        boolean inDoubt = writes.stream().anyMatch(QueuedWrite::inDoubt);
        return new Turn(new MergedWrite(write, newest, superseded, inDoubt), later);
    }

    private static int lastWhole(List<QueuedWrite> writes) {
        for (int i = writes.size() - 1; i >= 0; i--) {
            if (isWhole(writes.get(i).write())) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isWhole(EntityWrite write) {
        return switch (write) {
            case EntityWrite.UpsertRow upsert -> true;
            case EntityWrite.DeleteRow delete -> true;
            case EntityWrite.Link link -> true;
            case EntityWrite.Unlink unlink -> true;
            case EntityWrite.PatchLookup patch -> false;
            case EntityWrite.SetState state -> false;
            case EntityWrite.SetFile file -> false;
        };
    }

    private static boolean isSuperseded(List<QueuedWrite> writes, int index, int whole) {
        EntityWrite write = writes.get(index).write();
        if (!isBesideTheImage(write)) {
            return index < whole;
        }
        return writes.stream()
                .map(QueuedWrite::write)
                .filter(other -> other instanceof EntityWrite.DeleteRow || isSamePart(other, write))
                .anyMatch(other -> other.version() > write.version());
    }

    private static boolean isBesideTheImage(EntityWrite write) {
        return write instanceof EntityWrite.SetState || write instanceof EntityWrite.SetFile;
    }

    private static boolean isSamePart(EntityWrite one, EntityWrite other) {
        return one.id().part() == other.id().part()
                && one.id().column().equals(other.id().column());
    }

    /**
     * Each whole image is based on the version before it; so as long as that chain holds, the union of what changed is
     * relative to what the first was based on. Where it is broken, as by a patched lookup whose base is not known, only
     * the whole image may be sent. States and files are no links of the chain.
     */
    private static EntityWrite merged(List<QueuedWrite> writes) {
        if (writes.size() == 1 || !(writes.getLast().write() instanceof EntityWrite.UpsertRow newest)) {
            return writes.getLast().write();
        }
        Set<String> changed = new HashSet<>(newest.changed());
        OptionalLong basedOn = newest.basedOn();
        for (int i = writes.size() - 2; i >= 0; i--) {
            EntityWrite older = writes.get(i).write();
            if (isBesideTheImage(older)) {
                continue;
            }
            if (!(older instanceof EntityWrite.UpsertRow image)
                    || basedOn.isEmpty()
                    || basedOn.getAsLong() != image.version()) {
                basedOn = OptionalLong.empty();
                break;
            }
            changed.addAll(image.changed());
            basedOn = image.basedOn();
        }
        // A mapping that is not the newest may have known columns that the newest image does not have.
        changed.removeIf(
                name -> !newest.columns().containsKey(name) && !newest.lookups().containsKey(name));
        return new EntityWrite.UpsertRow(
                newest.id(),
                newest.version(),
                basedOn,
                newest.columns(),
                newest.lookups(),
                changed,
                newest.mappingVersion());
    }
}
