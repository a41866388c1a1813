package org.dataferry.schemas.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.IdentityCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.registry.RegistryException;
import org.dataferry.schemas.registry.SchemaRegistry;
import org.dataferry.schemas.testing.Generated;
import org.dataferry.schemas.testing.InMemorySchemaRegistry;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.Topic;
import org.junit.jupiter.api.Test;

class RegistryCheckTest {

    private static final Topic IDENTITIES = new MigrationTopics("m", 1, 1).identities();
    private static final URI URL = URI.create("http://registry:8081");

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

    @Test
    void acceptsTheRegistryThatTheRecordsWereWrittenWith() {
        byte[] value = write(registry);

        assertThatCode(() -> check(registry, value)).doesNotThrowAnyException();
    }

    @Test
    void saysWhichRecordHasASchemaThatTheRegistryHasLost() {
        byte[] value = write(registry);

        assertThatThrownBy(() -> check(new InMemorySchemaRegistry(), value))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("offset 7 of partition 2 of topic m.g1.identities")
                .hasMessageContaining("schema 1")
                .hasMessageContaining("http://registry:8081 does not know it")
                .hasMessageContaining("registry.url in migration.yaml");
    }

    @Test
    void seesThatAnotherRegistryGaveTheIdToAnotherSchema() {
        byte[] value = write(registry);
        InMemorySchemaRegistry other = new InMemorySchemaRegistry();
        Schema foreign = SchemaBuilder.record("Foreign").fields().endRecord();
        other.register("someone-else-value", foreign);

        assertThatThrownBy(() -> check(other, value))
                .hasMessageContaining("has it for another subject than m.g1.identities-value");
    }

    @Test
    void passesOverWhatIsNotAvro() {
        assertThatCode(() -> check(new InMemorySchemaRegistry(), new byte[] {1, 2, 3, 4, 5, 6}))
                .doesNotThrowAnyException();
    }

    private static void check(SchemaRegistry registry, byte[] value) {
        RecordSampler sampler = topic ->
                List.of(new SampledRecord(topic.name(), 2, 7, value), new SampledRecord(topic.name(), 2, 9, value));
        new RegistryCheck(registry, URL, sampler).check(List.of(IDENTITIES));
    }

    private static byte[] write(SchemaRegistry registry) {
        Identity identity = Generated.fromSeed(1).identity();
        return new TopicSerde<>(new ConfluentAvro(registry), new IdentityCodec())
                .serializer()
                .serialize(IDENTITIES.name(), identity);
    }
}
