package org.dataferry.control.ledger;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.ControlCodec;
import org.dataferry.schemas.avro.RequestUseCodec;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.DeadLetterEvent;
import org.dataferry.schemas.control.HeldTables;
import org.dataferry.schemas.control.ReplayEvent;
import org.dataferry.schemas.control.SinkControl;
import org.dataferry.schemas.control.SinkSteering;
import org.dataferry.schemas.control.SourceEvent;
import org.dataferry.schemas.control.WaiverEvent;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.usage.RequestUse;

/** What stands beside the sums: what people decided, what of it holds for the sinks, and what those have used. */
final class SinkRecords {

    private final MigrationTopics topics;
    private final ConfluentAvro avro;
    private final MigrationLedger ledger;
    private final ControlCodec controlEvents = new ControlCodec();
    private final RequestUseCodec requestUses = new RequestUseCodec();
    private final Map<String, RequestUse> usage = new HashMap<>();
    private final Deque<ControlEvent> decisions = new ArrayDeque<>();
    private SinkControl control = SinkControl.NONE;
    private Optional<ControlEvent.CutoverPlanned> cutover = Optional.empty();
    private HeldTables held = HeldTables.NONE;

    /** @param ledger is told what was waived, and which dead letters were closed */
    SinkRecords(MigrationTopics topics, ConfluentAvro avro, MigrationLedger ledger) {
        this.topics = topics;
        this.avro = avro;
        this.ledger = ledger;
    }

    SinkControl control() {
        return control;
    }

    /** What was decided last about the time of the cutover. */
    Optional<ControlEvent.CutoverPlanned> cutover() {
        return cutover;
    }

    HeldTables held() {
        return held;
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
        keep(event);
        switch (event) {
            case SinkSteering steering -> {
                if (steering.rebuild() == topics.rebuild()) {
                    control = control.after(steering);
                }
            }
            case WaiverEvent waiver -> {
                if (waiver.rebuild() == topics.rebuild()) {
                    ledger.decided(waiver);
                }
            }
            case DeadLetterEvent letters -> ledger.decided(letters);
            case ControlEvent.CutoverPlanned planned -> cutover = Optional.of(planned);
            case SourceEvent source -> held = held.after(source);
            case ReplayEvent ignored -> {}
            case ControlEvent.StatesOpened ignored -> {}
            case ControlEvent.Noted ignored -> {}
        }
    }

    /** A decision of several parts once, and without what it names, of which there may be much. */
    private void keep(ControlEvent event) {
        if (event instanceof WaiverEvent.Waived waived && !waived.isLast()) {
            return;
        }
        decisions.addFirst(event instanceof WaiverEvent.Waived waived ? waived.withoutWrites() : event);
        if (decisions.size() > LedgerReader.MOST_DECISIONS) {
            decisions.removeLast();
        }
    }

    private boolean isControl(String topic) {
        return topic.equals(topics.control().name());
    }
}
