package org.dataferry.control.prepare;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dataferry.sink.client.metadata.ColumnDefinition;
import org.dataferry.sink.client.metadata.ColumnType;
import org.dataferry.sink.client.metadata.RequiredLevel;
import org.dataferry.sink.client.metadata.TableDefinition;
import org.dataferry.transform.mapping.type.DateTimeBehavior;
import org.dataferry.transform.mapping.type.TargetColumn;
import org.dataferry.transform.mapping.type.TargetColumnType;
import org.dataferry.transform.mapping.type.TargetSchema;

/** Dataverse's metadata as mappings see it, and what mappings declare as Dataverse takes it. */
final class TargetTypes {

    private TargetTypes() {}

    static TargetSchema schema(TableDefinition table) {
        return TargetSchema.of(
                table.logicalName(),
                table.columns().values().stream().map(TargetTypes::column).toList());
    }

    /** What a declared column is to be made as. */
    static ColumnType made(TargetColumnType declared) {
        return switch (declared) {
            case TargetColumnType.Text(int maxLength) -> new ColumnType.Text(maxLength, "Text");
            case TargetColumnType.Memo(int maxLength) -> new ColumnType.Memo(maxLength);
            case TargetColumnType.Whole(int min, int max) -> new ColumnType.WholeNumber(min, max);
            case TargetColumnType.BigWhole ignored -> new ColumnType.BigNumber();
            case TargetColumnType.Decimal(int precision, BigDecimal min, BigDecimal max) ->
                new ColumnType.DecimalNumber(precision, min, max);
            case TargetColumnType.Floating(int precision, double min, double max) ->
                new ColumnType.FloatingNumber(precision, BigDecimal.valueOf(min), BigDecimal.valueOf(max));
            case TargetColumnType.Money(int precision, BigDecimal min, BigDecimal max) ->
                new ColumnType.Money(precision, min, max);
            case TargetColumnType.Bool ignored -> new ColumnType.TwoOptions();
            case TargetColumnType.DateOnly ignored -> new ColumnType.DateTime(ColumnType.DateBehavior.DATE_ONLY, true);
            case TargetColumnType.DateTime(DateTimeBehavior behavior) ->
                new ColumnType.DateTime(behavior(behavior), false);
            case TargetColumnType.Choice(SortedMap<Integer, String> labels) ->
                new ColumnType.Choice(labels.entrySet().stream()
                        .map(option -> new ColumnType.Option(option.getKey(), option.getValue()))
                        .toList());
            case TargetColumnType.File(int maxKilobytes) -> new ColumnType.File(maxKilobytes);
            case TargetColumnType.Image(int maxKilobytes) -> new ColumnType.Image(maxKilobytes);
            case TargetColumnType.Guid g -> throw notDeclared(g);
            case TargetColumnType.Lookup l -> throw notDeclared(l);
            case TargetColumnType.Other o -> throw notDeclared(o);
        };
    }

    private static TargetColumn column(ColumnDefinition column) {
        return new TargetColumn(
                column.logicalName(),
                type(column.type()),
                column.validForCreate(),
                column.validForUpdate(),
                column.required() == RequiredLevel.SYSTEM_REQUIRED);
    }

    static TargetColumnType type(ColumnType type) {
        return switch (type) {
            case ColumnType.Text(int maxLength, String format) -> new TargetColumnType.Text(maxLength);
            case ColumnType.Memo(int maxLength) -> new TargetColumnType.Memo(maxLength);
            case ColumnType.WholeNumber(long min, long max) ->
                new TargetColumnType.Whole(
                        (int) Math.max(min, Integer.MIN_VALUE), (int) Math.min(max, Integer.MAX_VALUE));
            case ColumnType.BigNumber ignored -> new TargetColumnType.BigWhole();
            case ColumnType.DecimalNumber(int precision, BigDecimal min, BigDecimal max) ->
                new TargetColumnType.Decimal(precision, min, max);
            case ColumnType.FloatingNumber(int precision, BigDecimal min, BigDecimal max) ->
                new TargetColumnType.Floating(precision, min.doubleValue(), max.doubleValue());
            case ColumnType.Money(int precision, BigDecimal min, BigDecimal max) ->
                new TargetColumnType.Money(precision, min, max);
            case ColumnType.TwoOptions ignored -> new TargetColumnType.Bool();
            case ColumnType.Choice(List<ColumnType.Option> options, Optional<String> global) ->
                new TargetColumnType.Choice(options.stream()
                        .collect(Collectors.toMap(
                                ColumnType.Option::value,
                                ColumnType.Option::label,
                                (first, second) -> first,
                                TreeMap::new)));
            case ColumnType.DateTime(ColumnType.DateBehavior behavior, boolean dateOnly) ->
                switch (behavior) {
                    case DATE_ONLY -> new TargetColumnType.DateOnly();
                    case USER_LOCAL -> new TargetColumnType.DateTime(DateTimeBehavior.USER_LOCAL);
                    case TIME_ZONE_INDEPENDENT -> new TargetColumnType.DateTime(DateTimeBehavior.TIME_ZONE_INDEPENDENT);
                };
            case ColumnType.Lookup(List<String> targets) -> new TargetColumnType.Lookup(targets);
            case ColumnType.UniqueIdentifier ignored -> new TargetColumnType.Guid();
            case ColumnType.File(int maxKilobytes) -> new TargetColumnType.File(maxKilobytes);
            case ColumnType.Image(int maxKilobytes) -> new TargetColumnType.Image(maxKilobytes);
            case ColumnType.Choices ignored -> new TargetColumnType.Other("MultiSelectPicklist");
            case ColumnType.State ignored -> new TargetColumnType.Other("State");
            case ColumnType.Status ignored -> new TargetColumnType.Other("Status");
            case ColumnType.Other(String typeName) -> new TargetColumnType.Other(typeName);
        };
    }

    private static ColumnType.DateBehavior behavior(DateTimeBehavior behavior) {
        return switch (behavior) {
            case USER_LOCAL -> ColumnType.DateBehavior.USER_LOCAL;
            case TIME_ZONE_INDEPENDENT -> ColumnType.DateBehavior.TIME_ZONE_INDEPENDENT;
        };
    }

    private static IllegalArgumentException notDeclared(TargetColumnType type) {
        return new IllegalArgumentException("a mapping cannot declare a column of type " + type.text());
    }
}
