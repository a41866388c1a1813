package org.dataferry.transform.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.Topology;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.change.AsOf;
import org.dataferry.schemas.testing.InMemorySchemaRegistry;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.transform.mapping.EntityMapping;
import org.dataferry.transform.mapping.Mappings;
import org.dataferry.transform.row.ParkedCounts;
import org.dataferry.transform.row.RowLimits;
import org.junit.jupiter.api.Test;

class MigrationTopologyTest {

    /** A store or node that is renamed loses its state: what is written here changes only with a new rebuild. */
    @Test
    void shapeIsTheOneThatWasPinned() throws IOException {
        try (InputStream pinned = MigrationTopologyTest.class.getResourceAsStream("topology.txt")) {
            assertThat(described()).isEqualTo(new String(pinned.readAllBytes(), UTF_8));
        }
    }

    @Test
    void mappingsDoNotChangeItsShape() {
        String mapped = described(
                new TestMapping("account", MigrationDriver.CUSTOMERS),
                new TestMapping("contact", MigrationDriver.CUSTOMERS_2, "second"));

        assertThat(mapped).isEqualTo(described());
    }

    private static String described(EntityMapping... mappings) {
        Topology topology = MigrationTopology.build(
                new MigrationTopics("m", 1, 4),
                new Mappings("map-1", List.of(mappings)),
                new ConfluentAvro(new InMemorySchemaRegistry()),
                new TestFences(),
                Set::of,
                new ParkedCounts(),
                new RowLimits(8, 60),
                CommitTimes.NONE,
                AsOf.NOW);
        // A lambda has another name in each run.
        return topology.describe().toString().replaceAll("extractor class: [^)]*", "by entity");
    }
}
