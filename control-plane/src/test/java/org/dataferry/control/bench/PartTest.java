package org.dataferry.control.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PartTest {

    private static final String THREAD = "org.apache.kafka.streams.processor.internals.StreamThread";
    private static final String CHANGES = "org.dataferry.transform.topology.ChangeProcessor";
    private static final String STORE = "org.apache.kafka.streams.state.internals.MeteredKeyValueStore";

    @Test
    void theClassThatDoesTheWorkTellsThePart() {
        assertThat(part(THREAD, CHANGES, "org.dataferry.schemas.envelope.EnvelopeReader", "java.lang.String"))
                .contains(Part.READ);
        assertThat(part(THREAD, CHANGES, "org.dataferry.transform.mapping.CompiledMapping"))
                .contains(Part.MAP);
        assertThat(part(THREAD, CHANGES, "org.dataferry.transform.state.RowState"))
                .contains(Part.IMAGE);
        assertThat(part(THREAD, CHANGES, "org.apache.kafka.streams.processor.internals.SinkNode"))
                .contains(Part.WRITE);
    }

    @Test
    void aStoreWritesItsChangelogForTheImage() {
        assertThat(part(THREAD, CHANGES, STORE, "org.apache.kafka.streams.processor.internals.RecordCollectorImpl"))
                .contains(Part.IMAGE);
    }

    @Test
    void whatBindingAndParkingReadsIsForLookups() {
        assertThat(part(THREAD, CHANGES, "org.dataferry.transform.row.LookupBinder", STORE))
                .contains(Part.LOOKUPS);
        assertThat(part(THREAD, "org.dataferry.transform.row.ReferenceKeeper", STORE))
                .contains(Part.LOOKUPS);
    }

    @Test
    void pollingAndCommittingIsOfNoPart() {
        assertThat(part(THREAD, "org.apache.kafka.clients.consumer.KafkaConsumer"))
                .isEmpty();
    }

    /** @param outermostFirst classes */
    private static Optional<Part> part(String... outermostFirst) {
        return Part.of(Stream.of(outermostFirst)
                .map(name -> new StackTraceElement(name, "any", "Any.java", 1))
                .toList()
                .reversed()
                .toArray(StackTraceElement[]::new));
    }
}
