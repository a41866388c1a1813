package org.dataferry.control.bench;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.transform.TransformProcess;
import org.dataferry.transform.mapping.Mappings;

/** The transform as a process of its own, so that it can be killed. It ends when the process that made it does. */
final class TransformChild {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final String HEAP = "-Xmx512m";

    /** The options of this Java that a child needs as well: none that name a file or a port. */
    private static final List<String> PASSED_ON = List.of("--enable-native-access", "--sun-misc-unsafe-memory-access");

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
        // Nothing is ever written to it: this returns when the other end is closed, by whatever way that process ended.
        int end = System.in.read();
        Runtime.getRuntime().halt(end < 0 ? 0 : 1);
    }

    static Process start(BenchKafka kafka, MigrationTopics topics, BenchShape shape, int threads, Path folder) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(HEAP);
        command.add("-XX:+UseSerialGC");
        command.add("-Dlogback.configurationFile=" + TransformBench.LOG_SETTINGS);
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> PASSED_ON.stream().anyMatch(option::startsWith))
                .forEach(command::add);
        command.add(TransformChild.class.getName());
        command.addAll(List.of(
                kafka.bootstrapServers(),
                kafka.registry(),
                topics.migration(),
                Integer.toString(topics.partitions()),
                Integer.toString(shape.tables()),
                Integer.toString(shape.lookups()),
                Integer.toString(threads),
                folder.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("transform.log").toFile());
        builder.environment().put("CLASSPATH", classPath());
        builder.environment().remove("JDK_JAVA_OPTIONS");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        try {
            return builder.start();
        } catch (IOException failed) {
            throw new ControlException("the transform cannot be started as a process of its own", failed);
        }
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
