package org.dataferry.emulator.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.files.Content;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;
import org.jspecify.annotations.Nullable;

/** Writes rows as JSON: values in their wire forms and, if asked for, annotations. */
public final class RowJson {
    /** Amounts are shown with four decimals, as SQL Server's money has them. */
    private static final int MONEY_DECIMALS = 4;

    public static final String FORMATTED = "OData.Community.Display.V1.FormattedValue";
    private static final String LOOKUP_NAME = "Microsoft.Dynamics.CRM.lookuplogicalname";
    private static final String NAVIGATION = "Microsoft.Dynamics.CRM.associatednavigationproperty";

    private final RowReads reads;
    private final Table table;
    private final List<Column> columns;
    /** Encoded once for all rows of a page. */
    private final SerializedString[] names;

    private final Annotations annotations;
    private final boolean formatted;
    private final boolean lookupName;
    private final boolean navigation;

    private final boolean etags;
    private final ExpandedJson expanded;

    RowJson(
            RowReads reads,
            Table table,
            List<Column> columns,
            ApiRequest request,
            boolean etags,
            ExpandedJson expanded) {
        this.etags = etags;
        this.expanded = expanded;
        this.reads = reads;
        this.table = table;
        this.columns = columns;
        names = columns.stream()
                .map(column -> new SerializedString(column.wireName()))
                .toArray(SerializedString[]::new);
        annotations = new Annotations(reads, table);
        formatted = request.wantsAnnotation(FORMATTED);
        lookupName = request.wantsAnnotation(LOOKUP_NAME);
        navigation = request.wantsAnnotation(NAVIGATION);
    }

    /** The members of the row, without the braces around them. */
    void members(JsonGenerator out, Row row) throws IOException {
        if (etags) {
            out.writeStringField("@odata.etag", etag(table, row));
        }
        for (int i = 0; i < names.length; i++) {
            Column column = columns.get(i);
            Object value = row.get(column);
            if (value == null) {
                out.writeFieldName(names[i]);
                out.writeNull();
                continue;
            }
            if (formatted) {
                String text = annotations.formatted(column, value);
                if (text != null) {
                    out.writeStringField(column.wireName() + "@" + FORMATTED, text);
                }
            }
            if (column.type() instanceof ColumnType.Lookup && value instanceof Reference reference) {
                lookup(out, column, reference);
            }
            out.writeFieldName(names[i]);
            if (column.type() instanceof ColumnType.Image && value instanceof UUID content) {
                out.writeBinary(thumbnail(content));
            } else {
                value(out, column, value);
            }
        }
        expanded.members(out, row);
    }

    /** The last block of an image's content. */
    private byte[] thumbnail(UUID content) {
        Content found = Content.find(reads, content);
        if (found == null || found.blocks().isEmpty()) {
            return new byte[0];
        }
        int size = found.blocks().getLast().size();
        return found.read(reads, found.size() - size, size);
    }

    static String etag(Table table, Row row) {
        return "W/\"" + row.version(table) + "\"";
    }

    private void lookup(JsonGenerator out, Column column, Reference reference) throws IOException {
        Table target = reads.catalog().byNumber(reference.table());
        if (target == null) {
            return;
        }
        if (navigation) {
            String name = annotations.navigation(column, target);
            if (name != null) {
                out.writeStringField(column.wireName() + "@" + NAVIGATION, name);
            }
        }
        if (lookupName) {
            out.writeStringField(column.wireName() + "@" + LOOKUP_NAME, target.logicalName());
        }
    }

    /**
     * One member that is not in the place of a whole row's: a group's value, a sum, a column of a joined row.
     *
     * @param column that the value is of, or null for a count
     * @param annotations for its formatted value, or null without
     */
    public static void member(
            JsonGenerator out,
            String name,
            @Nullable Column column,
            @Nullable Object value,
            @Nullable Annotations annotations)
            throws IOException {
        if (value == null) {
            out.writeNullField(name);
            return;
        }
        String text = annotations == null || column == null ? null : annotations.formatted(column, value);
        if (text != null) {
            out.writeStringField(name + "@" + FORMATTED, text);
        }
        out.writeFieldName(name);
        value(out, column, value);
    }

    static void value(JsonGenerator out, @Nullable Column column, Object value) throws IOException {
        switch (value) {
            case String text -> out.writeString(text);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case Double number -> out.writeNumber(number);
            case Boolean flag -> out.writeBoolean(flag);
            case BigDecimal number -> out.writeNumber(decimal(column, number).toPlainString());
            case LocalDate date -> out.writeString(date.toString());
            case Instant instant -> out.writeString(IsoText.of(instant.getEpochSecond()));
            case LocalDateTime local -> out.writeString(IsoText.of(local.toEpochSecond(ZoneOffset.UTC)));
            case UUID id -> out.writeString(id.toString());
            case Reference reference -> out.writeString(reference.id().toString());
            default -> throw new EmulatorException("No JSON for a value of " + value.getClass());
        }
    }

    /** As {@code $value} gives it: what JSON has, without quotes. */
    static String text(Column column, Object value) {
        return switch (value) {
            case BigDecimal number -> decimal(column, number).toPlainString();
            case Instant instant -> IsoText.of(instant.getEpochSecond());
            case LocalDateTime local -> IsoText.of(local.toEpochSecond(ZoneOffset.UTC));
            case Reference reference -> reference.id().toString();
            default -> value.toString();
        };
    }

    private static BigDecimal decimal(@Nullable Column column, BigDecimal number) {
        return column != null && column.type() instanceof ColumnType.Money
                ? number.setScale(MONEY_DECIMALS, RoundingMode.HALF_EVEN)
                : number;
    }
}
