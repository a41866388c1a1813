package org.dataferry.control.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dataferry.control.projection.LedgerReading;
import org.dataferry.control.projection.TestLedger;
import org.dataferry.control.replay.ReplayRow;
import org.dataferry.control.replay.ReplayStep;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.EntityMapping;
import org.dataferry.transform.mapping.LinkMapping;
import org.dataferry.transform.mapping.MappingResult;
import org.dataferry.transform.mapping.Mappings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the current mappings make of rows, beside what the target has by a ledger of known things. */
final class SampleMakerIT {

    private static final SourceTable CUSTOMERS = new SourceTable("erp", "public", "customers");
    private static final SourceTable TAGS = new SourceTable("erp", "public", "tags");
    private static final Value ABSENT = Value.ABSENT;

    private final Map<Long, ChangeEvent> log = new HashMap<>();
    private TestLedger ledger;

    @BeforeEach
    void makeLedger() throws SQLException {
        ledger = new TestLedger();
    }

    @Test
    void showsWhatTheNewestImageMakesOtherThanTheTargetHasIt() throws Exception {
        inTarget("ANN");
        inTarget("SAME");
        changed("ANN", "U", "name", text("Ann"));
        changed("SAME", "U", "name", text("n1"));
        changed("NEW", "I", "name", text("New"));
        changed("LONG", "I", "name", text("refuse"));
        changed("OUT", "I", "name", text("leave out"));
        changed("GONE", "I", "name", text("Gone"));
        changed("GONE", "D", "name", text("Gone"));
        ledger.write();

        assertThat(sample("ANN", "SAME", "NEW", "LONG", "OUT", "GONE", "NEVER SEEN"))
                .containsExactly(
                        "ANN [name \"n1\" > \"Ann\"]",
                        "SAME []",
                        "NEW [name > \"New\"]",
                        "LONG refused VALUE_TOO_LONG: at most 5",
                        "OUT left out",
                        "GONE gone",
                        "NEVER SEEN unreadable");
    }

    @Test
    void fillsWhatAChangeDoesNotTellFromTheOnesBefore() throws Exception {
        changed("ANN", "I", "name", text("Ann"), "notes", text("long"));
        changed("ANN", "U", "name", text("Anna"), "notes", ABSENT);
        changed("ANN", "U", "name", text("Anne"), "notes", ABSENT);
        changed("FORGOTTEN", "U", "name", text("F"), "notes", ABSENT);
        ledger.write();

        assertThat(sample("ANN", "FORGOTTEN"))
                .containsExactly("ANN [name > \"Anne\", notes > \"long\"]", "FORGOTTEN [name > \"F\"]");
    }

    @Test
    void saysOfALinkWhetherItIsOne() throws Exception {
        ledger.changed(TAGS, "T1", "I", account("T1"));
        log.put(ledger.offset() - 2, event("T1", "I", new SourceRow(Map.of("name", text("T1")))));
        ledger.write();

        try (LedgerReading reading = ledger.open()) {
            Sample.Mapped sample = (Sample.Mapped) maker(reading)
                    .of(List.of(new ReplayStep("tags", new ReplayRow(TAGS, TestLedger.key("T1")))));
            assertThat(sample.rows()).singleElement().satisfies(row -> {
                assertThat(row.result()).isInstanceOf(Sample.Result.Linked.class);
                assertThat(row.row()).isInstanceOf(RowId.Link.class);
            });
        }
    }

    @Test
    void theEffortIsByThePaceThatTheLedgerHasSeenAndUnknownWithout() throws Exception {
        ledger.write();
        List<ReplayStep> steps = IntStream.range(0, 2_500)
                .mapToObj(number -> step(Integer.toString(number)))
                .toList();
        try (LedgerReading reading = ledger.open()) {
            assertThat(Effort.of(steps, LimitSettings.defaults().sink(), reading))
                    .isEqualTo(new Effort(3, 2_500, Optional.empty()));
        }
        for (int row = 0; row < 30; row++) {
            said(changed("FAST" + row, "I", "name", text("x")), new Outcome.Applied(Outcome.Effect.CREATED));
        }
        ledger.now(TestLedger.NOON.plusSeconds(60));
        for (int row = 0; row < 15; row++) {
            said(changed("SLOW" + row, "I", "name", text("x")), new Outcome.Applied(Outcome.Effect.CREATED));
        }
        ledger.write();

        try (LedgerReading reading = ledger.open()) {
            assertThat(Effort.of(steps, LimitSettings.defaults().sink(), reading)
                            .duration())
                    .contains(new Effort.Range(Duration.ofSeconds(2_500), Duration.ofSeconds(3_334)));
        }
    }

