package org.dataferry.capture;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Map;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The offset store needs nothing of Connect's REST server, which is left out of the dependencies. */
class OffsetStorageTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.kafka.connect.storage.KafkaOffsetBackingStore",
                "org.apache.kafka.connect.storage.OffsetStorageWriter",
                "org.apache.kafka.connect.util.KafkaBasedLog",
                "org.apache.kafka.connect.util.SharedTopicAdmin",
                "org.apache.kafka.connect.util.TopicAdmin",
                "io.debezium.embedded.async.AsyncEmbeddedEngine"
            })
    void loadsEveryClassThatKeepsOffsets(String name) {
        assertThatCode(() -> Class.forName(name).getDeclaredMethods()).doesNotThrowAnyException();
    }

    @Test
    void readsTheSettingsOfAWorker() {
        assertThatCode(() -> new DistributedConfig(Map.of(
                        "bootstrap.servers", "localhost:1",
                        "group.id", "g",
                        "config.storage.topic", "c",
                        "status.storage.topic", "s",
                        "offset.storage.topic", "o",
                        "key.converter", JsonConverter.class.getName(),
                        "value.converter", JsonConverter.class.getName())))
                .doesNotThrowAnyException();
    }
}
