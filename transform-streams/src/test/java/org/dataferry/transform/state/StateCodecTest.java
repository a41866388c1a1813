package org.dataferry.transform.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.RecordCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.testing.Generated;
import org.dataferry.schemas.testing.InMemorySchemaRegistry;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.TargetState;
import org.junit.jupiter.api.Test;

class StateCodecTest {

    private final Generated generated = Generated.fromSeed(11);
    private final ConfluentAvro avro = new ConfluentAvro(new InMemorySchemaRegistry());

    @Test
    void statesReadBackAsTheyWereWritten() {
        for (int i = 0; i < 500; i++) {
            assertReadsBack(
                    new RowStateCodec(),
                    new RowState(i, Optional.of(version(i)), List.of(version(i + 1), version(i + 2))));
            assertReadsBack(
                    new SourceStateCodec(),
                    new SourceState(generated.position(), Optional.of(new SourceRow(columns()))));
        }
        assertReadsBack(new RowStateCodec(), RowState.NEW);
        assertReadsBack(new SourceStateCodec(), new SourceState(generated.position(), Optional.empty()));
    }

    @Test
    void statesOfTheTargetReadBackAsTheyWereWritten() {
        for (int i = 0; i < 200; i++) {
            StatePart part = new StatePart(
                    generated.random().nextBoolean() ? Optional.of(targetState()) : Optional.empty(),
                    List.of(new StatePart.Underway(i, targetState()), new StatePart.Underway(i + 2L, targetState()))
                            .subList(0, generated.random().nextInt(3)),
                    Optional.empty(),
                    generated.random().nextBoolean(),
                    generated.random().nextBoolean());
            assertReadsBack(new RowStateCodec(), RowState.NEW.state(part));
        }
    }

    @Test
    void sweepsReadBackFromTheirText() {
        for (int i = 0; i < 200; i++) {
            EpochSweep sweep = new EpochSweep(generated.position(), i, generated.text());
            assertThat(EpochSweep.parse(sweep.text())).as("%s", generated).isEqualTo(sweep);
        }
    }

    private <T> void assertReadsBack(RecordCodec<T> codec, T state) {
        TopicSerde<T> serde = new TopicSerde<>(avro, codec);
        byte[] bytes = serde.serializer().serialize(codec.schema().getName(), state);

        assertThat(serde.deserializer().deserialize(codec.schema().getName(), bytes))
                .as("%s", generated)
                .isEqualTo(state);
    }

    private TargetState targetState() {
        return new TargetState(generated.random().nextInt(3), generated.random().nextInt(9));
    }

    private RowVersion version(long number) {
        return switch (generated.random().nextInt(3)) {
            case 0 -> new RowVersion.Removed(number, generated.random().nextInt(3));
            case 1 -> new RowVersion.Forgotten(number);
            default -> new RowVersion.Image(number, columns(), Map.of());
        };
    }

    private Map<String, Value> columns() {
        Map<String, Value> columns = new LinkedHashMap<>();
        for (int i = generated.random().nextInt(5); i > 0; i--) {
            columns.put(generated.name() + i, generated.column());
        }
        return columns;
    }
}