    private List<String> sample(String... keys) {
        try (LedgerReading reading = ledger.open()) {
            Sample.Mapped sample = (Sample.Mapped) maker(reading)
                    .of(List.of(keys).stream().map(SampleMakerIT::step).toList());
            return sample.rows().stream().map(SampleMakerIT::words).toList();
        }
    }

    private SampleMaker maker(LedgerReading reading) {
        Mappings mappings = new Mappings("m2", List.of(new Names()), List.of(new Tags()));
        return new SampleMaker(
                mappings,
                new SourceImages(reading, (table, partition, offset) -> Optional.ofNullable(log.get(offset))),
                reading);
    }

    private static String words(Sample.Row row) {
        return row.step().row().plain() + " "
                + switch (row.result()) {
                    case Sample.Result.Written(List<Sample.Column> columns, boolean merges) ->
                        columns.stream()
                                .map(column -> column.name()
                                        + column.before()
                                                .map(before -> " " + before)
                                                .orElse("") + " > "
                                        + column.after())
                                .sorted()
                                .collect(Collectors.joining(", ", "[", "]"));
                    case Sample.Result.Linked ignored -> "linked";
                    case Sample.Result.LeftOut ignored -> "left out";
                    case Sample.Result.Refused(var reason, String detail) -> "refused " + reason + ": " + detail;
                    case Sample.Result.Gone ignored -> "gone";
                    case Sample.Result.Unreadable ignored -> "unreadable";
                };
    }

    /** Version 1 of a row, which the target has, is called n1. */
    private void inTarget(String key) {
        WriteId write = changed(key, "I", "name", text("old"));
        ledger.sent(write, 1, "m1");
        ledger.said(write, 1, new Outcome.Applied(Outcome.Effect.CREATED));
        ledger.identified(account(key), TestLedger.present(key, 1));
    }

    private WriteId changed(String key, String op, Object... columns) {
        Map<String, Value> values = new HashMap<>();
        for (int i = 0; i < columns.length; i += 2) {
            values.put((String) columns[i], (Value) columns[i + 1]);
        }
        log.put(ledger.offset(), event(key, op, new SourceRow(values)));
        return ledger.changed(CUSTOMERS, key, op, account(key)).getFirst();
    }

    private void said(WriteId write, Outcome outcome) {
        ledger.said(write, 1, outcome);
    }

    private static ChangeEvent event(String key, String op, SourceRow row) {
        ChangeId id = new ChangeId(
                TestLedger.MIGRATION, CUSTOMERS, TestLedger.key(key), new SourcePosition.InLog(1, 1, 1, 0));
        Instant at = TestLedger.NOON;
        return switch (op) {
            case "I" -> new ChangeEvent.Inserted(id, at, row);
            case "U" -> new ChangeEvent.Updated(id, at, null, row);
            default -> new ChangeEvent.Deleted(id, at, row);
        };
    }

    private static ReplayStep step(String key) {
        return new ReplayStep("account", new ReplayRow(CUSTOMERS, TestLedger.key(key)));
    }

    private static RowId account(String key) {
        return new RowId.OfSource("account", CUSTOMERS, TestLedger.key(key));
    }

    private static Value text(String text) {
        return new Value.Text(text);
    }

    /** Takes all columns as they are. */
    private static final class Names implements EntityMapping {

        @Override
        public String entity() {
            return "account";
        }

        @Override
        public SourceTable table() {
            return CUSTOMERS;
        }

        @Override
        public String discriminator() {
            return "";
        }

        @Override
        public MappingResult map(SourceRow row) {
            if (row.get("name").equals(text("refuse"))) {
                return new MappingResult.Refused(RejectionReason.VALUE_TOO_LONG, "at most 5");
            }
            return row.get("name").equals(text("leave out"))
                    ? new MappingResult.Filtered()
                    : new MappingResult.Mapped(row.columns());
        }
    }

    private static final class Tags implements LinkMapping {

        @Override
        public String relationship() {
            return "tags";
        }

        @Override
        public SourceTable table() {
            return TAGS;
        }

        @Override
        public Set<String> namedEntities() {
            return Set.of("account");
        }

        @Override
        public LinkResult link(SourceRow row) {
            return new LinkResult.Linked(new RowId.Link("tags", account("A"), account("B")));
        }
    }
}
