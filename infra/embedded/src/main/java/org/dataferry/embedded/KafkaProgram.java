package org.dataferry.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Kafka, run by {@link KafkaServerMain} in a process of its own. */
record KafkaProgram() implements ServerProgram {

    private static final String HEAP = "384m";

    static String endpoint(int port) {
        return "127.0.0.1:" + port;
    }

    @Override
    public ServerKind kind() {
        return ServerKind.KAFKA;
    }

    /** The second port is the controller's. */
    @Override
    public int portCount() {
        return 2;
    }

    @Override
    public void prepare(ServerDirectory directory, Progress progress) throws IOException {
        // The server formats its storage itself.
    }

    @Override
    public ProcessBuilder command(ServerDirectory directory, List<Integer> ports) {
        return new JavaCommand(
                        HEAP,
                        List.of(
                                "-XX:+UseSerialGC",
                                "-Dlogback.configurationFile=org/dataferry/embedded/kafka-logback.xml"),
                        List.of(
                                KafkaServerMain.class.getName(),
                                ports.get(0).toString(),
                                ports.get(1).toString()))
                .process(directory);
    }

    /** Asks for the port first: a client that finds nobody fills the log with warnings. */
    @Override
    public boolean answers(ServerDirectory directory, int port) {
        return LoopbackProbe.accepts(port) && hasNode(port);
    }

    private static boolean hasNode(int port) {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, endpoint(port),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, LoopbackProbe.TIMEOUT_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, LoopbackProbe.TIMEOUT_MILLIS);
        Admin admin = Admin.create(settings);
        try {
            return !admin.describeCluster()
                    .nodes()
                    .get(LoopbackProbe.TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                    .isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            admin.close(Duration.ZERO);
        }
    }
}
