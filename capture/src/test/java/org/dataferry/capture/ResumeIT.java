package org.dataferry.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.dataferry.capture.source.SourceAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/**
 * What capture relies on. The rows of a COPY share LSNs, and Debezium resumes behind an LSN: an offset from the middle of a
 * transaction loses the other rows that have it. So offsets are kept at the ends of transactions only.
 */
class ResumeIT {

    private static final int ROWS = 1_500;
    private static final int COPY_SIZE = 300;

    @TempDir
    Path directory;

    @Test
    void losesNothingAndNumbersAlikeWhenOffsetsAreKeptAtTransactionEnds() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        SourceAddress address = SourceServer.newDatabase();
        SourceServer.execute(address, "CREATE TABLE t (id integer PRIMARY KEY)", "INSERT INTO t VALUES (-1)");
        Properties settings = RunningEngine.settings(address, directory, "placeholder");
        settings.put("max.batch.size", "13");
        InterruptedEngine.run(settings, 1, change -> true);
        for (int from = 0; from < ROWS; from += COPY_SIZE) {
            copy(address, from);
        }

        Map<Integer, String> positions = new HashMap<>();
        for (int round = 0; positions.size() < ROWS && round < 10; round++) {
            int enough = COPY_SIZE + random.nextInt(COPY_SIZE);
            for (SourceRecord change : InterruptedEngine.run(settings, enough, each -> id(each) == ROWS - 1)) {
                String earlier = positions.putIfAbsent(id(change), position(change));
                assertThat(earlier).isIn(null, position(change));
            }
        }

        assertThat(positions).hasSize(ROWS);
    }

    private static int id(SourceRecord change) {
        return ((Struct) change.key()).getInt32("id");
    }

    private static String position(SourceRecord change) {
        Struct envelope = (Struct) change.value();
        Struct source = envelope.getStruct("source");
        return source.get("txId") + " " + source.get("lsn") + " "
                + envelope.getStruct("transaction").get("total_order");
    }

    private static void copy(SourceAddress address, int from) throws Exception {
        String rows = IntStream.range(from, from + COPY_SIZE)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining("\n", "", "\n"));
        try (Connection connection = SourceServer.connect(address)) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY t FROM STDIN", new StringReader(rows));
        }
    }
}
