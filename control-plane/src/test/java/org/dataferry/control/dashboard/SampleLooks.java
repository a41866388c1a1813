package org.dataferry.control.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.dataferry.capture.dump.DumpState;
import org.dataferry.capture.dump.Finding;
import org.dataferry.capture.source.SourceHealth;
import org.dataferry.control.ledger.AnswerDelay;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.control.ledger.Flow;
import org.dataferry.control.ledger.Imbalance;
import org.dataferry.control.ledger.Lag;
import org.dataferry.control.ledger.Movement;
import org.dataferry.control.ledger.OpenLetter;
import org.dataferry.control.ledger.OpenWrites;
import org.dataferry.control.ledger.PlannedCutover;
import org.dataferry.control.ledger.Rejections;
import org.dataferry.control.ledger.StatusReport;
import org.dataferry.control.ledger.Trouble;
import org.dataferry.control.ledger.WaitingFor;
import org.dataferry.control.status.Assessment;
import org.dataferry.control.status.DumpsLook;
import org.dataferry.control.status.Forecast;
import org.dataferry.control.status.Look;
import org.dataferry.control.status.Signs;
import org.dataferry.control.status.Situation;
import org.dataferry.control.status.SnapshotLook;
import org.dataferry.control.status.SourceLook;
import org.dataferry.control.status.SyncState;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.DeadLetterId;
import org.dataferry.schemas.control.HeldTables;
import org.dataferry.schemas.control.SinkControl;
import org.dataferry.schemas.control.SinkSteering;
import org.dataferry.schemas.key.PlainRow;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.usage.Entitlement;

/** Looks at a migration of one entity that is behind, and has a bit of everything. */
public final class SampleLooks {

    public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    /** Somebody wrote a program into the source. */
    public static final String NASTY = "<script>alert(1)</script>\n\ndata: {}";

    private SampleLooks() {}

    /** @param applied writes, by which one look differs from another */
    public static Look catchingUp(long applied) {
        return look(SyncState.CATCHING_UP, applied, List.of());
    }

    public static Look in(SyncState state) {
        return look(state, 2, List.of());
    }

    public static Look withBrokenSum() {
        return look(SyncState.IN_STEP, 2, List.of(new Imbalance("f7", "account", 12, List.of("w1"))));
    }

    public static Look withCutover(Instant freeze) {
        Look look = catchingUp(2);
        Situation situation = situation(SyncState.CATCHING_UP, freeze);
        return new Look(look.report(), situation, look.troubles(), look.decisions(), look.sources());
    }

    /** After these decisions, the newest first. */
    static Look with(ControlEvent... decisions) {
        Look look = catchingUp(2);
        return new Look(look.report(), look.situation(), look.troubles(), List.of(decisions), look.sources());
    }

    private static Look look(SyncState state, long applied, List<Imbalance> imbalances) {
        List<Rejections> rejections = List.of(new Rejections(RejectionReason.VALUE_TOO_LONG, 5, 0, "row 9", NASTY));
        List<WaitingFor> waitingFor = List.of(new WaitingFor("row 7", 9));
        StatusReport report = new StatusReport(
                List.of(new EntityStatus("account", 11, 1, applied + 8, applied, 1, 1, 0, 1, 1, 1, 1, 2, 3, 1, 0, 0)),
                new Lag(3, Optional.of(Duration.ofMillis(1_250))),
                2,
                0,
                List.of(new OpenLetter(
                        new DeadLetterId(0, 17), "transform-streams", NASTY, "nw.changes", "0", "7", 12)),
                0,
                imbalances,
                new OpenWrites(waitingFor, List.of(), List.of()),
                rejections,
                new PlainRow(false));
        return new Look(
                report,
                situation(state),
                Map.of("account", new Trouble(rejections, waitingFor)),
                List.of(),
                Map.of("erp", source()));
    }

    private static SourceLook source() {
        SourceHealth.Slot slot =
                new SourceHealth.Slot("ferry_nw_erp", true, "reserved", 1_000, OptionalLong.empty(), Optional.empty());
        return new SourceLook(
                HeldTables.NONE,
                Optional.of(new SourceLook.Log(
                        new SourceHealth(false, 7, Optional.of(slot), OptionalDouble.empty()),
                        OptionalDouble.of(10),
                        OptionalLong.of(100_000))),
                Optional.empty(),
                dumps(),
                Optional.of(new SnapshotLook(
                        12,
                        0.5,
                        Optional.of(Duration.ofSeconds(7)),
                        NOON,
                        List.of(new SnapshotLook.Table("public.customers", 12, 0.5)))));
    }

    private static DumpsLook dumps() {
        String table = "public.customers";
        return new DumpsLook(
                List.of(new DumpsLook.Waiting(
                        table,
                        new DumpState.Quarantined(
                                "customers.csv",
                                "1-a",
                                NOON.toEpochMilli(),
                                NOON.toEpochMilli(),
                                new DumpState.Counts(10, 1, 2, 3),
                                List.of(new Finding(Finding.Kind.DELETES, "it lacks 3 of the 12 rows of dump 1"))),
                        Optional.of("ferry ingest nw --table public.customers --file customers.csv --accept"))),
                Map.of(table, "the key of Ann is twice there"));
    }

    private static Situation situation(SyncState state) {
        return situation(state, NOON.plusSeconds(7_200));
    }

    private static Situation situation(SyncState state, Instant freeze) {
        Movement movement = new Movement(
                "account",
                1,
                2,
                Optional.of(NOON),
                Optional.of(NOON),
                Optional.empty(),
                new Flow(12.5, 11),
                new Flow(12, 10));
        Forecast forecast = new Forecast.Between(NOON.plusSeconds(30), NOON.plusSeconds(240));
        return new Situation(
                NOON,
                new Assessment(state, "3 changes behind"),
                movement,
                List.of(new Situation.OfEntity(movement, new Assessment(state, "moving"), forecast)),
                Optional.of(new AnswerDelay(240, Duration.ofMillis(400), Duration.ofMillis(1_200))),
                forecast,
                new Signs(
                        Optional.of(NOON),
                        Optional.of(NOON),
                        Optional.of(NOON),
                        Optional.empty(),
                        Optional.empty(),
                        new Signs.Running(OptionalLong.of(7), true, false, Optional.empty())),
                SinkControl.NONE.after(new SinkSteering.Paused(
                        Optional.of("account"), 1, "ada", "wrong names", NOON.minusSeconds(60))),
                new Entitlement(OptionalLong.of(500_000), 312_000, 41_000, Optional.of(NOON.plusSeconds(14_400))),
                Optional.of(new PlannedCutover(freeze, "ada", "the night of the move", NOON)),
                true);
    }
}
