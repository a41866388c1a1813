package org.dataferry.capture.dump.publish;

import java.math.RoundingMode;
import java.time.ZoneOffset;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.dataferry.capture.dump.DumpType;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.value.EpochMicros;
import org.dataferry.schemas.value.Value;
import org.jspecify.annotations.Nullable;

/** Types and values as Debezium writes those of a database, so that one reader reads both. */
final class ConnectTypes {

    private ConnectTypes() {}

    static Schema schema(DumpType type, boolean optional) {
        SchemaBuilder builder = switch (type) {
            case DumpType.Text text -> SchemaBuilder.string();
            case DumpType.Whole whole -> SchemaBuilder.int64();
            case DumpType.Decimal(int precision, int scale) ->
                Decimal.builder(scale).parameter("connect.decimal.precision", Integer.toString(precision));
            case DumpType.Floating floating -> SchemaBuilder.float64();
            case DumpType.Bool bool -> SchemaBuilder.bool();
            case DumpType.Day day -> SchemaBuilder.int32().name("io.debezium.time.Date");
            case DumpType.LocalMoment local -> SchemaBuilder.int64().name("io.debezium.time.MicroTimestamp");
            case DumpType.Moment moment -> SchemaBuilder.string().name("io.debezium.time.ZonedTimestamp");
            case DumpType.TimeOfDay time -> SchemaBuilder.int64().name("io.debezium.time.MicroTime");
            case DumpType.Guid guid -> SchemaBuilder.string().name("io.debezium.data.Uuid");
        };
        return (optional ? builder.optional() : builder).build();
    }

    static @Nullable Object value(DumpType type, Value value) {
        return switch (value) {
            case Value.Null nothing -> null;
            case Value.Text(String text) -> text;
            case Value.Whole(long number) -> number;
            case Value.Decimal(var number) ->
                type instanceof DumpType.Decimal(int precision, int scale)
                        ? number.setScale(scale, RoundingMode.UNNECESSARY)
                        : number;
            case Value.Floating(double number) -> number;
            case Value.Bool(boolean bool) -> bool;
            case Value.Day(var day) -> Math.toIntExact(day.toEpochDay());
            case Value.LocalMoment(var moment) -> EpochMicros.of(moment.toInstant(ZoneOffset.UTC));
            case Value.Moment(var moment) -> moment.toString();
            case Value.TimeOfDay(var time) -> time.toNanoOfDay() / 1_000;
            case Value.Guid(var guid) -> guid.toString();
            case Value.Absent absent -> throw strange(value);
            case Value.Bytes bytes -> throw strange(value);
            case Value.Many many -> throw strange(value);
            case Value.Withheld withheld -> throw strange(value);
        };
    }

    private static SchemasException strange(Value value) {
        return new SchemasException("no column of a dump holds " + value);
    }
}
