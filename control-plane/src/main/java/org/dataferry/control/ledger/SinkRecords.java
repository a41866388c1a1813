package org.dataferry.control.ledger;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.ControlCodec;
import org.dataferry.schemas.avro.RequestUseCodec;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.SinkControl;
import org.dataferry.schemas.control.SinkSteering;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.usage.RequestUse;

/** What stands beside the sums: what people decided, what of it holds for the sinks, and what those have used. */
final class SinkRecords {

    private final MigrationTopics topics;
    private final ConfluentAvro avro;
    private final ControlCodec controlEvents = new ControlCodec();
    private final RequestUseCodec requestUses = new RequestUseCodec();
    private final Map<String, RequestUse> usage = new HashMap<>();
    private final Deque<ControlEvent> decisions = new ArrayDeque<>();
    private SinkControl control = SinkControl.NONE;

    SinkRecords(MigrationTopics topics, ConfluentAvro avro) {
        this.topics = topics;
        this.avro = avro;
    }

    SinkControl control() {
        return control;
    }

    /** The newest first. */
    List<ControlEvent> decisions() {
        return List.copyOf(decisions);
    }

    Collection<RequestUse> usage() {
        return List.copyOf(usage.values());
    }

    boolean isRead(String topic) {
        return isControl(topic) || topic.equals(topics.usage().name());
    }

    /** @param record of a topic that is read here; what takes one out of {@code usage} has no value */
    void read(ConsumerRecord<String, byte[]> record) {
        if (isControl(record.topic())) {
            decided(controlEvents.read(avro.decode(record.value(), controlEvents.schema())));
        } else if (record.value() == null) {
            usage.remove(record.key());
        } else {
            usage.put(record.key(), requestUses.read(avro.decode(record.value(), requestUses.schema())));
        }
    }

    private void decided(ControlEvent event) {
        decisions.addFirst(event);
        if (decisions.size() > LedgerReader.MOST_DECISIONS) {
            decisions.removeLast();
        }
        if (event instanceof SinkSteering steering && steering.rebuild() == topics.rebuild()) {
            control = control.after(steering);
        }
    }

    private boolean isControl(String topic) {
        return topic.equals(topics.control().name());
    }
}
