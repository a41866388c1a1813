package org.dataferry.schemas.avro;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.dataferry.schemas.testing.Generated;
import org.dataferry.schemas.testing.InMemorySchemaRegistry;
import org.dataferry.schemas.write.EntityWrite;
import org.junit.jupiter.api.Test;

/** Reading from bytes gives what reading by way of an Avro record gives. */
final class EntityWriteReaderTest {

    private final EntityWriteCodec codec = new EntityWriteCodec();
    private final ConfluentAvro avro = new ConfluentAvro(new InMemorySchemaRegistry());

    @Test
    void readsWhatAvroReads() {
        Generated generated = Generated.fromSeed(22);
        for (int i = 0; i < 1_500; i++) {
            byte[] bytes = avro.encode("t-value", codec.write(generated.entityWrite()));

            EntityWrite direct = avro.decode(bytes, codec);

            assertThat(direct).as("%s", generated).isEqualTo(codec.read(avro.decode(bytes, codec.schema())));
        }
    }

    @Test
    void readsWhatAnotherVersionOfTheSchemaWrote() {
        String text = codec.schema().toString();
        Schema other = new SchemaParser()
                .parse(text.replace("\"symbols\":[\"ROW\",\"LOOKUP\"", "\"symbols\":[\"LATER\",\"ROW\",\"LOOKUP\""))
                .mainSchema();
        assertThat(other).isNotEqualTo(codec.schema());
        Generated generated = Generated.fromSeed(23);
        for (int i = 0; i < 200; i++) {
            EntityWrite write = generated.entityWrite();
            int id = avro.idOf("other-value", other);
            byte[] own = avro.encode("t-value", codec.write(write));
            byte[] bytes = avro.encode(id, avro.decode(own, other));

            assertThat(avro.decode(bytes, codec)).as("%s", generated).isEqualTo(write);
        }
    }
}
