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

    /**
     * A start compiles much that then rarely runs. With these thresholds, ten times the defaults, the last compiler works on what is hot
     * under load only: a start costs 20 % less processor time, and the broker is as fast in the end.
     */
    private static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:Tier4InvocationThreshold=50000",
            "-XX:Tier4MinInvocationThreshold=6000",
            "-XX:Tier4CompileThreshold=150000",
            "-XX:Tier4BackEdgeThreshold=400000",
            "-Dlogback.configurationFile=org/dataferry/embedded/kafka-logback.xml");

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
                        OPTIONS,
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
