package org.dataferry.schemas.avro;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.DeadLetterEvent;
import org.dataferry.schemas.control.LimitChanges;
import org.dataferry.schemas.control.ReplayEvent;
import org.dataferry.schemas.control.SinkSteering;
import org.dataferry.schemas.control.SourceEvent;
import org.dataferry.schemas.control.WaiverEvent;
import org.dataferry.schemas.value.EpochMicros;

/** {@link ControlEvent} as Avro. */
public final class ControlCodec implements RecordCodec<ControlEvent> {

    private static final Schema SCHEMA = AvroSchemas.load("Control");

    private enum ControlKind {
        STATES_OPENED,
        REPLAYED,
        PAUSED,
        RESUMED,
        LIMITS_CHANGED,
        LIMITS_RESET,
        REPLAY_APPROVED,
        REPLAY_PAUSED,
        REPLAY_RESUMED,
        REPLAY_CANCELLED,
        REPLAY_ENDED,
        NOTED,
        WAIVED,
        WAIVER_WITHDRAWN,
        DEAD_LETTERS_DISCARDED,
        DEAD_LETTERS_REPLAYED,
        CUTOVER_PLANNED,
        SOURCE_DRIFTED,
        DRIFT_ACCEPTED,
        GAP_DECIDED,
        RESNAPSHOT_ASKED,
        RESNAPSHOTTED
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public GenericRecord write(ControlEvent event) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("by", event.by());
        record.put("why", event.why());
        record.put("at", EpochMicros.of(event.at()));
        ControlKind kind = switch (event) {
            case ControlEvent.StatesOpened opened -> {
                record.put("entity", opened.entity());
                record.put("rebuild", opened.rebuild());
                yield ControlKind.STATES_OPENED;
            }
            case ReplayEvent replay -> {
                record.put("replayId", replay.replayId());
                yield write(record, replay);
            }
            case ControlEvent.Noted noted -> {
                record.put("text", noted.text());
                yield ControlKind.NOTED;
            }
            case ControlEvent.CutoverPlanned planned -> {
                record.put("freeze", planned.freeze().map(EpochMicros::of).orElse(null));
                yield ControlKind.CUTOVER_PLANNED;
            }
            case SinkSteering steering -> {
                record.put("rebuild", steering.rebuild());
                yield write(record, steering);
            }
            case WaiverEvent waiver -> {
                record.put("waiverId", waiver.waiverId());
                record.put("rebuild", waiver.rebuild());
                yield write(record, waiver);
            }
            case SourceEvent source -> {
                SourceFields.write(record, source);
                yield switch (source) {
                    case SourceEvent.Drifted ignored -> ControlKind.SOURCE_DRIFTED;
                    case SourceEvent.DriftAccepted ignored -> ControlKind.DRIFT_ACCEPTED;
                    case SourceEvent.GapDecided ignored -> ControlKind.GAP_DECIDED;
                    case SourceEvent.ResnapshotAsked ignored -> ControlKind.RESNAPSHOT_ASKED;
                    case SourceEvent.Resnapshotted ignored -> ControlKind.RESNAPSHOTTED;
                };
            }
            case DeadLetterEvent letters -> {
                ClosingFields.write(record, letters);
                yield switch (letters) {
                    case DeadLetterEvent.Discarded ignored -> ControlKind.DEAD_LETTERS_DISCARDED;
                    case DeadLetterEvent.Replayed ignored -> ControlKind.DEAD_LETTERS_REPLAYED;
                };
            }
        };
        record.put("kind", AvroSchemas.symbol(SCHEMA, "kind", kind));
        return record;
    }

    private static ControlKind write(GenericRecord record, ReplayEvent replay) {
        return switch (replay) {
            case ReplayEvent.Requested requested -> {
                record.put("entity", requested.entity());
                record.put("rows", requested.rows());
                record.put("segment", requested.segment());
                record.put("awaitsApproval", requested.awaitsApproval());
                yield ControlKind.REPLAYED;
            }
            case ReplayEvent.Approved ignored -> ControlKind.REPLAY_APPROVED;
            case ReplayEvent.Paused ignored -> ControlKind.REPLAY_PAUSED;
            case ReplayEvent.Resumed ignored -> ControlKind.REPLAY_RESUMED;
            case ReplayEvent.Cancelled ignored -> ControlKind.REPLAY_CANCELLED;
            case ReplayEvent.Ended ended -> {
                record.put("writes", ended.writes());
                yield ControlKind.REPLAY_ENDED;
            }
        };
    }

    private static ControlKind write(GenericRecord record, SinkSteering steering) {
        return switch (steering) {
            case SinkSteering.Paused paused -> {
                record.put("entity", paused.entity().orElse(null));
                yield ControlKind.PAUSED;
            }
            case SinkSteering.Resumed resumed -> {
                record.put("entity", resumed.entity().orElse(null));
                yield ControlKind.RESUMED;
            }
            case SinkSteering.LimitsChanged changed -> {
                write(record, changed.changes());
                yield ControlKind.LIMITS_CHANGED;
            }
            case SinkSteering.LimitsReset ignored -> ControlKind.LIMITS_RESET;
        };
    }

