package org.dataferry.control.whole;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.FanOutCodec;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.avro.RecordCodec;
import org.dataferry.schemas.envelope.EnvelopeFields;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.WriteId;

/** A fence that the stages have passed: whatever a change before it announced has an outcome. */
record PassedFence(FenceEvent.Reached fence, MigrationTopics topics, ConfluentAvro avro) {

    void check(List<ConsumerRecord<byte[], byte[]>> log) {
        Set<String> before = new HashSet<>();
        List<FanOut.Announced> announced = new ArrayList<>();
        Set<WriteId> concluded = new HashSet<>();
        String ofOutcomes = topics.outcomes("").name();
        for (ConsumerRecord<byte[], byte[]> record : log) {
            if (isBefore(record)) {
                Header position = record.headers().lastHeader(EnvelopeFields.POSITION_HEADER);
                if (position != null) {
                    before.add(change(
                            record.topic(), new String(record.key(), UTF_8), new String(position.value(), UTF_8)));
                }
            } else if (record.topic().equals(topics.fanOuts().name())) {
                if (read(record, new FanOutCodec()) instanceof FanOut.Announced one) {
                    announced.add(one);
                }
            } else if (record.topic().startsWith(ofOutcomes)) {
                concluded.add(read(record, new OutcomeCodec()).write());
            }
        }
        for (FanOut.Announced one : announced) {
            String change = change(
                    topics.changes(one.change().table()).name(),
                    one.change().key().text(),
                    one.change().position().text());
            if (before.remove(change) && !concluded.containsAll(one.writes())) {
                throw new AssertionError("a fence has passed, and no outcome is there of " + one);
            }
        }
        if (!before.isEmpty()) {
            throw new AssertionError("a fence has passed, and these changes before it announced nothing: " + before);
        }
    }

    private boolean isBefore(ConsumerRecord<byte[], byte[]> record) {
        FenceEvent.PartitionOffsets ends = fence.changeOffsets().get(record.topic());
        return ends != null && record.offset() < ends.byPartition().getOrDefault(record.partition(), 0L);
    }

    private static String change(String topic, String key, String position) {
        return topic + " " + key + " " + position;
    }

    private <T> T read(ConsumerRecord<byte[], byte[]> record, RecordCodec<T> codec) {
        return codec.read(avro.decode(record.value(), codec.schema()));
    }
}
