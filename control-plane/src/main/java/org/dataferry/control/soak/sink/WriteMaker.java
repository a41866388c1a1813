package org.dataferry.control.soak.sink;

import static org.dataferry.control.soak.sink.SoakTables.*;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.dataferry.control.soak.sink.ModelRow.Image;

/** Makes up what is written next, as the transform would write it, and changes the model by it. */
final class WriteMaker {

    private static final int ACTIVE = 0;
    private static final int INACTIVE = 1;
    private static final int STATUS_OF_ACTIVE = 1;
    private static final int STATUS_OF_INACTIVE = 2;
    private static final int PERCENT = 100;

    private final Model model;
    private final Writes writes;
    private final Images images;
    private final Random random;

    /** @param below of a hundred, so many less those of the kinds before it are of this one */
    private record Kind(int below, Supplier<Optional<Announced>> make) {}

    private final List<Kind> kinds = List.of(
            new Kind(37, this::update),
            new Kind(42, this::patch),
            new Kind(47, this::state),
            new Kind(54, this::delete),
            new Kind(58, this::anew),
            new Kind(65, this::link),
            new Kind(69, this::unlink),
            new Kind(70, this::refused));

    WriteMaker(Model model, Writes writes, Random random) {
        this.model = model;
        this.writes = writes;
        this.images = new Images(model, random);
        this.random = random;
    }

    /** Some kind of write, or a new row where a few picks found nothing for it. */
    Announced next() {
        int dice = random.nextInt(PERCENT);
        return kinds.stream()
                .filter(kind -> dice < kind.below())
                .findFirst()
                .flatMap(kind -> kind.make().get())
                .orElseGet(this::create);
    }

    private Announced create() {
        ModelRow row = model.newRow(random.nextInt(PERCENT) < 20 ? PLACE : ORDER);
        return made(row, images.first(row));
    }

    /** A row that was removed, or whose creation was refused, is made again. */
    private Optional<Announced> anew() {
        return model.pick(anyEntity(), row -> !row.isThere() && !row.awaitsRefusal)
                .map(row -> made(row, images.first(row)));
    }

    private Announced made(ModelRow row, Image image) {
        row.lives++;
        row.base = OptionalLong.empty();
        row.isKnown = false;
        row.madeBy = row.version + 1;
        expect(row, image);
        return writes.upsert(row, image, image.columns().keySet(), Optional.empty());
    }

    private Optional<Announced> update() {
        return model.pick(anyEntity(), row -> row.isThere() && !row.awaitsRefusal)
                .map(row -> {
                    Image before = Objects.requireNonNull(row.expected);
                    Image image = before;
                    Set<String> changed = new LinkedHashSet<>();
                    for (String column : new String[] {NAME, NOTE, COUNT, AMOUNT}) {
                        if (random.nextBoolean()) {
                            changed.add(column);
                            image = image.with(column, images.value(column));
                        }
                    }
                    if (row.entity().equals(ORDER) && random.nextInt(4) == 0) {
                        changed.add(PLACE_LOOKUP);
                        image = image.withLookup(PLACE_LOOKUP, images.named(PLACE, row));
                    }
                    Announced update = writes.upsert(row, image, changed, Optional.empty());
                    expect(row, image);
                    letGo(before, row, update);
                    return update;
                });
    }

    /** A lookup that goes in circles is set once its row is there. */
    private Optional<Announced> patch() {
        return model.pick(ORDER, row -> row.isSettled() && !row.awaitsRefusal)
                .flatMap(row -> images.named(ORDER, row).map(parent -> {
                    Image before = Objects.requireNonNull(row.expected);
                    Announced patch = writes.patch(row, PARENT_LOOKUP, parent);
                    expect(row, before.withLookup(PARENT_LOOKUP, Optional.of(parent)));
                    letGo(before, row, patch);
                    return patch;
                }));
    }

    private Optional<Announced> state() {
        return model.pick(ORDER, row -> row.isSettled() && !row.awaitsRefusal).map(row -> {
            row.state = row.state == ACTIVE ? INACTIVE : ACTIVE;
            return writes.setState(row, row.state, Writes.STATUS_OF_STATE, Optional.empty());
        });
    }

    private Optional<Announced> delete() {
        return model.pick(anyEntity(), ModelRow::mayBeRemoved).map(row -> {
            Image before = Objects.requireNonNull(row.expected);
            Announced delete = writes.delete(row);
            row.expected = null;
            row.isKnown = false;
            row.removal = delete;
            letGo(before, row, delete);
            return delete;
        });
    }

    private Optional<Announced> link() {
        return images.end(ORDER)
                .flatMap(from -> images.end(PLACE).map(to -> model.link(from, to)))
                .filter(link -> !link.isLinked)
                .map(link -> {
                    link.isLinked = true;
                    link.from().links++;
                    link.to().links++;
                    return writes.link(link);
                });
    }

    /** The ends count as linked until the outcome is there: then they may be removed. */
    private Optional<Announced> unlink() {
        return model.pickLink(link -> link.isLinked).map(link -> {
            link.isLinked = false;
            return writes.link(link);
        });
    }

    /** What the target cannot take: a new row, a change of one that is settled, or a state. */
    private Optional<Announced> refused() {
        BadValue bad = BadValue.values()[random.nextInt(BadValue.values().length)];
        Optional<ModelRow> settled = model.pick(ORDER, row -> row.isSettled() && !row.awaitsRefusal);
        Announced made;
        if (bad == BadValue.STATUS || bad == BadValue.DUPLICATE && settled.isEmpty()) {
            if (settled.isEmpty()) {
                return Optional.empty();
            }
            ModelRow row = settled.get();
            int status = row.state == ACTIVE ? STATUS_OF_INACTIVE : STATUS_OF_ACTIVE;
            made = writes.setState(row, row.state, status, Optional.of(BadValue.STATUS.reason()));
        } else if (bad == BadValue.DUPLICATE || random.nextBoolean() || settled.isEmpty()) {
            ModelRow row = model.newRow(ORDER);
            row.lives++;
            row.madeBy = row.version + 1;
            // Nothing but the bad value may be in its way.
            Image image = bad.in(images.first(row).withLookup(PLACE_LOOKUP, Optional.empty()), settled);
            made = writes.upsert(row, image, image.columns().keySet(), Optional.of(bad.reason()));
            row.base = OptionalLong.empty();
            if (bad == BadValue.DUPLICATE) {
                row.rival(settled.get());
            }
        } else {
            ModelRow row = settled.get();
            OptionalLong base = row.base;
            Image image = bad.in(Objects.requireNonNull(row.expected), settled);
            made = writes.upsert(row, image, Set.of(bad.column()), Optional.of(bad.reason()));
            row.base = base;
        }
        made.row().orElseThrow().awaitsRefusal = true;
        return Optional.of(made);
    }

    private static void expect(ModelRow row, Image image) {
        row.expected = image;
        image.lookups().values().forEach(named -> named.ifPresent(other -> other.namers.add(row)));
    }

    /** Those that the row named and names no more may be removed once this is done. */
    private static void letGo(Image before, ModelRow row, Announced by) {
        before.lookups().values().stream().flatMap(Optional::stream).forEach(named -> {
            Image now = row.expected;
            boolean stillNamed =
                    now != null && now.lookups().values().stream().anyMatch(other -> other.equals(Optional.of(named)));
            if (!stillNamed) {
                named.namers.remove(row);
                named.lettingGo = by;
            }
        });
    }

    private String anyEntity() {
        return random.nextInt(4) == 0 ? PLACE : ORDER;
    }
}
