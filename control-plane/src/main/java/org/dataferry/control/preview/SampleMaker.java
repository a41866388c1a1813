package org.dataferry.control.preview;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.dataferry.control.projection.ImageText;
import org.dataferry.control.projection.LedgerReading;
import org.dataferry.control.replay.ReplayStep;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.EntityMapping;
import org.dataferry.transform.mapping.LinkMapping;
import org.dataferry.transform.mapping.MappingResult;
import org.dataferry.transform.mapping.Mappings;

/** Maps source rows as transform does, and compares with what the target has by the ledger. */
final class SampleMaker {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static final String IMAGE = """
            SELECT i.image FROM ferry.row r
            JOIN ferry.image i ON i.row_hash = r.row_hash AND i.version = r.applied_version
            WHERE r.row_hash = ferry.hash(?) AND r.identity = 'PRESENT'
            """;

    private final Mappings mappings;
    private final SourceImages images;
    private final LedgerReading ledger;

    SampleMaker(Mappings mappings, SourceImages images, LedgerReading ledger) {
        this.mappings = mappings;
        this.images = images;
        this.ledger = ledger;
    }

    Sample of(List<ReplayStep> steps) {
        List<Sample.Row> rows = new ArrayList<>();
        steps.forEach(step -> rows.addAll(of(step)));
        return new Sample.Mapped(rows);
    }

    private List<Sample.Row> of(ReplayStep step) {
        SourceImages.Found found = images.newest(step.row());
        List<Sample.Row> rows = new ArrayList<>();
        for (EntityMapping mapping : mappings.of(step.row().table())) {
            if (mapping.entity().equals(step.entity())) {
                RowId row = new RowId.OfSource(
                        step.entity(), step.row().table(), step.row().key(), mapping.discriminator());
                rows.add(new Sample.Row(step, row, result(found, image -> row(mapping, row, image))));
            }
        }
        for (LinkMapping mapping : mappings.links()) {
            if (mapping.relationship().equals(step.entity())
                    && mapping.table().equals(step.row().table())) {
                rows.add(link(step, mapping, found));
            }
        }
        return rows;
    }

    /** What becomes of an image. */
    private interface OfImage {
        Sample.Result of(SourceRow image);
    }

    private static Sample.Result result(SourceImages.Found found, OfImage mapped) {
        return switch (found) {
            case SourceImages.Found.Image(SourceRow image) -> mapped.of(image);
            case SourceImages.Found.Deleted ignored -> new Sample.Result.Gone();
            case SourceImages.Found.Unreadable ignored -> new Sample.Result.Unreadable();
        };
    }

    private static Sample.Row link(ReplayStep step, LinkMapping mapping, SourceImages.Found found) {
        RowId source =
                new RowId.OfSource(step.entity(), step.row().table(), step.row().key());
        if (found instanceof SourceImages.Found.Image(SourceRow image)
                && mapping.link(image) instanceof LinkMapping.LinkResult.Linked(RowId.Link link)) {
            return new Sample.Row(step, link, new Sample.Result.Linked());
        }
        return new Sample.Row(step, source, result(found, image -> switch (mapping.link(image)) {
            case LinkMapping.LinkResult.Linked ignored -> new Sample.Result.Linked();
            case LinkMapping.LinkResult.None ignored -> new Sample.Result.LeftOut();
            case LinkMapping.LinkResult.Refused(var reason, String detail) -> new Sample.Result.Refused(reason, detail);
        }));
    }

    private Sample.Result row(EntityMapping mapping, RowId row, SourceRow image) {
        return switch (mapping.map(image)) {
            case MappingResult.Filtered ignored -> new Sample.Result.LeftOut();
            case MappingResult.Refused(var reason, String detail) -> new Sample.Result.Refused(reason, detail);
            case MappingResult.Mapped mapped -> {
                boolean merges = mapping.merging().isPresent();
                Optional<JsonNode> before = merges ? Optional.empty() : before(row);
                yield new Sample.Result.Written(columns(before, after(row, mapped)), merges);
            }
        };
    }

    /** Those that differ. A column that is not known keeps what it has. */
    private static List<Sample.Column> columns(Optional<JsonNode> before, JsonNode after) {
        List<Sample.Column> columns = new ArrayList<>();
        after.properties().forEach(column -> {
            Optional<JsonNode> old =
                    before.map(image -> image.path(column.getKey())).filter(node -> !(node instanceof MissingNode));
            if (old.isEmpty() || !old.get().equals(SampleMaker::compare, column.getValue())) {
                columns.add(new Sample.Column(column.getKey(), old, column.getValue()));
            }
        });
        return columns;
    }

    /** Numbers by their value, as the ledger leaves zeros at their ends out. */
    private static int compare(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    }

    private JsonNode after(RowId row, MappingResult.Mapped mapped) {
        Map<String, LookupTarget> lookups = new LinkedHashMap<>();
        mapped.lookups()
                .forEach((column, named) -> lookups.put(
                        column, named.<LookupTarget>map(LookupTarget.ByKey::new).orElse(LookupTarget.NONE)));
        EntityWrite.UpsertRow write = new EntityWrite.UpsertRow(
                new WriteId(new Cause.OfReplay("preview"), row, Part.ROW),
                1,
                OptionalLong.empty(),
                mapped.columns(),
                lookups,
                Set.of(),
                mappings.version());
        return parsed(ImageText.of(write).image());
    }

    private Optional<JsonNode> before(RowId row) {
        AtomicReference<Optional<JsonNode>> image = new AtomicReference<>(Optional.empty());
        ledger.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(IMAGE)) {
                statement.setString(1, row.text());
                try (ResultSet found = statement.executeQuery()) {
                    if (found.next()) {
                        image.set(Optional.of(parsed(found.getString(1))));
                    }
                }
            }
        });
        return image.get();
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("the ledger's images are JSON", impossible);
        }
    }
}
