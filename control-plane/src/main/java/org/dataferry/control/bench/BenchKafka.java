package org.dataferry.control.bench;

import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.registry.RegistryEndpoint;

/** Where the servers of a benchmark are. */
public record BenchKafka(String bootstrapServers, String registry) {

    public Properties client() {
        Properties properties = new Properties();
        properties.setProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return properties;
    }

    public ConfluentAvro avro() {
        return new ConfluentAvro(new HttpSchemaRegistry(RegistryEndpoint.of(registry)));
    }
}
