package org.dataferry.capture.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.dataferry.capture.RunningEngine;
import org.dataferry.capture.SourceServer;
import org.dataferry.capture.source.SourceAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table with a column of every type, through Debezium itself: what is converted is what it really emits. */
class EveryTypeIT {

    private static final CapturedTable TABLE =
            new CapturedTable("erp", "public", "every_type", new BeforeImage.OnlyColumns(Set.of("id")));

    @TempDir
    Path directory;

    private final UnavailableValue unavailable = UnavailableValue.random(new Random());
    private final ConnectToAvro converter = new ConnectToAvro(unavailable, 1_000_000);

    @Test
    void convertsEveryColumnOfSnapshotAndStreamAlike() throws Exception {
        SourceAddress address = SourceServer.newDatabase();
        EveryType.create(address);
        SourceServer.execute(address, EveryType.insert(1), EveryType.insertNulls(2));

        try (RunningEngine engine = new RunningEngine(RunningEngine.settings(address, directory, unavailable.text()))) {
            List<GenericRecord> snapshot =
                    engine.nextChanges(2).stream().map(this::envelope).toList();
            SourceServer.execute(address, EveryType.insert(1001), EveryType.insertNulls(1002));
            List<GenericRecord> streamed =
                    engine.nextChanges(2).stream().map(this::envelope).toList();

            assertThat(snapshot).extracting(each -> each.get("op").toString()).containsOnly("r");
            assertThat(streamed).extracting(each -> each.get("op").toString()).containsOnly("c");
            assertThat(columns(streamed.get(0))).isEqualTo(columns(snapshot.get(0)));
            assertThat(columns(streamed.get(1))).isEqualTo(columns(snapshot.get(1)));
            assertThat(columns(snapshot.get(0))).doesNotContainValue("null");
            assertThat(columns(snapshot.get(1)))
                    .allSatisfy((column, value) -> assertThat(value).isEqualTo("null"));
            assertThat(columns(snapshot.get(0)).keySet()).containsExactlyInAnyOrderElementsOf(EveryType.columns());
        }
    }

    private GenericRecord envelope(SourceRecord record) {
        try {
            return AvroBinary.roundTrip(converter.convert(TABLE, record).envelope());
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> columns(GenericRecord envelope) {
        GenericRecord after = (GenericRecord) envelope.get("after");
        Map<String, String> columns = new HashMap<>();
        after.getSchema()
                .getFields()
                .forEach(field -> columns.put(field.name(), String.valueOf(after.get(field.pos()))));
        columns.remove("id");
        return columns;
    }
}
