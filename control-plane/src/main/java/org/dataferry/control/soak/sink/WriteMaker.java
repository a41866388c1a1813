package org.dataferry.control.soak.sink;

import static org.dataferry.control.soak.sink.SoakTables.*;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.dataferry.control.soak.sink.ModelRow.Image;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;

/** Makes up what is written next, as the transform would write it, and changes the model by it. */
final class WriteMaker {

    /** Of a hundred lookups and links so many name a row that is not known to be in the target yet: they bounce, or come just in time. */
    private static final int TOO_EARLY_PERCENT = 3;

    private static final Image NO_IMAGE = new Image(Map.of(), Map.of());
    private static final int ACTIVE = 0;
    private static final int INACTIVE = 1;
    private static final int STATUS_OF_STATE = -1;
    private static final int STATUS_OF_ACTIVE = 1;
    private static final int STATUS_OF_INACTIVE = 2;
    private static final int PERCENT = 100;

    private final Model model;
    private final Binder binder;
    private final WriteIds ids;
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

    WriteMaker(Model model, Binder binder, WriteIds ids, Random random) {
        this.model = model;
        this.binder = binder;
        this.ids = ids;
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
        return made(row, firstImage(row));
    }

    /** A row that was removed, or whose creation was refused, is made again. */
    private Optional<Announced> anew() {
        return model.pick(anyEntity(), row -> !row.isThere() && !row.awaitsRefusal)
                .map(row -> made(row, firstImage(row)));
    }

