package org.dataferry.control.projection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.dataferry.schemas.key.PlainKey;
import org.dataferry.schemas.key.PlainRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.LookupTarget;

/**
 * A row's image as JSON: columns by logical name, lookups by the id of the row that they name. Bytes are told by their length,
 * numbers that are none as texts; a column that is not known is left out.
 *
 * @param image all columns and lookups
 * @param amounts those of them that are exact decimals, money among them, and not null
 * @param currency the key of the row that the lookup {@code transactioncurrencyid} names; empty if there is none
 */
public record ImageText(String image, String amounts, String currency) {

    /** Dataverse's own lookup for the currency of a row's money columns. */
    private static final String CURRENCY = "transactioncurrencyid";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    public static ImageText of(EntityWrite.UpsertRow write) {
        ObjectNode image = JSON.objectNode();
        ObjectNode amounts = JSON.objectNode();
        write.columns().forEach((column, value) -> {
            put(image, column, value);
            if (value instanceof Value.Decimal(BigDecimal amount)) {
                amounts.put(column, amount);
            }
        });
        write.lookups().forEach((column, target) -> put(image, column, target));
        return new ImageText(
                image.toString(),
                amounts.toString(),
                currency(write.lookups().getOrDefault(CURRENCY, LookupTarget.NONE)));
    }

    private static void put(ObjectNode image, String column, LookupTarget target) {
        switch (target) {
            case LookupTarget.None ignored -> image.putNull(column);
            case LookupTarget.ByGuid(RowId row, var guid) -> image.put(column, row.text());
            case LookupTarget.ByKey(RowId row) -> image.put(column, row.text());
        }
    }

    private static String currency(LookupTarget target) {
        return switch (target) {
            case LookupTarget.None ignored -> "";
            case LookupTarget.ByGuid(RowId row, var guid) -> key(row);
            case LookupTarget.ByKey(RowId row) -> key(row);
        };
    }

    private static String key(RowId row) {
        return row instanceof RowId.OfSource one ? PlainKey.of(one.key()) : new PlainRow(false).text(row);
    }

    private static void put(ObjectNode image, String column, Value value) {
        if (!(value instanceof Value.Absent)) {
            ArrayNode one = JSON.arrayNode();
            add(one, value);
            image.set(column, one.get(0));
        }
    }

    private static void add(ArrayNode list, Value value) {
        switch (value) {
            case Value.Null ignored -> list.addNull();
            case Value.Absent ignored -> list.addNull();
            case Value.Text(String text) -> list.add(storable(text));
            case Value.Whole(long number) -> list.add(number);
            case Value.Decimal(BigDecimal number) -> list.add(number);
            case Value.Floating(double number) -> {
                if (Double.isFinite(number)) {
                    list.add(number);
                } else {
                    list.add(Double.toString(number));
                }
            }
            case Value.Bool(boolean bool) -> list.add(bool);
            case Value.Day(var day) -> list.add(day.toString());
            case Value.LocalMoment(var moment) -> list.add(moment.toString());
            case Value.Moment(var moment) -> list.add(moment.toString());
            case Value.TimeOfDay(var time) -> list.add(time.toString());
            case Value.Guid(var guid) -> list.add(guid.toString());
            case Value.Bytes bytes -> list.add("(" + bytes.length() + " bytes)");
            case Value.Withheld(long bytes) -> list.add("(" + bytes + " bytes)");
            case Value.Many(var values) -> {
                ArrayNode many = list.addArray();
                values.forEach(each -> add(many, each));
            }
        }
    }

    /** What {@code jsonb} takes: no NUL, and no half of a character. */
    private static String storable(String text) {
        StringBuilder taken = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> point == 0 || point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE
                        ? '\uFFFD'
                        : point)
                .forEach(taken::appendCodePoint);
        return taken.toString();
    }
}
