package org.dataferry.control.run;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.dataferry.control.RefusedException;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.FenceCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.topic.MigrationTopics;

/** Whether the log holds what a rebuild needs, as it reads nothing else. */
public final class LogToRebuild {

    /** Tens of thousands of records a second; a migration of weeks has a heartbeat for each second. */
    private static final Duration READ = Duration.ofMinutes(2);

    private static final Duration POLL = Duration.ofMillis(200);

    private LogToRebuild() {}

    /**
     * @param tables whose changes the mappings read
     * @throws RefusedException if the first load is not complete, or the changes of a table were never captured
     */
    public static void require(MigrationFolder rebuild, Endpoints endpoints, Collection<SourceTable> tables) {
        try (Admin admin = Admin.create(endpoints.kafkaClient())) {
            KafkaStageOffsets log = new KafkaStageOffsets(admin, Stages.KAFKA_TIMEOUT);
            Set<String> topics = log.topics();
            Set<String> fenced = topics.contains(rebuild.topics().fences().name())
                    ? fenced(rebuild.topics(), endpoints, log, sources(tables))
                    : Set.of();
            require(rebuild.topics(), fenced, topics, tables);
        }
    }

    private static Set<String> sources(Collection<SourceTable> tables) {
        return tables.stream().map(SourceTable::source).collect(Collectors.toSet());
    }

    /** Of these sources those of which capture has written a fence or heartbeat. Each has its first ones near the beginning. */
    private static Set<String> fenced(
            MigrationTopics topics, Endpoints endpoints, KafkaStageOffsets log, Set<String> sources) {
        ConfluentAvro avro = new ConfluentAvro(new HttpSchemaRegistry(endpoints.registry()));
        TopicPartition fences = new TopicPartition(topics.fences().name(), 0);
        long end = log.ends(List.of(fences)).getOrDefault(fences, 0L);
        Set<String> fenced = new TreeSet<>();
        try (Consumer<String, FenceEvent> consumer = new KafkaConsumer<>(
                endpoints.kafkaClient(),
                new StringDeserializer(),
                new TopicSerde<>(avro, new FenceCodec()).deserializer())) {
            consumer.assign(List.of(fences));
            consumer.seekToBeginning(List.of(fences));
            long deadline = System.nanoTime() + READ.toNanos();
            while (!fenced.containsAll(sources)
                    && consumer.position(fences, Stages.KAFKA_TIMEOUT) < end
                    && System.nanoTime() < deadline) {
                consumer.poll(POLL).forEach(record -> {
                    if (record.value() instanceof FenceEvent.Reached reached) {
                        fenced.add(reached.source());
                    }
                });
            }
        }
        return fenced;
    }

    /**
     * @param fenced sources of which capture has written a first fence or heartbeat, which it does when it has read all tables
     * @param present the names of all topics
     */
    static void require(
            MigrationTopics topics, Set<String> fenced, Set<String> present, Collection<SourceTable> tables) {
        if (!fenced.containsAll(sources(tables))) {
            throw new RefusedException("this migration has not come to the end of its first load, so there is no whole"
                    + " log to rebuild from; ferry run comes first");
        }
        for (SourceTable table : tables) {
            if (!present.contains(topics.changes(table).name())) {
                throw new RefusedException("the mappings read " + table.qualified()
                        + ", whose changes are not in the log: a rebuild makes rows of what was captured only");
            }
        }
    }
}
