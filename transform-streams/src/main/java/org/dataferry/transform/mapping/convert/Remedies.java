package org.dataferry.transform.mapping.convert;

import org.dataferry.transform.mapping.type.DateTimeBehavior;
import org.dataferry.transform.mapping.type.SourceType;
import org.dataferry.transform.mapping.type.TargetColumnType;

/** What a mapping can say instead, for each pair of types that is not converted. */
final class Remedies {

    private Remedies() {}

    static String of(SourceType from, TargetColumnType to, String x) {
        return switch (to) {
            case TargetColumnType.Text text -> toText(from, x);
            case TargetColumnType.Memo memo -> toText(from, x);
            case TargetColumnType.Whole whole -> toWhole(from, x);
            case TargetColumnType.BigWhole big -> toWhole(from, x);
            case TargetColumnType.Choice choice -> toChoice(from, x);
            case TargetColumnType.Decimal decimal -> toNumber(from, x);
            case TargetColumnType.Floating floating -> toNumber(from, x);
            case TargetColumnType.Money money -> toNumber(from, x);
            case TargetColumnType.Bool bool -> toBool(from, x);
            case TargetColumnType.DateOnly date -> toDate(from, x);
            case TargetColumnType.DateTime(DateTimeBehavior behavior) ->
                switch (behavior) {
                    case USER_LOCAL -> toUserLocal(from, x);
                    case TIME_ZONE_INDEPENDENT -> toTimeZoneIndependent(from, x);
                };
            case TargetColumnType.Guid guid -> "only a uuid or a text that is one fits";
            case TargetColumnType.Lookup lookup -> "map it under lookups:, which say whose row it names";
            case TargetColumnType.FileColumn file -> "map it under files:, by path: or content:";
            case TargetColumnType.Other other ->
                other.name().equals("State") || other.name().equals("Status")
                        ? "say it by state: { state: 1, status: 2 }"
                        : "columns of type " + other.name() + " follow in a later version";
        };
    }

    private static String toText(SourceType from, String x) {
        return from == SourceType.LIST ? "use cel: " + x + ".join(', ')" : none();
    }

    private static String toWhole(SourceType from, String x) {
        return switch (from) {
            case DECIMAL, FLOATING -> "use cel: int(" + x + ")";
            case TEXT -> "use cel: int(" + x + ")";
            case BOOL -> "use cel: " + x + " ? 1 : 0";
            case DATE -> "use cel: year(" + x + "), month(" + x + ") or day(" + x + ")";
            case WHOLE, LOCAL_TIMESTAMP, TIMESTAMP, TIME, UUID, BYTES, LIST -> none();
        };
    }

    private static String toChoice(SourceType from, String x) {
        return from == SourceType.TEXT
                ? "add options: true and a line per text to reference/options.csv; or, of a text that is the option's"
                        + " number, use cel: int(" + x + ")"
                : toWhole(from, x);
    }

    private static String toNumber(SourceType from, String x) {
        return switch (from) {
            case TEXT -> "use cel: decimal(" + x + ")";
            case BOOL -> "use cel: " + x + " ? 1 : 0";
            case WHOLE, DECIMAL, FLOATING, DATE, LOCAL_TIMESTAMP, TIMESTAMP, TIME, UUID, BYTES, LIST -> none();
        };
    }

    private static String toBool(SourceType from, String x) {
        return switch (from) {
            case WHOLE -> "use cel: " + x + " != 0";
            case TEXT -> "use cel: " + x + " == 'true', or whatever text means yes";
            case DECIMAL, FLOATING, BOOL, DATE, LOCAL_TIMESTAMP, TIMESTAMP, TIME, UUID, BYTES, LIST -> none();
        };
    }

    private static String toDate(SourceType from, String x) {
        return switch (from) {
            case TEXT, LOCAL_TIMESTAMP -> "use cel: date(" + x + ")";
            case TIMESTAMP -> "use cel: date(inZone(" + x + ", 'Europe/Zurich')), with the zone that is right";
            case WHOLE, DECIMAL, FLOATING, BOOL, DATE, TIME, UUID, BYTES, LIST -> none();
        };
    }

    private static String toUserLocal(SourceType from, String x) {
        return switch (from) {
            case LOCAL_TIMESTAMP -> "use cel: atZone(" + x + ", 'Europe/Zurich'), with the zone that is right";
            case DATE -> "use cel: atZone(localDateTime(" + x + "), 'Europe/Zurich'), with the zone that is right";
            case TEXT ->
                "use cel: timestamp(" + x + ") for a text with an offset, or atZone(localDateTime(" + x
                        + "), 'Europe/Zurich') for one without";
            case WHOLE, DECIMAL, FLOATING, BOOL, TIMESTAMP, TIME, UUID, BYTES, LIST -> none();
        };
    }

    private static String toTimeZoneIndependent(SourceType from, String x) {
        return switch (from) {
            case TIMESTAMP -> "use cel: inZone(" + x + ", 'Europe/Zurich'), with the zone that is right";
            case TEXT -> "use cel: localDateTime(" + x + ")";
            case WHOLE, DECIMAL, FLOATING, BOOL, DATE, LOCAL_TIMESTAMP, TIME, UUID, BYTES, LIST -> none();
        };
    }

    private static String none() {
        return "nothing converts it; map another column, or one of another type";
    }
}
