package org.dataferry.capture;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** An engine whose consumer breaks down after a number of changes, and that keeps offsets at the ends of transactions only. */
final class InterruptedEngine {

    private InterruptedEngine() {}

    /** Runs until {@code enough} changes came, or the last one, and answers with them; their batch is complete. */
    static List<SourceRecord> run(Properties settings, int enough, Predicate<SourceRecord> last)
            throws InterruptedException {
        List<SourceRecord> changes = new ArrayList<>();
        DebeziumEngine<RecordChangeEvent<SourceRecord>> engine = DebeziumEngine.create(
                        ChangeEventFormat.of(Connect.class))
                .using(settings)
                .notifying((batch, committer) -> {
                    for (RecordChangeEvent<SourceRecord> each : batch) {
                        SourceRecord record = each.record();
                        if (record.valueSchema().field("after") != null) {
                            changes.add(record);
                        }
                        if (!insideTransaction(record)) {
                            committer.markProcessed(each);
                        }
                    }
                    committer.markBatchFinished();
                    if (changes.size() >= enough || changes.stream().anyMatch(last)) {
                        throw new IllegalStateException("interrupted as asked");
                    }
                })
                .using((success, message, error) -> {})
                .build();
        Thread thread = Thread.ofPlatform().start(engine);
        thread.join(TimeUnit.SECONDS.toMillis(30));
        return changes;
    }

    private static boolean insideTransaction(SourceRecord record) {
        Struct value = (Struct) record.value();
        boolean begin = record.valueSchema().field("status") != null
                && value.getString("status").equals("BEGIN");
        boolean change = record.valueSchema().field("transaction") != null && value.get("transaction") != null;
        return begin || change;
    }
}
