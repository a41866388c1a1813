package org.dataferry.control.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.dataferry.capture.dump.DumpState;
import org.dataferry.capture.dump.Finding;
import org.dataferry.capture.source.SourceHealth;
import org.dataferry.schemas.control.HeldTables;
import org.dataferry.schemas.control.SourceDrift;
import org.dataferry.schemas.control.SourceEvent;
import org.dataferry.schemas.key.SourceTable;
import org.junit.jupiter.api.Test;

class SourceTextTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final long GIGABYTE = 1_000_000_000;

    private final SourceText text = new SourceText(ZoneOffset.UTC);

    @Test
    void saysWhatTheSlotKeepsAndHowLongThereIsRoom() {
        SourceLook look = look(slot("reserved", Optional.empty()), OptionalLong.of(100 * GIGABYTE));

        assertThat(text.lines(Map.of("erp", look), NOON))
                .containsExactly(
                        "source: primary, slot ferry_nw_erp in use, reserved, keeps 1.2 MB; its log grows 8.6 GB a"
                                + " day; there is room for 100 GB, which is full 11 days after capture stops");
        assertThat(SourceText.json(Map.of("erp", look))
                        .at("/0/log/secondsUntilFull")
                        .asLong())
                .isEqualTo(999_988);
    }

    @Test
    void callsALostSlotWhatItIs() {
        assertThat(text.lines(
                        Map.of("erp", look(slot("lost", Optional.of("wal_removed")), OptionalLong.empty())), NOON))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("ALARM: the source has given slot ferry_nw_erp up (wal_removed)")
                        .contains("--accept-gap"));
    }

    @Test
    void namesHeldTablesWithWhatTheyHaveBecomeAndWhatToDo() {
        SourceTable table = new SourceTable("erp", "public", "orders");
        HeldTables held = HeldTables.NONE.after(new SourceEvent.Drifted(
                table,
                "1",
                List.of(new SourceDrift(SourceDrift.Kind.COLUMN_RENAMED, "a text", "b text")),
                true,
                "capture",
                "",
                NOON));

        assertThat(text.lines(Map.of("erp", new SourceLook(held, Optional.empty(), Optional.empty())), NOON))
                .containsExactly(
                        "held: the changes of public.orders, since 12:00:00 UTC, as its schema is not what it was:"
                                + " column renamed: a text → b text. They go on with ferry drift --accept public.orders");
        assertThat(held.after(new SourceEvent.DriftAccepted(table, "ann", "", NOON))
                        .isHeld(table))
                .isFalse();
    }

    @Test
    void namesDumpsThatWaitWithWhyAndWhatToDo() {
        DumpState.Quarantined dump = new DumpState.Quarantined(
                "/d/orders.csv",
                "1-a",
                NOON.toEpochMilli(),
                NOON.toEpochMilli(),
                new DumpState.Counts(90, 0, 1, 10),
                List.of(new Finding(Finding.Kind.DELETES, "it lacks 10 of the 100 rows of dump 1")));
        String orders = "public.orders";
        DumpsLook dumps = new DumpsLook(
                List.of(
                        new DumpsLook.Waiting(orders, dump, Optional.of("ferry ingest …")),
                        new DumpsLook.Waiting(orders, dump, Optional.empty())),
                Map.of(orders, "it is down"));

        assertThat(text.lines(Map.of("erp", SourceLook.NONE.with(dumps, Optional.empty())), NOON))
                .containsExactly(
                        "ALARM: a dump of public.orders waits since 12:00:00 UTC, and nothing was published of it: it lacks 10"
                                + " of the 100 rows of dump 1. It would be: 90 rows; 0 new, 1 changed, 10 deleted. If that is"
                                + " right: ferry ingest …",
                        "ALARM: a dump of public.orders waits since 12:00:00 UTC, and nothing was published of it: it lacks 10"
                                + " of the 100 rows of dump 1. It would be: 90 rows; 0 new, 1 changed, 10 deleted. Its file is"
                                + " not there any more: /d/orders.csv",
                        "ALARM: public.orders was not read when it was tried last: it is down");
    }

    @Test
    void saysHowFarTheReadingOfAllRowsIs() {
        SnapshotLook snapshot = new SnapshotLook(
                1_500,
                0.254,
                Optional.of(Duration.ofSeconds(90)),
                NOON,
                List.of(
                        new SnapshotLook.Table("public.a", 1_000, 1),
                        new SnapshotLook.Table("public.b", 500, 0.1),
                        new SnapshotLook.Table("public.c", 0, 0)));

        assertThat(text.lines(Map.of("erp", SourceLook.NONE.with(DumpsLook.NONE, Optional.of(snapshot))), NOON))
                .containsExactly(
                        "source: reads all rows: 1,500 rows, 25.4 %, 90.0 seconds left; 1 of 3 tables are done",
                        "  public.b: 500 rows, 10.0 %");
    }

    @Test
    void tellsSeveralSourcesApart() {
        SourceTable table = new SourceTable("crm", "public", "customer");
        HeldTables held =
                HeldTables.NONE.after(new SourceEvent.Drifted(table, "1", List.of(), true, "capture", "", NOON));
        Map<String, SourceLook> looks = new LinkedHashMap<>();
        looks.put("erp", look(slot("reserved", Optional.empty()), OptionalLong.empty()));
        looks.put("crm", new SourceLook(held, Optional.empty(), Optional.of("it is down")));

        assertThat(text.lines(looks, NOON))
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).startsWith("source erp: primary, slot"))
                .anySatisfy(line -> assertThat(line).isEqualTo("source crm: it is down"))
                .anySatisfy(line -> assertThat(line).endsWith("ferry drift --accept crm/public.customer"));
        assertThat(SourceText.json(looks).at("/1/name").asText()).isEqualTo("crm");
        assertThat(SourceText.json(looks).at("/1/held/0/table").asText()).isEqualTo("crm/public.customer");
    }

    private static SourceHealth.Slot slot(String state, Optional<String> because) {
        return new SourceHealth.Slot("ferry_nw_erp", true, state, 1_200_000, OptionalLong.empty(), because);
    }

    private static SourceLook look(SourceHealth.Slot slot, OptionalLong room) {
        return new SourceLook(
                HeldTables.NONE,
                Optional.of(new SourceLook.Log(
                        new SourceHealth(false, 5, Optional.of(slot), OptionalDouble.empty()),
                        OptionalDouble.of(100_000),
                        room)),
                Optional.empty());
    }
}
