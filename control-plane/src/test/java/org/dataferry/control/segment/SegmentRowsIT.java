package org.dataferry.control.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.dataferry.control.RefusedException;
import org.dataferry.control.projection.LedgerReading;
import org.dataferry.control.projection.TestLedger;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.schemas.write.WriteId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which rows a segment means, by each of its criteria, in a ledger of known things. */
final class SegmentRowsIT {

    private static final SourceTable CUSTOMERS = new SourceTable("erp", "public", "customers");
    private static final SourceTable PROSPECTS = new SourceTable("erp", "public", "prospects");
    private static final SourceTable ORDERS = new SourceTable("erp", "public", "orders");
    private static final SourceTable LINES = new SourceTable("erp", "public", "lines");
    private static final SourceTable TAGS = new SourceTable("erp", "public", "tags");

    private static final SegmentRows ROWS = new SegmentRows(
            TableNames.of("erp"),
            Map.of(
                    "account", Set.of(CUSTOMERS, PROSPECTS),
                    "order", Set.of(ORDERS),
                    "line", Set.of(LINES),
                    "account_tags", Set.of(TAGS)));

    private static final Outcome CREATED = new Outcome.Applied(Outcome.Effect.CREATED);
    private static final Outcome UPDATED = new Outcome.Applied(Outcome.Effect.UPDATED);
    private static final Outcome DELETED = new Outcome.Applied(Outcome.Effect.DELETED);
    private static final Outcome TOO_LONG = rejected(RejectionReason.VALUE_TOO_LONG);
    private static final Outcome FORBIDDEN = rejected(RejectionReason.PERMISSION_MISSING);
    private static final Instant LATER = TestLedger.NOON.plusSeconds(3_600);

    private TestLedger ledger;

    @BeforeEach
    void makeLedger() throws SQLException {
        ledger = new TestLedger();
    }

    @Test
    void areThoseThatTheSourceHasWhereNothingIsAskedOfWrites() throws Exception {
        said(account("HERE", "I"), CREATED);
        said(account("GONE", "I"), CREATED);
        said(account("GONE", "D"), DELETED);
        ledger.changed(PROSPECTS, "NEW MAPPING", "I");
        ledger.changed(ORDERS, "OTHER ENTITY", "I");
        ledger.write();

        assertThat(told(Segment.of("account"))).containsExactly("account HERE", "account NEW MAPPING");
    }

    @Test
    void areThoseOfKeysAsPeopleAndProgramsWriteThemAlsoDeletedOnes() throws Exception {
        said(account("HERE", "I"), CREATED);
        said(account("PROGRAM", "I"), CREATED);
        said(account("GONE", "I"), CREATED);
        said(account("GONE", "D"), DELETED);
        said(account("OTHER", "I"), CREATED);
        ledger.changed(PROSPECTS, "NEVER WRITTEN", "I");
        ledger.write();

        assertThat(told(Segment.of("account")
                        .withKeys(Set.of("HERE", TestLedger.key("PROGRAM").text(), "GONE", "NEVER WRITTEN"))))
                .containsExactly("account GONE", "account HERE", "account PROGRAM", "account NEVER WRITTEN");
        assertThatThrownBy(() -> told(Segment.of("account").withKeys(Set.of("HERE", "NOBODY"))))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("--key NOBODY is no row of public.customers, public.prospects");
    }

    @Test
    void areThoseOfAKeyInEachTableAlsoInOneThatNothingWasWrittenOf() throws Exception {
        said(account("1", "I"), CREATED);
        said(account("2", "I"), CREATED);
        ledger.changed(ORDERS, "1", "I");
        ledger.changed(ORDERS, "3", "I");
        ledger.write();

        assertThat(told(new Segment(
                        Set.of("account", "order"),
                        Set.of(),
                        Set.of("1", "2"),
                        Span.ALWAYS,
                        WriteCriteria.NONE,
                        false,
                        false)))
                .containsExactly("account 1", "account 2", "order 1");
        assertThat(told(Segment.of("account").withKeys(Set.of("1")))).containsExactly("account 1");
    }