    private static ControlKind write(GenericRecord record, WaiverEvent waiver) {
        return switch (waiver) {
            case WaiverEvent.Waived waived -> {
                ClosingFields.write(record, waived);
                yield ControlKind.WAIVED;
            }
            case WaiverEvent.Withdrawn ignored -> ControlKind.WAIVER_WITHDRAWN;
        };
    }

    private static void write(GenericRecord record, LimitChanges changes) {
        record.put("requests", changes.requests().orElse(null));
        record.put(
                "executionTimeMillis",
                changes.executionTime().map(Duration::toMillis).orElse(null));
        record.put("concurrentRequests", changes.concurrentRequests().orElse(null));
        record.put("reserve", changes.reserve().orElse(null));
        record.put("batchSize", changes.batchSize().orElse(null));
        record.put("largestBatch", changes.largestBatch().orElse(null));
        record.put("entitlement", changes.entitlement().orElse(null));
    }

    @Override
    public ControlEvent read(GenericRecord record) {
        String by = AvroSchemas.text(record, "by");
        String why = AvroSchemas.text(record, "why");
        Instant at = EpochMicros.toInstant(AvroSchemas.number(record, "at"));
        return switch (AvroSchemas.constant(ControlKind.class, record, "kind")) {
            case STATES_OPENED ->
                new ControlEvent.StatesOpened(AvroSchemas.text(record, "entity"), rebuild(record), by, why, at);
            case REPLAYED ->
                new ReplayEvent.Requested(
                        replayId(record),
                        AvroSchemas.text(record, "entity"),
                        AvroSchemas.number(record, "rows"),
                        Optional.ofNullable(record.get("segment"))
                                .map(Object::toString)
                                .orElse(""),
                        Boolean.TRUE.equals(record.get("awaitsApproval")),
                        by,
                        why,
                        at);
            case REPLAY_APPROVED -> new ReplayEvent.Approved(replayId(record), by, why, at);
            case REPLAY_PAUSED -> new ReplayEvent.Paused(replayId(record), by, why, at);
            case REPLAY_RESUMED -> new ReplayEvent.Resumed(replayId(record), by, why, at);
            case REPLAY_CANCELLED -> new ReplayEvent.Cancelled(replayId(record), by, why, at);
            case REPLAY_ENDED -> new ReplayEvent.Ended(replayId(record), writes(record), by, why, at);
            case PAUSED -> new SinkSteering.Paused(entity(record), rebuild(record), by, why, at);
            case RESUMED -> new SinkSteering.Resumed(entity(record), rebuild(record), by, why, at);
            case LIMITS_CHANGED -> new SinkSteering.LimitsChanged(changes(record), rebuild(record), by, why, at);
            case LIMITS_RESET -> new SinkSteering.LimitsReset(rebuild(record), by, why, at);
            case NOTED -> new ControlEvent.Noted(AvroSchemas.text(record, "text"), by, at);
            case WAIVED -> ClosingFields.waived(record, by, why, at);
            case WAIVER_WITHDRAWN ->
                new WaiverEvent.Withdrawn(AvroSchemas.text(record, "waiverId"), rebuild(record), by, why, at);
            case DEAD_LETTERS_DISCARDED -> new DeadLetterEvent.Discarded(ClosingFields.letters(record), by, why, at);
            case DEAD_LETTERS_REPLAYED -> new DeadLetterEvent.Replayed(ClosingFields.letters(record), by, why, at);
            case CUTOVER_PLANNED ->
                new ControlEvent.CutoverPlanned(
                        Optional.ofNullable((Long) record.get("freeze")).map(EpochMicros::toInstant), by, why, at);
            case SOURCE_DRIFTED -> SourceFields.drifted(record, by, why, at);
            case DRIFT_ACCEPTED -> new SourceEvent.DriftAccepted(SourceFields.table(record), by, why, at);
            case GAP_DECIDED -> SourceFields.gapDecided(record, by, why, at);
            case RESNAPSHOT_ASKED -> SourceFields.resnapshotAsked(record, by, why, at);
            case RESNAPSHOTTED -> SourceFields.resnapshotted(record, by, why, at);
        };
    }

    private static String replayId(GenericRecord record) {
        return AvroSchemas.text(record, "replayId");
    }

    private static Map<String, Long> writes(GenericRecord record) {
        Map<String, Long> writes = new HashMap<>();
        ((Map<?, ?>) record.get("writes")).forEach((outcome, count) -> writes.put(outcome.toString(), (Long) count));
        return writes;
    }

    private static int rebuild(GenericRecord record) {
        return (Integer) record.get("rebuild");
    }

    private static Optional<String> entity(GenericRecord record) {
        return Optional.ofNullable(record.get("entity")).map(Object::toString);
    }

    private static LimitChanges changes(GenericRecord record) {
        return new LimitChanges(
                Optional.ofNullable((Integer) record.get("requests")),
                Optional.ofNullable((Long) record.get("executionTimeMillis")).map(Duration::ofMillis),
                Optional.ofNullable((Integer) record.get("concurrentRequests")),
                Optional.ofNullable((Double) record.get("reserve")),
                Optional.ofNullable((Integer) record.get("batchSize")),
                Optional.ofNullable((Integer) record.get("largestBatch")),
                Optional.ofNullable((Long) record.get("entitlement")));
    }
}