    private Announced made(ModelRow row, Image image) {
        row.lives++;
        row.base = OptionalLong.empty();
        row.isKnown = false;
        row.madeBy = row.version + 1;
        expect(row, image);
        return announced(row, upsert(row, image, image.columns().keySet()), Optional.empty());
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
                            image = image.with(column, value(column));
                        }
                    }
                    if (row.entity().equals(ORDER) && random.nextInt(4) == 0) {
                        changed.add(PLACE_LOOKUP);
                        image = image.withLookup(PLACE_LOOKUP, named(PLACE, row));
                    }
                    Announced update = announced(row, upsert(row, image, changed), Optional.empty());
                    expect(row, image);
                    letGo(before, row, update);
                    return update;
                });
    }

    /** A lookup that goes in circles is set once its row is there. */
    private Optional<Announced> patch() {
        return model.pick(ORDER, row -> row.isSettled() && !row.awaitsRefusal)
                .flatMap(row -> named(ORDER, row).map(parent -> {
                    Image before = Objects.requireNonNull(row.expected);
                    row.version++;
                    Announced patch = announced(
                            row,
                            new EntityWrite.PatchLookup(
                                    ids.next(row.id(), Part.LOOKUP, PARENT_LOOKUP),
                                    row.version,
                                    PARENT_LOOKUP,
                                    binder.bind(parent),
                                    WriteIds.MAPPING),
                            Optional.empty());
                    row.base = OptionalLong.of(row.version);
                    expect(row, before.withLookup(PARENT_LOOKUP, Optional.of(parent)));
                    letGo(before, row, patch);
                    return patch;
                }));
    }

    private Optional<Announced> state() {
        return model.pick(ORDER, row -> row.isSettled() && !row.awaitsRefusal).map(row -> {
            row.state = row.state == ACTIVE ? INACTIVE : ACTIVE;
            return setState(row, row.state, STATUS_OF_STATE, Optional.empty());
        });
    }

    /** A state is no version of its own. */
    private Announced setState(ModelRow row, int state, int status, Optional<RejectionReason> refusal) {
        Announced set = announced(
                row,
                new EntityWrite.SetState(
                        ids.next(row.id(), Part.STATE, ""), row.version, state, status, WriteIds.MAPPING),
                refusal);
        row.lastStateOrder = row.lastOrder;
        return set;
    }

    private Optional<Announced> delete() {
        return model.pick(anyEntity(), ModelRow::mayBeRemoved).map(row -> {
            Image before = Objects.requireNonNull(row.expected);
            row.version++;
            Announced delete = announced(
                    row,
                    new EntityWrite.DeleteRow(ids.next(row.id(), Part.ROW, ""), row.version, WriteIds.MAPPING),
                    Optional.empty());
            row.lastStateOrder = row.lastOrder;
            row.expected = null;
            row.isKnown = false;
            letGo(before, row, delete);
            return delete;
        });
    }

    private Optional<Announced> link() {
        return end(ORDER)
                .flatMap(from -> end(PLACE).map(to -> model.link(from, to)))
                .filter(link -> !link.isLinked)
                .map(link -> {
                    link.isLinked = true;
                    link.from().links++;
                    link.to().links++;
                    return announced(link);
                });
    }

    /** The ends count as linked until the outcome is there: then they may be removed. */
    private Optional<Announced> unlink() {
        return model.pickLink(link -> link.isLinked).map(link -> {
            link.isLinked = false;
            return announced(link);
        });
    }

    private Announced announced(ModelLink link) {
        link.version++;
        link.open++;
        Announced announced = Announced.of(linkWrite(link), link, ids.order());
        link.lastOrder = ids.order();
        return announced;
    }

    private EntityWrite linkWrite(ModelLink link) {
        return write(link, ids.next(link.id(), Part.LINK, ""));
    }

    private EntityWrite write(ModelLink link, WriteId id) {
        LookupTarget from = binder.bind(link.from());
        LookupTarget to = binder.bind(link.to());
        return link.isLinked
                ? new EntityWrite.Link(id, link.version, from, to, WriteIds.MAPPING)
                : new EntityWrite.Unlink(id, link.version, from, to, WriteIds.MAPPING);
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
            made = setState(row, row.state, status, Optional.of(BadValue.STATUS.reason()));
        } else if (bad == BadValue.DUPLICATE || random.nextBoolean() || settled.isEmpty()) {
            ModelRow row = model.newRow(ORDER);
            row.lives++;
            row.madeBy = row.version + 1;
            // Nothing but the bad value may be in its way.
            Image image = bad.in(firstImage(row).withLookup(PLACE_LOOKUP, Optional.empty()), settled);
            made = announced(row, upsert(row, image, image.columns().keySet()), Optional.of(bad.reason()));
            row.base = OptionalLong.empty();
            if (bad == BadValue.DUPLICATE) {
                row.rival(settled.get());
            }
        } else {
            ModelRow row = settled.get();
            OptionalLong base = row.base;
            Image image = bad.in(Objects.requireNonNull(row.expected), settled);
            made = announced(row, upsert(row, image, Set.of(bad.column())), Optional.of(bad.reason()));
            row.base = base;
        }
        made.row().orElseThrow().awaitsRefusal = true;
        return Optional.of(made);
    }

    /** A write that bounced goes out again under its id, as a version of its own and as a whole image. */
    EntityWrite again(Announced bounced) {
        EntityWrite write = bounced.write();
        if (bounced.link().isPresent()) {
            ModelLink link = bounced.link().get();
            link.version++;
            link.lastOrder = ids.nextOrder();
            return write(link, write.id());
        }
        ModelRow row = bounced.row().orElseThrow();
        Image image = Objects.requireNonNullElse(row.expected, NO_IMAGE);
        row.lastOrder = ids.nextOrder();
        return switch (write) {
            case EntityWrite.UpsertRow upsert -> {
                row.base = OptionalLong.of(++row.version);
                yield new EntityWrite.UpsertRow(
                        upsert.id(),
                        row.version,
                        OptionalLong.empty(),
                        image.columns(),
                        bound(image),
                        image.columns().keySet(),
                        WriteIds.MAPPING);
            }
            case EntityWrite.PatchLookup patch -> {
                row.base = OptionalLong.of(++row.version);
                yield new EntityWrite.PatchLookup(
                        patch.id(),
                        row.version,
                        patch.column(),
                        binder.bind(Objects.requireNonNull(image.lookups().get(patch.column()))),
                        WriteIds.MAPPING);
            }
            case EntityWrite.SetState state ->
                new EntityWrite.SetState(state.id(), row.version, state.state(), state.status(), WriteIds.MAPPING);
            case EntityWrite.DeleteRow delete -> {
                row.version++;
                yield new EntityWrite.DeleteRow(delete.id(), row.version, WriteIds.MAPPING);
            }
            case EntityWrite.Link link -> throw new IllegalStateException("a link without a link: " + link);
            case EntityWrite.Unlink link -> throw new IllegalStateException("a link without a link: " + link);
        };
    }

    private EntityWrite.UpsertRow upsert(ModelRow row, Image image, Set<String> changed) {
        row.version++;
        EntityWrite.UpsertRow upsert = new EntityWrite.UpsertRow(
                ids.next(row.id(), Part.ROW, ""),
                row.version,
                row.base,
                image.columns(),
                bound(image),
                changed,
                WriteIds.MAPPING);
        row.base = OptionalLong.of(row.version);
        return upsert;
    }

    private Map<String, LookupTarget> bound(Image image) {
        Map<String, LookupTarget> bound = new LinkedHashMap<>();
        image.lookups().forEach((column, named) -> bound.put(column, binder.bind(named)));
        return bound;
    }

    private Announced announced(ModelRow row, EntityWrite write, Optional<RejectionReason> refusal) {
        row.open++;
        row.lastOrder = ids.order();
        return Announced.of(write, row, refusal, ids.order());
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

    private Image firstImage(ModelRow row) {
        Map<String, Value> columns = new LinkedHashMap<>();
        for (String column : COLUMNS) {
            columns.put(column, column.equals(NUMBER) ? Value.text("n" + row.number()) : value(column));
        }
        Map<String, Optional<ModelRow>> lookups = new LinkedHashMap<>();
        if (row.entity().equals(ORDER)) {
            lookups.put(PLACE_LOOKUP, named(PLACE, row));
            if (row.lives > 0) {
                // Its removal may still wait in the sink, which then only brings the row up to date.
                lookups.put(PARENT_LOOKUP, Optional.empty());
            }
        }
        return new Image(columns, lookups);
    }

    private Value value(String column) {
        if (!column.equals(NAME) && random.nextInt(10) == 0) {
            return new Value.Null();
        }
        return switch (column) {
            case COUNT -> Value.whole(random.nextInt(HIGHEST_COUNT));
            case AMOUNT -> Value.decimal(random.nextInt(10_000) + "." + random.nextInt(10_000));
            default -> Value.text(column + " " + Long.toString(random.nextLong(), Character.MAX_RADIX));
        };
    }

    private Optional<ModelRow> named(String entity, ModelRow by) {
        return random.nextInt(5) == 0 ? Optional.empty() : end(entity).filter(row -> row != by);
    }

    private Optional<ModelRow> end(String entity) {
        boolean early = random.nextInt(PERCENT) < TOO_EARLY_PERCENT;
        Optional<ModelRow> unknown =
                early ? model.pick(entity, row -> row.isThere() && !row.isKnown) : Optional.empty();
        return unknown.or(() -> model.pick(entity, row -> row.isThere() && row.isKnown));
    }

    private String anyEntity() {
        return random.nextInt(4) == 0 ? PLACE : ORDER;
    }
}
