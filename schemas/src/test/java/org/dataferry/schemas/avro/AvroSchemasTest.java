package org.dataferry.schemas.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaValidatorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class AvroSchemasTest {

    private record Pinned(RecordCodec<?> codec, String fingerprint) {
        @Override
        public String toString() {
            return codec.schema().getName();
        }
    }

    private static final List<Pinned> PINNED = List.of(
            new Pinned(new EntityWriteCodec(), "41fb64b4be3dd01c"),
            new Pinned(new FanOutCodec(), "1e6c7c9a8759a433"),
            new Pinned(new OutcomeCodec(), "a9308578f923c587"),
            new Pinned(new IdentityCodec(), "868ffae6716ae5f1"),
            new Pinned(new FenceCodec(), "71507cb2d5e23ae6"),
            new Pinned(new ControlCodec(), "469e38be03a0e693"),
            new Pinned(new BeforeImageCodec(), "b5e16a632b9f8392"),
            new Pinned(new RequestUseCodec(), "b654a081480ed52"));

    @ParameterizedTest
    @FieldSource("PINNED")
    void schemaIsTheOneThatWasPinned(Pinned pinned) {
        long fingerprint =
                SchemaNormalization.parsingFingerprint64(pinned.codec().schema());

        assertThat(Long.toHexString(fingerprint))
                .as(
                        "%s.avsc changed. Records of the earlier form stay in the topics for a whole migration, so the new"
                                + " form must read them: give each new field a default, add symbols only at the end, and"
                                + " remove or rename nothing. Then keep the earlier form as a test resource, show here that"
                                + " the new one reads it, and pin the new fingerprint",
                        pinned)
                .isEqualTo(pinned.fingerprint());
    }

    /** What BACKWARD_TRANSITIVE asks of the next version is that it reads this one; so this one must read itself. */
    @ParameterizedTest
    @FieldSource("PINNED")
    void schemaReadsWhatItWrote(Pinned pinned) {
        Schema schema = pinned.codec().schema();

        assertThatCode(() -> new SchemaValidatorBuilder()
                        .canReadStrategy()
                        .validateAll()
                        .validate(schema, List.of(schema)))
                .doesNotThrowAnyException();
    }

    /** Until rows could be sent again without a change, every fan-out had one. */
    @Test
    void readsTheFirstFormOfFanOuts() throws IOException {
        assertThatReads(new FanOutCodec().schema(), "FanOut-1.avsc");
    }

    /** It told nothing of parked rows. */
    @Test
    void readsTheFirstFormOfFences() throws IOException {
        assertThatReads(new FenceCodec().schema(), "Fence-1.avsc");
    }

    /** It did not tell which rows were sent together. */
    @Test
    void readsTheFirstFormOfOutcomes() throws IOException {
        assertThatReads(new OutcomeCodec().schema(), "Outcome-1.avsc");
    }

    /** Nobody wrote down what was counted at a fence. */
    @Test
    void readsTheSecondFormOfFences() throws IOException {
        assertThatReads(new FenceCodec().schema(), "Fence-2.avsc");
    }

    /** The sink could not be steered. */
    @Test
    void readsTheFirstFormOfControls() throws IOException {
        assertThatReads(new ControlCodec().schema(), "Control-1.avsc");
    }

    /** It told nothing of sinks that are shut out. */
    @Test
    void readsTheFirstFormOfRequestUses() throws IOException {
        assertThatReads(new RequestUseCodec().schema(), "RequestUse-1.avsc");
    }

    /** There were no notes, and a replay was told in one event. */
    @Test
    void readsTheSecondFormOfControls() throws IOException {
        assertThatReads(new ControlCodec().schema(), "Control-2.avsc");
    }

    /** Nothing could be waived, and no dead letter closed. */
    @Test
    void readsTheThirdFormOfControls() throws IOException {
        assertThatReads(new ControlCodec().schema(), "Control-3.avsc");
    }

    /** The cutover had no time. */
    @Test
    void readsTheFourthFormOfControls() throws IOException {
        assertThatReads(new ControlCodec().schema(), "Control-4.avsc");
    }

    /** Before drift of a source and decisions on gaps. */
    @Test
    void readsTheFifthFormOfControls() throws IOException {
        assertThatReads(new ControlCodec().schema(), "Control-5.avsc");
    }

    /** No rows were read again while changes went on. */
    @Test
    void readsTheSixthFormOfControls() throws IOException {
        assertThatReads(new ControlCodec().schema(), "Control-6.avsc");
    }

    /** It told nothing of row versions. */
    @Test
    void readsTheFirstFormOfIdentities() throws IOException {
        assertThatReads(new IdentityCodec().schema(), "Identity-1.avsc");
    }

    /** It knew no files. */
    @Test
    void readsTheFirstFormOfWrites() throws IOException {
        assertThatReads(new EntityWriteCodec().schema(), "EntityWrite-1.avsc");
    }

    private static void assertThatReads(Schema now, String earlier) throws IOException {
        Schema first = new Schema.Parser().parse(AvroSchemasTest.class.getResourceAsStream(earlier));

        assertThatCode(() -> new SchemaValidatorBuilder()
                        .canReadStrategy()
                        .validateAll()
                        .validate(now, List.of(first)))
                .doesNotThrowAnyException();
    }

    /** A later version may drop an optional field only if readers of it find a default. */
    @ParameterizedTest
    @FieldSource("PINNED")
    void fieldsThatMayBeEmptyHaveADefault(Pinned pinned) {
        for (Schema.Field field : pinned.codec().schema().getFields()) {
            boolean optional = field.schema().isNullable()
                    || field.schema().getType() == Schema.Type.ARRAY
                    || field.schema().getType() == Schema.Type.MAP;
            assertThat(field.hasDefaultValue())
                    .as("%s.%s", pinned, field.name())
                    .isEqualTo(optional);
        }
    }
}
