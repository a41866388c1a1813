package org.dataferry.control.soak.sink;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.dataferry.control.soak.sink.ModelRow.Image;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;

/** Writes as the transform makes them: versions in order, each relative to the one before it, the rows that they name bound. */
final class Writes {

    /** For the status that the target gives to rows of that state. */
    static final int STATUS_OF_STATE = -1;

    private static final Image NO_IMAGE = new Image(Map.of(), Map.of());

    private final Binder binder;
    private final WriteIds ids;

    Writes(Binder binder, WriteIds ids) {
        this.binder = binder;
        this.ids = ids;
    }

    /** @param refusal why the target has to refuse it */
    Announced upsert(ModelRow row, Image image, Set<String> changed, Optional<RejectionReason> refusal) {
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
        return announced(row, upsert, refusal);
    }

    Announced patch(ModelRow row, String column, ModelRow named) {
        row.base = OptionalLong.of(++row.version);
        return announced(
                row,
                new EntityWrite.PatchLookup(
                        ids.next(row.id(), Part.LOOKUP, column),
                        row.version,
                        column,
                        binder.bind(named),
                        WriteIds.MAPPING),
                Optional.empty());
    }

    /** A state is no version of its own. */
    Announced setState(ModelRow row, int state, int status, Optional<RejectionReason> refusal) {
        Announced set = announced(
                row,
                new EntityWrite.SetState(
                        ids.next(row.id(), Part.STATE, ""), row.version, state, status, WriteIds.MAPPING),
                refusal);
        row.lastStateOrder = row.lastOrder;
        return set;
    }

    Announced delete(ModelRow row) {
        row.version++;
        Announced delete = announced(
                row,
                new EntityWrite.DeleteRow(ids.next(row.id(), Part.ROW, ""), row.version, WriteIds.MAPPING),
                Optional.empty());
        row.lastStateOrder = row.lastOrder;
        return delete;
    }

    /** Links or unlinks, as the model has it. */
    Announced link(ModelLink link) {
        link.version++;
        link.open++;
        Announced announced = Announced.of(write(link, ids.next(link.id(), Part.LINK, "")), link, ids.order());
        link.lastOrder = ids.order();
        return announced;
    }

    private EntityWrite write(ModelLink link, WriteId id) {
        LookupTarget from = binder.bind(link.from());
        LookupTarget to = binder.bind(link.to());
        return link.isLinked
                ? new EntityWrite.Link(id, link.version, from, to, WriteIds.MAPPING)
                : new EntityWrite.Unlink(id, link.version, from, to, WriteIds.MAPPING);
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
            case EntityWrite.SetFile file -> throw new IllegalStateException("the soak has no files: " + file);
            case EntityWrite.DeleteRow delete -> {
                row.version++;
                yield new EntityWrite.DeleteRow(delete.id(), row.version, WriteIds.MAPPING);
            }
            case EntityWrite.Link link -> throw new IllegalStateException("a link without a link: " + link);
            case EntityWrite.Unlink link -> throw new IllegalStateException("a link without a link: " + link);
        };
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
}
