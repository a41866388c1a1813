package org.dataferry.schemas.check;

import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.UnreadableRecordException;
import org.dataferry.schemas.registry.RegistryException;
import org.dataferry.schemas.registry.SchemaRegistry;
import org.dataferry.schemas.topic.Topic;

/**
 * Whether the registry is the one that the log was written with.
 *
 * <p>A registry that was replaced or lost its data would turn every record into a dead letter; worse, one that gives the
 * same ids anew to other schemas would let records be read as something else. Both are found here, at start.
 */
public final class RegistryCheck {

    private final SchemaRegistry registry;
    private final URI registryUrl;
    private final RecordSampler sampler;

    private record SubjectId(String subject, int id) {}

    /** @param registryUrl named in errors */
    public RegistryCheck(SchemaRegistry registry, URI registryUrl, RecordSampler sampler) {
        this.registry = registry;
        this.registryUrl = registryUrl;
        this.sampler = sampler;
    }

    /**
     * Throws a {@link RegistryException} if a sampled record of these topics has a schema that the registry does not have
     * under the topic's subject.
     *
     * @param topics whose values are Avro; records in another format are passed over, as they are dead letters anyway
     */
    public void check(Collection<Topic> topics) {
        Set<SubjectId> known = new HashSet<>();
        for (Topic topic : topics) {
            for (SampledRecord record : sampler.sample(topic)) {
                idOf(record)
                        .filter(id -> known.add(new SubjectId(topic.valueSubject(), id)))
                        .ifPresent(id -> check(topic, record, id));
            }
        }
    }

    private void check(Topic topic, SampledRecord record, int id) {
        Optional<Schema> schema = registry.byId(id);
        if (schema.isEmpty()) {
            throw unknown(record, id, "does not know it");
        }
        if (registry.lookUp(topic.valueSubject(), schema.get()).isEmpty()) {
            throw unknown(record, id, "has it for another subject than " + topic.valueSubject());
        }
    }

    private static Optional<Integer> idOf(SampledRecord record) {
        try {
            return Optional.of(ConfluentAvro.idIn(record.value()));
        } catch (UnreadableRecordException otherFormat) {
            return Optional.empty();
        }
    }

    private RegistryException unknown(SampledRecord record, int id, String but) {
        return new RegistryException("the record at offset " + record.offset() + " of partition " + record.partition()
                + " of topic " + record.topic() + " was written with schema " + id + ", but the schema registry at "
                + registryUrl + " " + but + ". It was replaced, or lost its data: set registry.url in migration.yaml to"
                + " the registry that the topics were written with, or restore that registry's data");
    }
}
