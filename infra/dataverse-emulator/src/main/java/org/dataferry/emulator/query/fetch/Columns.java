package org.dataferry.emulator.query.fetch;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.query.Annotations;
import org.dataferry.emulator.query.Comparison;
import org.dataferry.emulator.query.RowJson;
import org.dataferry.emulator.query.fetch.Fetch.Attribute;
import org.dataferry.emulator.query.fetch.Fetch.Entity;
import org.dataferry.emulator.query.fetch.Fetch.Link;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the answer: those of the first table under their wire names, the others as {@code alias.column}. The id of the first table
 * is always there, but not where only distinct rows are asked for.
 */
final class Columns {
    private static final String LOOKUP_NAME = "Microsoft.Dynamics.CRM.lookuplogicalname";

    private record Chosen(String alias, Column column, String name, boolean linked) {}

    private final Plan plan;
    private final RowReads reads;
    private final List<Chosen> chosen = new ArrayList<>();
    private final Map<String, Annotations> annotations = new HashMap<>();
    private final boolean formatted;
    private final boolean lookupNames;

    Columns(Plan plan, Fetch fetch, RowReads reads, ApiRequest request) {
        this.plan = plan;
        this.reads = reads;
        formatted = request.wantsAnnotation(RowJson.FORMATTED);
        lookupNames = request.wantsAnnotation(LOOKUP_NAME);
        choose(Joined.ROOT, fetch.entity());
        Column id = plan.table(Joined.ROOT).columns().getFirst();
        if (!fetch.distinct() && chosen.stream().noneMatch(one -> !one.linked() && one.column() == id)) {
            chosen.add(new Chosen(Joined.ROOT, id, id.wireName(), false));
        }
    }

    private void choose(String alias, Entity entity) {
        boolean linked = !alias.equals(Joined.ROOT);
        if (entity.all()) {
            plan.table(alias).columns().stream()
                    .filter(column -> !(column.type() instanceof ColumnType.Image))
                    .forEach(column -> chosen.add(new Chosen(alias, column, name(alias, column, null), linked)));
        }
        for (Attribute attribute : entity.attributes()) {
            Column column = plan.column(alias, attribute.name());
            chosen.add(new Chosen(alias, column, name(alias, column, attribute.alias()), linked));
        }
        for (Link link : entity.links()) {
            choose(link.alias(), link.entity());
        }
    }

    private static String name(String alias, Column column, @Nullable String own) {
        if (own != null) {
            return own;
        }
        return alias.equals(Joined.ROOT) ? column.wireName() : alias + "." + column.logicalName();
    }

    /** What makes two rows the same where only distinct ones are asked for. */
    List<@Nullable Object> key(Joined joined) {
        List<@Nullable Object> key = new ArrayList<>();
        for (Chosen one : chosen) {
            Object value = value(joined, one);
            key.add(value == null ? null : Comparison.key(reads.catalog().collation(), value));
        }
        return key;
    }

    void write(JsonGenerator out, Joined joined) throws IOException {
        out.writeStartObject();
        Row root = joined.row(Joined.ROOT);
        if (root != null) {
            out.writeStringField("@odata.etag", "W/\"" + root.version(plan.table(Joined.ROOT)) + "\"");
        }
        for (Chosen one : chosen) {
            Object value = value(joined, one);
            // What a linked row lacks is left out, as the row itself may be missing.
            if (value != null || !one.linked()) {
                if (lookupNames && value instanceof Reference reference) {
                    var target = reads.catalog().byNumber(reference.table());
                    if (target != null) {
                        out.writeStringField(one.name() + "@" + LOOKUP_NAME, target.logicalName());
                    }
                }
                RowJson.member(out, one.name(), one.column(), value, annotations(one.alias()));
            }
        }
        out.writeEndObject();
    }

    private @Nullable Annotations annotations(String alias) {
        return formatted ? annotations.computeIfAbsent(alias, name -> new Annotations(reads, plan.table(name))) : null;
    }

    private static @Nullable Object value(Joined joined, Chosen one) {
        Row row = joined.row(one.alias());
        return row == null ? null : row.get(one.column());
    }
}
