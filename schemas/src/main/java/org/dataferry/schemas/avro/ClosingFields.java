package org.dataferry.schemas.avro;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.control.DeadLetterEvent;
import org.dataferry.schemas.control.DeadLetterId;
import org.dataferry.schemas.control.WaiverEvent;
import org.dataferry.schemas.write.WriteId;

/** What decisions that close refusals and dead letters have in a record of {@code control}. */
final class ClosingFields {

    private ClosingFields() {}

    static void write(GenericRecord record, WaiverEvent.Waived waived) {
        record.put("entity", waived.entity());
        record.put("rows", waived.rows());
        record.put("segment", waived.segment());
        record.put("part", waived.part());
        record.put("parts", waived.parts());
        record.put("writeIds", waived.writes().stream().map(WriteId::text).toList());
    }

    static WaiverEvent.Waived waived(GenericRecord record, String by, String why, Instant at) {
        return new WaiverEvent.Waived(
                AvroSchemas.text(record, "waiverId"),
                AvroSchemas.text(record, "entity"),
                AvroSchemas.number(record, "rows"),
                AvroSchemas.text(record, "segment"),
                (int) AvroSchemas.number(record, "part"),
                (int) AvroSchemas.number(record, "parts"),
                list(record, "writeIds", WriteId::parse),
                (int) AvroSchemas.number(record, "rebuild"),
                by,
                why,
                at);
    }

    static void write(GenericRecord record, DeadLetterEvent event) {
        record.put(
                "deadLetters", event.letters().stream().map(DeadLetterId::text).toList());
    }

    static List<DeadLetterId> letters(GenericRecord record) {
        return list(record, "deadLetters", DeadLetterId::parse);
    }

    private static <T> List<T> list(GenericRecord record, String field, Function<String, T> parse) {
        return ((List<?>) record.get(field))
                .stream().map(each -> parse.apply(each.toString())).toList();
    }
}
