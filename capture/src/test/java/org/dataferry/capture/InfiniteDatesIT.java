package org.dataferry.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;

/** A date that never comes is told as that, whether its row was read or streamed. */
class InfiniteDatesIT {

    private static final String VALUES =
            " VALUES (%d, 'infinity', '-infinity', 'infinity', '-infinity', 'infinity', '-infinity')";

    @Test
    void areReadAndStreamedAsTheyAre() throws Exception {
        EmbeddedSource source = EmbeddedSource.create(
                "CREATE TABLE t (id integer PRIMARY KEY, d date, dm date, ts timestamp, tsm timestamp, tz timestamptz,"
                        + " tzm timestamptz)",
                "INSERT INTO t" + VALUES.formatted(1));
        try (CaptureProcess process = source.start("t")) {
            source.execute("INSERT INTO t" + VALUES.formatted(2));

            List<ChangeEvent> events = source.awaitEvents(process, "t", 2);

            assertThat(events).hasSize(2).allSatisfy(event -> {
                SourceRow row = switch (event) {
                    case ChangeEvent.Snapshotted read -> read.after();
                    case ChangeEvent.Inserted inserted -> inserted.after();
                    case ChangeEvent.Updated updated -> updated.after();
                    case ChangeEvent.Deleted deleted -> throw new AssertionError(deleted);
                };
                for (String column : List.of("d", "ts", "tz")) {
                    assertThat(row.get(column)).as(column).isEqualTo(new Value.Text("infinity"));
                    assertThat(row.get(column + "m")).as(column + "m").isEqualTo(new Value.Text("-infinity"));
                }
            });
        }
    }
}
