package org.dataferry.control.bench.sink;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataferry.control.bench.BenchChild;
import org.dataferry.control.bench.BenchKafka;
import org.dataferry.control.bench.emulator.BenchTable;
import org.dataferry.embedded.DataverseEndpoint;
import org.dataferry.schemas.secret.Secret;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.settings.ProtectionSettings;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.sink.SinkFiles;
import org.dataferry.sink.SinkSettings;
import org.dataferry.sink.loop.HaltPoint;
import org.dataferry.sink.loop.SinkProcess;

/** The sink as a process of its own, with its defaults but for the batch size where that is given. */
final class SinkChild {

    static final String KEY_COLUMN = "ben_key";

    /** How many application users one sink can send as; a run with more is left out, and the result says so. */
    static final int MOST_USERS = 9;

    /** For row ids that are too long for a key, which these never are. */
    private static final String ID_COLUMN = "ben_memo0";

    private static final int FIRST_USER = 8;
    private static final String UNLIMITED = "unlimited";

    private SinkChild() {}

    /** Arguments: bootstrap servers, registry, migration, partitions, batch size or 0, folder, url, limits, then id and secret of each user. */
    public static void main(String[] arguments) throws IOException {
        BenchKafka kafka = new BenchKafka(arguments[0], arguments[1]);
        LimitSettings.Sink limits = limits(Integer.parseInt(arguments[4]));
        URI url = URI.create(arguments[6]);
        List<org.dataferry.sink.client.protocol.DataverseEndpoint> users = new ArrayList<>();
        for (int at = FIRST_USER; at + 1 < arguments.length; at += 2) {
            DataverseEndpoint user = new DataverseEndpoint(url, "emulator", arguments[at], arguments[at + 1]);
            users.add(new org.dataferry.sink.client.protocol.DataverseEndpoint(
                    url, user.tokenUrl(), user.clientId(), new Secret(user.clientSecret())));
        }
        SinkSettings settings = new SinkSettings(
                new MigrationTopics(arguments[2], 1, Integer.parseInt(arguments[3])),
                kafka.client(),
                users,
                Set.of(BenchTable.NAME),
                Set.of(),
                Set.of(),
                Map.of(),
                Set.of(),
                Map.of(),
                Map.of(),
                KEY_COLUMN,
                ID_COLUMN,
                limits,
                protection(arguments[FIRST_USER - 1]),
                limits.requestTimeout(),
                LimitSettings.defaults().status().stalledAfter(),
                SinkFiles.none(),
                Path.of(arguments[5]));
        SinkProcess sink = new SinkProcess(settings, kafka.avro(), HaltPoint.Observer.NONE);
        sink.start();
        BenchChild.endWithParent();
    }

    private static LimitSettings.Sink limits(int batch) {
        LimitSettings.Sink usual = LimitSettings.defaults().sink();
        return batch == 0
                ? usual
                : new LimitSettings.Sink(
                        batch,
                        batch,
                        usual.concurrentRequests(),
                        usual.window(),
                        usual.commitInterval(),
                        usual.requestTimeout(),
                        usual.lateRequestHold(),
                        null,
                        null);
    }

    private static ProtectionSettings protection(String text) {
        if (text.equals(UNLIMITED)) {
            return ProtectionSettings.none();
        }
        String[] parts = text.split(" ");
        ProtectionSettings usual = ProtectionSettings.documented();
        return new ProtectionSettings(
                true,
                Integer.parseInt(parts[0]),
                Duration.parse(parts[1]),
                Integer.parseInt(parts[2]),
                Duration.parse(parts[3]),
                usual.spare(),
                usual.burst(),
                usual.reserve(),
                Double.parseDouble(parts[4]));
    }

    /**
     * @param batch rows of a request, or 0 for what the sink takes by itself
     * @param limits what the target has been told to allow; empty if it is not limited
     */
    static Process start(
            BenchKafka kafka,
            MigrationTopics topics,
            List<DataverseEndpoint> users,
            int batch,
            Optional<TargetModel> limits,
            double timeScale,
            Path folder,
            Path log) {
        List<String> arguments = new ArrayList<>(List.of(
                kafka.bootstrapServers(),
                kafka.registry(),
                topics.migration(),
                Integer.toString(topics.partitions()),
                Integer.toString(batch),
                folder.toString(),
                users.getFirst().baseUrl().toString(),
                limits.map(model -> "%d %s %d %s %s"
                                .formatted(
                                        model.requests(),
                                        model.execution(),
                                        model.concurrent(),
                                        model.window(),
                                        timeScale))
                        .orElse(UNLIMITED)));
        users.forEach(user -> arguments.addAll(List.of(user.clientId(), user.clientSecret())));
        return BenchChild.start(
                SinkChild.class,
                // Compiler threads that come and go would take what they are known to have used with them.
                List.of("-Xmx512m", "-XX:-UseDynamicNumberOfCompilerThreads"),
                arguments,
                log);
    }
}
