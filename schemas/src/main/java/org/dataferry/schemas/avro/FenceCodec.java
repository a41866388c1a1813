package org.dataferry.schemas.avro;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.fence.FenceEvent.PartitionOffsets;
import org.dataferry.schemas.value.EpochMicros;

/** {@link FenceEvent} as Avro. */
public final class FenceCodec implements RecordCodec<FenceEvent> {

    private static final Schema SCHEMA = AvroSchemas.load("Fence");

    private enum FenceKind {
        FENCE,
        HEARTBEAT,
        PASSED,
        CHECKED
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public GenericRecord write(FenceEvent event) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("fenceId", event.fenceId());
        record.put("changeOffsets", Map.of());
        record.put("offsets", Map.of());
        record.put("parkedRows", Map.of());
        record.put("sums", Map.of());
        FenceKind kind = switch (event) {
            case FenceEvent.Reached reached -> {
                record.put("source", reached.source());
                record.put("committedAt", EpochMicros.of(reached.committedAt()));
                record.put("changeOffsets", byTopic(reached.changeOffsets()));
                yield switch (reached.kind()) {
                    case FENCE -> FenceKind.FENCE;
                    case HEARTBEAT -> FenceKind.HEARTBEAT;
                };
            }
            case FenceEvent.Passed passed -> {
                record.put("rebuild", passed.rebuild());
                record.put("stage", passed.stage());
                record.put("partition", passed.partition());
                record.put("offsets", passed.offsets());
                record.put("parkedRows", passed.parkedRows());
                yield FenceKind.PASSED;
            }
            case FenceEvent.Checked checked -> {
                record.put("rebuild", checked.rebuild());
                Map<String, GenericRecord> sums = new HashMap<>();
                checked.sums().forEach((entity, sum) -> sums.put(entity, written(sum)));
                record.put("sums", sums);
                yield FenceKind.CHECKED;
            }
        };
        record.put("kind", AvroSchemas.symbol(SCHEMA, "kind", kind));
        return record;
    }

    @Override
    public FenceEvent read(GenericRecord record) {
        return switch (AvroSchemas.constant(FenceKind.class, record, "kind")) {
            case FENCE -> reached(record, FenceEvent.Kind.FENCE);
            case HEARTBEAT -> reached(record, FenceEvent.Kind.HEARTBEAT);
            case PASSED ->
                new FenceEvent.Passed(
                        AvroSchemas.text(record, "fenceId"),
                        (Integer) record.get("rebuild"),
                        AvroSchemas.text(record, "stage"),
                        (Integer) record.get("partition"),
                        longs(record.get("offsets")),
                        longs(record.get("parkedRows")));
            case CHECKED -> {
                Map<String, FenceEvent.Sum> sums = new HashMap<>();
                ((Map<?, ?>) record.get("sums"))
                        .forEach((entity, sum) -> sums.put(entity.toString(), sum((GenericRecord) sum)));
                yield new FenceEvent.Checked(
                        AvroSchemas.text(record, "fenceId"), (Integer) record.get("rebuild"), sums);
            }
        };
    }

    private static GenericRecord written(FenceEvent.Sum sum) {
        GenericRecord record =
                new GenericData.Record(SCHEMA.getField("sums").schema().getValueType());
        record.put("announced", sum.announced());
        record.put("outcomes", sum.outcomes());
        record.put("missing", sum.missing());
        record.put("missingWrites", sum.missingWrites());
        return record;
    }

    private static FenceEvent.Sum sum(GenericRecord record) {
        return new FenceEvent.Sum(
                AvroSchemas.number(record, "announced"),
                longs(record.get("outcomes")),
                AvroSchemas.number(record, "missing"),
                ((List<?>) record.get("missingWrites"))
                        .stream().map(Object::toString).toList());
    }

    private static FenceEvent reached(GenericRecord record, FenceEvent.Kind kind) {
        Map<String, PartitionOffsets> changeOffsets = new HashMap<>();
        ((Map<?, ?>) record.get("changeOffsets")).forEach((topic, offsets) -> {
            Map<Integer, Long> byPartition = new HashMap<>();
            longs(offsets).forEach((partition, offset) -> byPartition.put(Integer.valueOf(partition), offset));
            changeOffsets.put(topic.toString(), new PartitionOffsets(byPartition));
        });
        return new FenceEvent.Reached(
                AvroSchemas.text(record, "fenceId"),
                kind,
                AvroSchemas.text(record, "source"),
                EpochMicros.toInstant(AvroSchemas.number(record, "committedAt")),
                changeOffsets);
    }

    private static Map<String, Map<String, Long>> byTopic(Map<String, PartitionOffsets> changeOffsets) {
        Map<String, Map<String, Long>> written = new HashMap<>();
        changeOffsets.forEach((topic, offsets) -> {
            Map<String, Long> byPartition = new HashMap<>();
            offsets.byPartition().forEach((partition, offset) -> byPartition.put(partition.toString(), offset));
            written.put(topic, byPartition);
        });
        return written;
    }

    private static Map<String, Long> longs(Object written) {
        Map<String, Long> read = new HashMap<>();
        ((Map<?, ?>) written).forEach((name, number) -> read.put(name.toString(), (Long) number));
        return read;
    }
}