    @Test
    void areThoseOfOneTableOrOfOneTimeOfTheirNewestChange() throws Exception {
        said(account("EARLY", "I"), CREATED);
        said(account("CHANGED", "I"), CREATED);
        said(ledger.changed(PROSPECTS, "PROSPECT", "I", account(PROSPECTS, "PROSPECT")), CREATED);
        ledger.now(LATER);
        said(account("CHANGED", "U"), UPDATED);
        ledger.write();

        assertThat(told(new Segment(
                        Set.of("account"),
                        Set.of("public.prospects"),
                        Set.of(),
                        Span.ALWAYS,
                        WriteCriteria.NONE,
                        false,
                        false)))
                .containsExactly("account PROSPECT");
        assertThat(told(changed(new Span(Optional.of(LATER), Optional.empty()))))
                .containsExactly("account CHANGED");
        assertThat(told(changed(new Span(Optional.empty(), Optional.of(LATER)))))
                .containsExactly("account EARLY", "account PROSPECT");
    }

    @Test
    void areThoseOfEachOutcome() throws Exception {
        said(account("APPLIED", "I"), CREATED);
        said(account("ALREADY", "I"), new Outcome.AlreadyApplied(false));
        said(account("SKIPPED", "I"), new Outcome.Skipped(Outcome.SkipReason.FILTERED));
        said(account("PARKED", "I"), new Outcome.Parked(account(CUSTOMERS, "NOWHERE")));
        said(account("DEFERRED", "I"), new Outcome.Deferred(Outcome.DeferralReason.PHASE));
        said(account("BOUNCED", "I"), new Outcome.Bounced(account(CUSTOMERS, "NOWHERE"), Outcome.BounceReason.MISSING));
        said(account("REJECTED", "I"), TOO_LONG);
        account("FLYING", "I");
        ledger.write();

        assertThat(told(outcomes(WriteOutcome.APPLIED))).containsExactly("account APPLIED");
        assertThat(told(outcomes(WriteOutcome.ALREADY_APPLIED))).containsExactly("account ALREADY");
        assertThat(told(outcomes(WriteOutcome.SKIPPED))).containsExactly("account SKIPPED");
        assertThat(told(outcomes(WriteOutcome.PARKED))).containsExactly("account PARKED");
        assertThat(told(outcomes(WriteOutcome.DEFERRED))).containsExactly("account DEFERRED");
        assertThat(told(outcomes(WriteOutcome.BOUNCED))).containsExactly("account BOUNCED");
        assertThat(told(outcomes(WriteOutcome.REJECTED))).containsExactly("account REJECTED VALUE_TOO_LONG");
        assertThat(told(outcomes(WriteOutcome.IN_FLIGHT))).containsExactly("account FLYING");
        assertThat(told(outcomes(WriteOutcome.REJECTED, WriteOutcome.PARKED, WriteOutcome.BOUNCED)))
                .containsExactly("account BOUNCED", "account PARKED", "account REJECTED VALUE_TOO_LONG");
    }

    @Test
    void areThoseOfAReasonOrAKindOfReason() throws Exception {
        said(account("LONG", "I"), TOO_LONG);
        said(account("FORBIDDEN", "I"), FORBIDDEN);
        said(account("ORPHAN", "I"), rejected(RejectionReason.ORPHAN));
        ledger.write();

        assertThat(told(errors(Set.of(RejectionReason.VALUE_TOO_LONG), Set.of())))
                .containsExactly("account LONG VALUE_TOO_LONG");
        assertThat(told(errors(Set.of(), Set.of(RejectionReason.Kind.DATA_FAULT))))
                .containsExactly("account LONG VALUE_TOO_LONG", "account ORPHAN ORPHAN");
        assertThat(told(errors(
                        Set.of(RejectionReason.ORPHAN, RejectionReason.PERMISSION_MISSING),
                        Set.of(RejectionReason.Kind.PERMISSION))))
                .containsExactly("account FORBIDDEN PERMISSION_MISSING");
    }

    @Test
    void areThoseOfTheTimeOfTheirOutcome() throws Exception {
        said(account("EARLY", "I"), TOO_LONG);
        ledger.now(LATER);
        said(account("LATE", "I"), TOO_LONG);
        ledger.write();

        assertThat(told(recorded(new Span(Optional.of(LATER), Optional.empty()))))
                .containsExactly("account LATE VALUE_TOO_LONG");
        assertThat(told(recorded(new Span(Optional.empty(), Optional.of(LATER)))))
                .containsExactly("account EARLY VALUE_TOO_LONG");
    }

