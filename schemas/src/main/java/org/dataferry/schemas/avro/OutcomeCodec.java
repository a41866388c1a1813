package org.dataferry.schemas.avro;

import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.EpochMicros;
import org.dataferry.schemas.write.WriteId;

/** {@link RecordedOutcome} as Avro. */
public final class OutcomeCodec implements RecordCodec<RecordedOutcome> {

    private static final Schema SCHEMA = AvroSchemas.load("Outcome");

    private enum OutcomeKind {
        APPLIED,
        ALREADY_APPLIED,
        SKIPPED,
        REJECTED,
        PARKED,
        DEFERRED,
        BOUNCED
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public GenericRecord write(RecordedOutcome recorded) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        WriteIdFields.writeWithCause(record, recorded.write());
        record.put("version", recorded.version());
        record.put("stage", AvroSchemas.symbol(SCHEMA, "stage", recorded.stage()));
        record.put("at", EpochMicros.of(recorded.at()));
        OutcomeKind kind = switch (recorded.outcome()) {
            case Outcome.Applied(Outcome.Effect effect) -> {
                record.put("effect", effect.name());
                yield OutcomeKind.APPLIED;
            }
            case Outcome.AlreadyApplied(boolean isGone) -> {
                record.put("effect", isGone ? Outcome.Effect.DELETED.name() : null);
                yield OutcomeKind.ALREADY_APPLIED;
            }
            case Outcome.Skipped(Outcome.SkipReason reason) -> {
                record.put("reason", reason.name());
                yield OutcomeKind.SKIPPED;
            }
            case Outcome.Rejected(RejectionReason reason, String detail) -> {
                record.put("reason", reason.name());
                record.put("detail", detail);
                yield OutcomeKind.REJECTED;
            }
            case Outcome.Parked(RowId waitingFor) -> {
                record.put("waitingFor", waitingFor.text());
                yield OutcomeKind.PARKED;
            }
            case Outcome.Deferred(Outcome.DeferralReason reason) -> {
                record.put("reason", reason.name());
                yield OutcomeKind.DEFERRED;
            }
            case Outcome.Bounced(RowId row, Outcome.BounceReason reason) -> {
                record.put("waitingFor", row.text());
                record.put("reason", reason.name());
                yield OutcomeKind.BOUNCED;
            }
        };
        record.put("kind", AvroSchemas.symbol(SCHEMA, "kind", kind));
        record.put("batch", recorded.batch().orElse(null));
        return record;
    }

    @Override
    public RecordedOutcome read(GenericRecord record) {
        WriteId write = WriteIdFields.readWithCause(record);
        return new RecordedOutcome(
                write,
                AvroSchemas.number(record, "version"),
                readOutcome(record),
                AvroSchemas.constant(RecordedOutcome.Stage.class, record, "stage"),
                EpochMicros.toInstant(AvroSchemas.number(record, "at")),
                Optional.ofNullable(record.get("batch")).map(Object::toString));
    }

    private static Outcome readOutcome(GenericRecord record) {
        return switch (AvroSchemas.constant(OutcomeKind.class, record, "kind")) {
            case APPLIED -> new Outcome.Applied(AvroSchemas.constant(Outcome.Effect.class, record, "effect"));
            case ALREADY_APPLIED -> new Outcome.AlreadyApplied(record.get("effect") != null);
            case SKIPPED -> new Outcome.Skipped(AvroSchemas.constant(Outcome.SkipReason.class, record, "reason"));
            case REJECTED ->
                new Outcome.Rejected(
                        AvroSchemas.constant(RejectionReason.class, record, "reason"),
                        AvroSchemas.text(record, "detail"));
            case PARKED -> new Outcome.Parked(RowId.parse(AvroSchemas.text(record, "waitingFor")));
            case DEFERRED -> new Outcome.Deferred(AvroSchemas.constant(Outcome.DeferralReason.class, record, "reason"));
            case BOUNCED ->
                new Outcome.Bounced(
                        RowId.parse(AvroSchemas.text(record, "waitingFor")),
                        AvroSchemas.constant(Outcome.BounceReason.class, record, "reason"));
        };
    }
}
