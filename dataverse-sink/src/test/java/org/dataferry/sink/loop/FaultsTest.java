package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.dataferry.schemas.avro.UnreadableRecordException;
import org.dataferry.schemas.registry.RegistryException;
import org.dataferry.sink.SinkException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FaultsTest {

    static Stream<RuntimeException> passing() {
        return Stream.of(
                new TimeoutException("no answer"),
                new CommitFailedException("rebalanced"),
                new ProducerFencedException("an earlier life"),
                new RegistryException("away"),
                new SerializationException("unknown schema", new RegistryException("away")),
                new KafkaException("callback", new SinkException("identities came too slowly")));
    }

    static Stream<RuntimeException> lasting() {
        return Stream.of(
                new ConfigException("wrong"),
                new SaslAuthenticationException("wrong password"),
                new TopicAuthorizationException("not allowed"),
                new SerializationException("broken", new UnreadableRecordException("broken", null)),
                new KafkaException("callback", new IllegalStateException("a bug")),
                new SinkException("the user is disabled"),
                new IllegalStateException("a bug"));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void waitsOutWhatPasses(RuntimeException fault) {
        assertThat(Faults.mayPass(fault)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void surfacesWhatSomebodyHasToMend(RuntimeException fault) {
        assertThat(Faults.mayPass(fault)).isFalse();
    }
}