    @Test
    void areThoseWhoseChangesStandInAStretchOfTheLog() throws Exception {
        said(account("A", "I"), CREATED);
        long from = ledger.offset();
        said(account("B", "I"), CREATED);
        long to = ledger.offset() - 1;
        said(account("C", "I"), CREATED);
        said(account("C", "U"), UPDATED);
        ledger.write();

        assertThat(told(of(criteria(PositionRange.ANY, Optional.of(new OffsetRange(0, from, to))))))
                .containsExactly("account B");
        assertThat(told(of(criteria(PositionRange.ANY, Optional.of(new OffsetRange(1, from, to))))))
                .isEmpty();
        SourcePosition second = new SourcePosition.InLog(1, 2, 2, 0);
        assertThat(told(of(criteria(new PositionRange(Optional.of(second), Optional.empty()), Optional.empty()))))
                .containsExactly("account C");
        assertThat(told(of(criteria(
                        new PositionRange(Optional.empty(), Optional.of(new SourcePosition.InLog(1, 1, 1, 0))),
                        Optional.empty()))))
                .as("C was written anew by a later change")
                .containsExactly("account A", "account B", "account C overtaken");
    }

    @Test
    void areThoseThatAVersionOfTheMappingWroteLast() throws Exception {
        sentAndSaid(account("OLD", "I"), 1, "m1", CREATED);
        sentAndSaid(account("NEW", "I"), 1, "m1", CREATED);
        sentAndSaid(account("NEW", "U"), 2, "m2", UPDATED);
        sentAndSaid(account("NO CHANGE SINCE", "I"), 1, "m1", CREATED);
        said(account("NO CHANGE SINCE", "U"), new Outcome.Skipped(Outcome.SkipReason.NO_CHANGE));
        sentAndSaid(account("GONE", "I"), 1, "m1", CREATED);
        said(account("GONE", "D"), DELETED);
        ledger.write();

        assertThat(told(of(new WriteCriteria(
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Span.ALWAYS,
                        Optional.of("m1"),
                        PositionRange.ANY,
                        Optional.empty()))))
                .containsExactly("account NO CHANGE SINCE renewed", "account OLD", "account NEW overtaken");
    }

    @Test
    void leaveOutWhatANewerWriteHasDoneSinceAndSayWhatTheSourceHasChangedSince() throws Exception {
        said(account("STANDS", "I"), TOO_LONG);
        said(account("MENDED", "I"), TOO_LONG);
        said(account("MENDED", "U"), CREATED);
        said(account("REPLAYED", "I"), TOO_LONG);
        ledger.said(ledger.replayed("r1", account(CUSTOMERS, "REPLAYED")), 2, CREATED);
        said(account("FLYING", "I"), TOO_LONG);
        account("FLYING", "U");
        said(account("WAITING", "I"), TOO_LONG);
        said(account("WAITING", "U"), new Outcome.Parked(account(CUSTOMERS, "NOWHERE")));
        List<WriteId> older = account("OLDER CAME LATE", "I");
        said(account("OLDER CAME LATE", "U"), TOO_LONG);
        said(older, CREATED);
        said(account("SUPERSEDED", "I"), TOO_LONG);
        said(account("SUPERSEDED", "U"), new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED));
        said(account("LEFT OUT NOW", "I"), TOO_LONG);
        said(account("LEFT OUT NOW", "U"), new Outcome.Skipped(Outcome.SkipReason.FILTERED));
        ledger.write();

