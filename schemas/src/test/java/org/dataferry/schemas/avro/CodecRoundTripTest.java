package org.dataferry.schemas.avro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.identity.BeforeImage;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.replay.ReplayCommand;
import org.dataferry.schemas.testing.Generated;
import org.dataferry.schemas.testing.InMemorySchemaRegistry;
import org.dataferry.schemas.usage.RequestUse;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CodecRoundTripTest {

    /** A codec, what it is fed, and the types whose variants must all come by. */
    private record Case<T>(
            RecordCodec<T> codec, Function<Generated, T> values, Function<T, Object> variant, Class<?> sealed) {
        @Override
        public String toString() {
            return codec.getClass().getSimpleName();
        }
    }

    private static final List<Case<?>> CASES = List.of(
            new Case<>(new EntityWriteCodec(), Generated::entityWrite, write -> write, EntityWrite.class),
            new Case<>(new FanOutCodec(), Generated::fanOut, fanOut -> fanOut, FanOut.class),
            new Case<>(new OutcomeCodec(), Generated::recordedOutcome, recorded -> recorded.outcome(), Outcome.class),
            new Case<>(new IdentityCodec(), Generated::identity, identity -> identity, Identity.class),
            new Case<>(new FenceCodec(), Generated::fenceEvent, event -> event, FenceEvent.class),
            new Case<>(new ControlCodec(), Generated::controlEvent, event -> event, ControlEvent.class),
            new Case<>(new RequestUseCodec(), Generated::requestUse, use -> use, RequestUse.class),
            new Case<>(new ReplayCodec(), Generated::replay, replay -> replay, ReplayCommand.class),
            new Case<>(new BeforeImageCodec(), Generated::beforeImage, image -> image, BeforeImage.class));

    @ParameterizedTest
    @FieldSource("CASES")
    <T> void everyVariantReadsBackAsItWasWritten(Case<T> codec) {
        TopicSerde<T> serde = new TopicSerde<>(new ConfluentAvro(new InMemorySchemaRegistry()), codec.codec());
        Generated generated = Generated.fromSeed(20);
        Set<Class<?>> seen = new HashSet<>();

        for (int i = 0; i < 1_500; i++) {
            T value = codec.values().apply(generated);
            byte[] bytes = serde.serializer().serialize("topic", value);
            assertThat(serde.deserializer().deserialize("topic", bytes))
                    .as("%s", generated)
                    .isEqualTo(value);
            seen.add(codec.variant().apply(value).getClass());
        }

        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(variants(codec.sealed()).toList());
    }

    @ParameterizedTest
    @FieldSource("CASES")
    <T> void brokenBytesAreUnreadableAndNothingElse(Case<T> codec) {
        TopicSerde<T> serde = new TopicSerde<>(new ConfluentAvro(new InMemorySchemaRegistry()), codec.codec());
        Generated generated = Generated.fromSeed(21);
        int refused = 0;

        for (int i = 0; i < 300; i++) {
            byte[] bytes = serde.serializer().serialize("topic", codec.values().apply(generated));
            // Only small changes of a byte, so that no length claims gigabytes.
            int at = generated.random().nextInt(bytes.length);
            bytes[at] ^= (byte) (1 << generated.random().nextInt(3));
            try {
                serde.deserializer().deserialize("topic", bytes);
            } catch (UnreadableRecordException expected) {
                refused++;
            }
        }

        assertThat(refused).as("%s", generated).isPositive();
    }

    @Test
    void nullIsATombstoneBothWays() {
        TopicSerde<Identity> serde =
                new TopicSerde<>(new ConfluentAvro(new InMemorySchemaRegistry()), new IdentityCodec());

        assertThat(serde.serializer().serialize("topic", null)).isNull();
        assertThat(serde.deserializer().deserialize("topic", null)).isNull();
    }

    private static Stream<Class<?>> variants(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses())
                        .flatMap(CodecRoundTripTest::variants)
                        .filter(variant -> !variant.isInterface())
                : Stream.of(type);
    }
}
