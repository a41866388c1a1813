package org.dataferry.control.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.transform.TransformProcess;
import org.dataferry.transform.mapping.Mappings;

/** The transform as a process of its own, so that it can be killed. It ends when the process that made it does. */
final class TransformChild {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final String HEAP = "-Xmx512m";

    private TransformChild() {}

    /** Arguments: bootstrap servers, registry, migration, partitions, tables, lookups, threads, folder. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        BenchKafka kafka = new BenchKafka(arguments[0], arguments[1]);
        MigrationTopics topics = new MigrationTopics(arguments[2], 1, Integer.parseInt(arguments[3]));
        BenchShape shape = BenchShape.known(Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5]), 1);
        Path folder = Path.of(arguments[7]);
        Mappings mappings = BenchMappings.compile(shape, folder.resolve("mappings"));
        TransformProcess transform = Ours.process(
                kafka, kafka.avro(), topics, mappings, folder.resolve("state"), Integer.parseInt(arguments[6]));
        transform.start();
        transform.awaitRunning(START_TIMEOUT);
        BenchChild.endWithParent();
    }

    static Process start(BenchKafka kafka, MigrationTopics topics, BenchShape shape, int threads, Path folder) {
        return BenchChild.start(
                TransformChild.class,
                List.of(HEAP),
                List.of(
                        kafka.bootstrapServers(),
                        kafka.registry(),
                        topics.migration(),
                        Integer.toString(topics.partitions()),
                        Integer.toString(shape.tables()),
                        Integer.toString(shape.lookups()),
                        Integer.toString(threads),
                        folder.toString()),
                folder.resolve("transform.log"));
    }
}