        assertThat(told(rejected()))
                .containsExactly(
                        "account FLYING VALUE_TOO_LONG renewed",
                        "account OLDER CAME LATE VALUE_TOO_LONG",
                        "account STANDS VALUE_TOO_LONG",
                        "account LEFT OUT NOW VALUE_TOO_LONG overtaken",
                        "account MENDED VALUE_TOO_LONG overtaken",
                        "account REPLAYED VALUE_TOO_LONG overtaken",
                        "account SUPERSEDED VALUE_TOO_LONG overtaken",
                        "account WAITING VALUE_TOO_LONG overtaken");
        assertThat(told(rejected()).stream().filter(row -> !row.endsWith("overtaken")))
                .as("as many as the group of errors has")
                .hasSize(Integer.parseInt(
                        ledger.query("SELECT rows FROM ferry.error_group WHERE reason = 'VALUE_TOO_LONG'")
                                .getFirst()));
    }

    @Test
    void leaveOutWhatIsRefusedForAnotherReasonSinceAndWhatIsWaived() throws Exception {
        said(account("STANDS", "I"), TOO_LONG);
        said(account("OTHERWISE", "I"), TOO_LONG);
        said(account("OTHERWISE", "U"), FORBIDDEN);
        List<WriteId> waived = account("WAIVED", "I");
        said(waived, TOO_LONG);
        List<WriteId> waiting = account("WAITS", "I");
        said(waiting, new Outcome.Parked(account(CUSTOMERS, "NOWHERE")));
        ledger.waived("w1", waived.getFirst(), waiting.getFirst());
        said(account("REFUSED ANEW", "I"), TOO_LONG);
        List<WriteId> again = account("REFUSED ANEW", "U");
        ledger.waived("w2", again.getFirst());
        said(account("REFUSED ANEW", "U"), TOO_LONG);
        ledger.write();

        Segment tooLong = errors(Set.of(RejectionReason.VALUE_TOO_LONG), Set.of());
        assertThat(told(tooLong))
                .containsExactly(
                        "account REFUSED ANEW VALUE_TOO_LONG",
                        "account STANDS VALUE_TOO_LONG",
                        "account WAIVED VALUE_TOO_LONG waived",
                        "account OTHERWISE PERMISSION_MISSING otherwise");
        assertThat(told(tooLong.withWaived()))
                .contains("account WAIVED VALUE_TOO_LONG")
                .hasSize(4);
        assertThat(told(outcomes(WriteOutcome.PARKED))).containsExactly("account WAITS waived");
        assertThat(told(rejected()))
                .as("for whatever reason")
                .contains("account OTHERWISE PERMISSION_MISSING")
                .hasSize(4);
        try (LedgerReading reading = ledger.open()) {
            assertThat(Selection.of(tooLong, ROWS, reading).leftOut())
                    .isEqualTo(new Selection.LeftOut(0, 1, Map.of(RejectionReason.PERMISSION_MISSING, 1)));
        }
    }

    @Test
    void areNoRefusedSourceRowsOnceAReplayHasTakenThemIntoAMergedRowOrALink() throws Exception {
        RowId.Merged merged = new RowId.Merged("account", "by-mail", TestLedger.key("ann@example.org"));
        RowId.Link link = new RowId.Link("account_tags", merged, account(CUSTOMERS, "TAG"));
        for (String key : List.of("ANN", "ANN2")) {
            said(account(key, "I"), TOO_LONG);
        }
        RowId.OfSource tag = new RowId.OfSource("account_tags", TAGS, TestLedger.key("T1"));
        said(ledger.changed(TAGS, "T1", "I", tag), TOO_LONG);
        ledger.write();
        assertThat(told(rejected())).hasSize(3).noneMatch(row -> row.endsWith("overtaken"));

        WriteId write = ledger.replayedInto("r1", account(CUSTOMERS, "ANN"), merged);
        ledger.replayedInto("r1", account(CUSTOMERS, "ANN2"), merged);
        ledger.said(write, 1, CREATED);
        for (String key : List.of("ANN", "ANN2")) {
            ledger.identified(account(CUSTOMERS, key), new Identity.MergedInto(merged));
        }
        WriteId linked = ledger.replayedInto("r1", tag, link);
        ledger.said(linked, 1, FORBIDDEN);
        ledger.write();

        assertThat(told(rejected()))
                .as("of the source rows nothing is refused, but the link of one of them is")
                .containsExactly(
                        "account_tags T1 PERMISSION_MISSING",
                        "account ANN VALUE_TOO_LONG overtaken",
                        "account ANN2 VALUE_TOO_LONG overtaken");
        assertThat(ledger.query("SELECT entity, reason, rows FROM ferry.error_group"))
                .containsExactly("account_tags|PERMISSION_MISSING|1");
        assertThat(ledger.query(
                        "SELECT source_key FROM ferry.source_rows(ferry.hash('" + merged.text() + "')) ORDER BY 1"))
                .containsExactly("tANN", "tANN2");

        ledger.said(ledger.replayed("r2", link), 2, new Outcome.Applied(Outcome.Effect.LINKED));
        ledger.write();
        assertThat(ledger.query("SELECT entity, reason, rows FROM ferry.error_group"))
                .isEmpty();
        assertThat(ledger.query("SELECT announced = applied + already_applied + skipped + parked + deferred + bounced"
                        + " + rejected + in_flight FROM ferry.sums"))
                .containsOnly("t");
    }

    @Test
    void sendAgainADeleteThatWasRefusedAndNoneThatIsDone() throws Exception {
        said(account("REFUSED", "I"), CREATED);
        said(account("REFUSED", "D"), rejected(RejectionReason.DELETE_RESTRICTED));
        said(account("DONE", "I"), TOO_LONG);
        said(account("DONE", "D"), DELETED);
        ledger.write();

        assertThat(told(rejected()))
                .containsExactly("account REFUSED DELETE_RESTRICTED", "account DONE VALUE_TOO_LONG overtaken");
        assertThat(told(outcomes(WriteOutcome.APPLIED))).isEmpty();
    }

    @Test
    void findWhoWaitsThroughThreeLevelsAndACycle() throws Exception {
        RowId root = account(CUSTOMERS, "ROOT");
        said(account("ROOT", "I"), TOO_LONG);
        said(ledger.changed(ORDERS, "O1", "I", order("O1")), new Outcome.Parked(root));
        said(ledger.changed(LINES, "L1", "I", line("L1")), new Outcome.Parked(order("O1")));
        said(ledger.changed(LINES, "L2", "I", line("L2")), new Outcome.Parked(line("L1")));
        said(ledger.changed(LINES, "LOOP1", "I", line("LOOP1")), new Outcome.Parked(line("LOOP2")));
        said(ledger.changed(LINES, "LOOP2", "I", line("LOOP2")), new Outcome.Parked(line("LOOP1")));
        said(ledger.changed(ORDERS, "ELSEWHERE", "I", order("ELSEWHERE")), new Outcome.Parked(account(CUSTOMERS, "X")));
        ledger.write();

        assertThat(told(Segment.of("account").with(WriteCriteria.ofRejected())))
                .containsExactly(
                        "account ROOT VALUE_TOO_LONG", "line L1 dependant", "line L2 dependant", "order O1 dependant");
        assertThat(told(Segment.of("line").withKeys(Set.of("LOOP1"))))
                .containsExactly("line LOOP1", "line LOOP2 dependant");
    }

    @Test
    void findTheSourceRowsOfMergedRowsAndLinks() throws Exception {
        RowId merged = new RowId.Merged("account", "by-mail", TestLedger.key("ann@example.org"));
        RowId link = new RowId.Link("account_tags", merged, account(CUSTOMERS, "TAG"));
        said(ledger.changed(CUSTOMERS, "ANN", "I", merged), CREATED);
        said(ledger.changed(PROSPECTS, "ANN2", "I", merged), TOO_LONG);
        said(ledger.changed(CUSTOMERS, "MOVED", "I", merged), CREATED);
        said(
                ledger.changed(
                        CUSTOMERS, "MOVED", "U", new RowId.Merged("account", "by-mail", TestLedger.key("other"))),
                CREATED);
        said(ledger.changed(TAGS, "T1", "I", link), FORBIDDEN);
        said(ledger.changed(ORDERS, "O1", "I", order("O1")), new Outcome.Parked(account(CUSTOMERS, "ANN")));
        ledger.write();

        assertThat(told(rejected()))
                .as("the merged row was written by another source row since, which the refusal is none of")
                .contains("account_tags T1 PERMISSION_MISSING");
        assertThat(told(Segment.of("account").withKeys(Set.of("ann@example.org"))))
                .containsExactly("account ANN", "account ANN2", "order O1 dependant");
    }

    @Test
    void takeAllCriteriaTogether() throws Exception {
        said(account("A", "I"), TOO_LONG);
        said(account("B", "I"), FORBIDDEN);
        ledger.now(LATER);
        said(account("C", "I"), TOO_LONG);
        said(ledger.changed(ORDERS, "A", "I", order("A")), TOO_LONG);
        ledger.write();

        WriteCriteria early = new WriteCriteria(
                Set.of(WriteOutcome.REJECTED),
                Set.of(RejectionReason.VALUE_TOO_LONG),
                Set.of(),
                new Span(Optional.empty(), Optional.of(LATER)),
                Optional.empty(),
                PositionRange.ANY,
                Optional.of(new OffsetRange(0, 0, 1_000)));
        assertThat(told(of(early).withKeys(Set.of("A", "B", "C")))).containsExactly("account A VALUE_TOO_LONG");
        assertThat(told(rejected().withKeys(Set.of("A"))))
                .containsExactly("account A VALUE_TOO_LONG", "order A VALUE_TOO_LONG");
    }

    @Test
    void takeValuesForValuesWhateverTheyHold() throws Exception {
        said(account("O'BRIEN; DROP SCHEMA ferry", "I"), TOO_LONG);
        ledger.write();

        assertThat(told(rejected().withKeys(Set.of("O'BRIEN; DROP SCHEMA ferry"))))
                .containsExactly("account O'BRIEN; DROP SCHEMA ferry VALUE_TOO_LONG");
        assertThatThrownBy(() -> told(Segment.of("account' OR true")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("has no mapping");
    }

    @Test
    void areRefusedWhereTheyAreMoreThanAProcessMayKeepAndShareTheirTables() throws Exception {
        said(account("A", "I"), CREATED);
        said(account("B", "I"), CREATED);
        said(account("C", "I"), CREATED);
        ledger.write();

        try (LedgerReading reading = ledger.open()) {
            assertThatThrownBy(() -> Selection.of(Segment.of("account"), ROWS, reading, OptionalInt.of(2)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContainingAll("more than 2 source rows", "limits.replay.rows", "ferry replay");

            Selection whole = Selection.of(Segment.of("account"), ROWS, reading, OptionalInt.of(3));
            assertThat(whole.steps()).hasSize(3).allSatisfy(step -> {
                assertThat(step.entity()).isSameAs(whole.steps().getFirst().entity());
                assertThat(step.row().table())
                        .isSameAs(whole.steps().getFirst().row().table());
            });
        }
    }

    private List<String> told(Segment segment) {
        List<String> told = new ArrayList<>();
        try (LedgerReading reading = ledger.open()) {
            ROWS.forEach(reading, segment, row -> told.add(words(row)));
        }
        return told;
    }

    private static String words(SegmentRow row) {
        return row.step().entity() + " " + row.step().row().plain()
                + row.reason().map(reason -> " " + reason).orElse("")
                + (row.renewed() ? " renewed" : "")
                + switch (row.standing()) {
                    case CHOSEN -> "";
                    case DEPENDANT -> " dependant";
                    case WAIVED -> " waived";
                    case REFUSED_OTHERWISE -> " otherwise";
                    case OVERTAKEN -> " overtaken";
                };
    }

    private List<WriteId> account(String key, String op) {
        return ledger.changed(CUSTOMERS, key, op, account(CUSTOMERS, key));
    }

    private void said(List<WriteId> writes, Outcome outcome) {
        writes.forEach(write -> ledger.said(write, 1, outcome));
    }

    private void sentAndSaid(List<WriteId> writes, long version, String mappingVersion, Outcome outcome) {
        writes.forEach(write -> {
            ledger.sent(write, version, mappingVersion);
            ledger.said(write, version, outcome);
        });
    }

    private static RowId.OfSource account(SourceTable table, String key) {
        return new RowId.OfSource("account", table, TestLedger.key(key));
    }

    private static RowId order(String key) {
        return new RowId.OfSource("order", ORDERS, TestLedger.key(key));
    }

    private static RowId line(String key) {
        return new RowId.OfSource("line", LINES, TestLedger.key(key));
    }

    private static Outcome rejected(RejectionReason reason) {
        return new Outcome.Rejected(reason, "as told");
    }

    private static Segment rejected() {
        return new Segment(Set.of(), Set.of(), Set.of(), Span.ALWAYS, WriteCriteria.ofRejected(), false, false);
    }

    private static Segment of(WriteCriteria writes) {
        return Segment.of("account").with(writes);
    }

    private static Segment outcomes(WriteOutcome... outcomes) {
        return of(new WriteCriteria(
                Set.of(outcomes),
                Set.of(),
                Set.of(),
                Span.ALWAYS,
                Optional.empty(),
                PositionRange.ANY,
                Optional.empty()));
    }

    private static Segment errors(Set<RejectionReason> reasons, Set<RejectionReason.Kind> kinds) {
        return of(new WriteCriteria(
                Set.of(), reasons, kinds, Span.ALWAYS, Optional.empty(), PositionRange.ANY, Optional.empty()));
    }

    private static Segment recorded(Span span) {
        return of(new WriteCriteria(
                Set.of(), Set.of(), Set.of(), span, Optional.empty(), PositionRange.ANY, Optional.empty()));
    }

    private static Segment changed(Span span) {
        return new Segment(Set.of("account"), Set.of(), Set.of(), span, WriteCriteria.NONE, false, false);
    }

    private static WriteCriteria criteria(PositionRange positions, Optional<OffsetRange> offsets) {
        return new WriteCriteria(Set.of(), Set.of(), Set.of(), Span.ALWAYS, Optional.empty(), positions, offsets);
    }
}
