package org.dataferry.control.bench.operate;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Optional;
import org.dataferry.control.ControlException;
import org.dataferry.control.bench.BenchKafka;
import org.dataferry.control.bench.emulator.BenchTable;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.projection.Projection;
import org.dataferry.control.waive.WaiverChoice;
import org.dataferry.control.waive.WaiverDesk;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.topic.MigrationTopics;

/** Waives all that is refused and all that is parked, until the ledger says so of each row. */
record WaiveRun(BenchKafka kafka, MigrationTopics topics, Endpoints.Database ledger) {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final WaiverDesk.Decider DECIDER = new WaiverDesk.Decider("bench", "to be timed", true);

    /**
     * @param projection that goes on with the ledger
     * @param rowsOfLedger how many there are, failed or not
     */
    OperateBenchFigures.Waiver run(Projection projection, int rowsOfLedger) throws InterruptedException {
        long began = System.nanoTime();
        WaiverDesk desk =
                WaiverDesk.open(topics, RegistryEndpoint.of(kafka.registry()), kafka.client(), Clock.systemUTC());
        long rows = waive(desk, new WaiverChoice.Refused(Optional.empty())) + waive(desk, new WaiverChoice.Parked());
        long decided = System.nanoTime();
        projection.untilCaughtUp();
        long done = System.nanoTime();
        requireWhole(rows, rowsOfLedger);
        return new OperateBenchFigures.Waiver(
                rows, (decided - began) / NANOS_PER_SECOND, (done - decided) / NANOS_PER_SECOND);
    }

    private static long waive(WaiverDesk desk, WaiverChoice choice) {
        return desk.waive(
                        BenchTable.NAME,
                        choice,
                        DECIDER,
                        LimitSettings.defaults().waive())
                .rows();
    }

    /** A decision that forgets rows is soon in the ledger. */
    private void requireWhole(long rows, int rowsOfLedger) {
        int failed = LedgerLog.refused(rowsOfLedger) + LedgerLog.parked(rowsOfLedger);
        try (Connection connection = DriverManager.getConnection(ledger.loginUrl());
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT count(*) FROM ferry.row"
                        + " WHERE error_waiver IS NOT NULL OR waiting_waiver IS NOT NULL")) {
            found.next();
            if (rows != failed || found.getLong(1) != failed) {
                throw new ControlException(rows + " rows were waived, and the ledger says so of " + found.getLong(1)
                        + ", instead of " + failed);
            }
        } catch (SQLException broken) {
            throw new ControlException("the benchmark's ledger does not answer: " + broken.getMessage(), broken);
        }
    }
}
