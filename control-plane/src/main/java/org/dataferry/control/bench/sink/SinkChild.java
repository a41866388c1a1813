package org.dataferry.control.bench.sink;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dataferry.control.bench.BenchChild;
import org.dataferry.control.bench.BenchKafka;
import org.dataferry.control.bench.emulator.BenchTable;
import org.dataferry.embedded.DataverseEndpoint;
import org.dataferry.schemas.secret.Secret;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.sink.SinkSettings;
import org.dataferry.sink.loop.HaltPoint;
import org.dataferry.sink.loop.SinkProcess;

/** The sink as a process of its own, with its defaults but for the batch size where that is given. */
final class SinkChild {

    static final String KEY_COLUMN = "ben_key";

    /** How many application users one sink can send as; a run with more is left out, and the result says so. */
    static final int MOST_USERS = 1;

    /** For row ids that are too long for a key, which these never are. */
    private static final String ID_COLUMN = "ben_memo0";

    private static final int FIRST_USER = 7;

    private SinkChild() {}

    /** Arguments: bootstrap servers, registry, migration, partitions, batch size or 0, folder, url, then id and secret of each user. */
    public static void main(String[] arguments) throws IOException {
        BenchKafka kafka = new BenchKafka(arguments[0], arguments[1]);
        LimitSettings.Sink limits = limits(Integer.parseInt(arguments[4]));
        URI url = URI.create(arguments[6]);
        DataverseEndpoint user =
                new DataverseEndpoint(url, "emulator", arguments[FIRST_USER], arguments[FIRST_USER + 1]);
        SinkSettings settings = new SinkSettings(
                new MigrationTopics(arguments[2], 1, Integer.parseInt(arguments[3])),
                kafka.client(),
                new org.dataferry.sink.client.protocol.DataverseEndpoint(
                        url, user.tokenUrl(), user.clientId(), new Secret(user.clientSecret())),
                Set.of(BenchTable.NAME),
                Set.of(),
                Set.of(),
                KEY_COLUMN,
                ID_COLUMN,
                limits,
                limits.requestTimeout(),
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
                        usual.concurrentRequests(),
                        usual.window(),
                        usual.commitInterval(),
                        usual.requestTimeout(),
                        usual.lateRequestHold());
    }

    /** @param batch rows of a request, or 0 for what the sink takes by itself */
    static Process start(
            BenchKafka kafka, MigrationTopics topics, List<DataverseEndpoint> users, int batch, Path folder, Path log) {
        List<String> arguments = new ArrayList<>(List.of(
                kafka.bootstrapServers(),
                kafka.registry(),
                topics.migration(),
                Integer.toString(topics.partitions()),
                Integer.toString(batch),
                folder.toString(),
                users.getFirst().baseUrl().toString()));
        users.forEach(user -> arguments.addAll(List.of(user.clientId(), user.clientSecret())));
        return BenchChild.start(
                SinkChild.class,
                // Compiler threads that come and go would take what they are known to have used with them.
                List.of("-Xmx512m", "-XX:-UseDynamicNumberOfCompilerThreads"),
                arguments,
                log);
    }
}
