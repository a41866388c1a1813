package org.dataferry.control.bench.operate;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.dataferry.control.ControlException;
import org.dataferry.control.bench.BenchAdmin;
import org.dataferry.control.bench.BenchServers;
import org.dataferry.control.bench.emulator.BenchTable;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.projection.Projection;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.settings.LedgerLimits;

/** Makes the ledger from topics that are there, and then asks its views what operators ask. */
final class LedgerRun {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MEDIAN = 0.5;
    private static final double MOST_OF_THEM = 0.95;

    private final OperateBenchSettings settings;
    private final BenchServers servers;
    private final BenchAdmin admin;
    private final Consumer<String> progress;

    /** @param parameter that it takes, by the number of a row */
    private record Question(String name, String sql, IntFunction<Object> parameter) {}

    private static final String ALL = "SELECT * FROM ferry." + BenchTable.NAME;

    private static final List<Question> QUESTIONS = List.of(
            new Question("row by source key", ALL + " WHERE source_key = ?", Integer::toString),
            new Question("row by GUID", ALL + " WHERE guid = ?", LedgerLog::guid),
            new Question(
                    "story of a row",
                    "SELECT o.* FROM ferry.row r JOIN ferry.write w USING (row_hash) JOIN ferry.outcome o USING (write_hash)"
                            + " WHERE r.entity = '" + BenchTable.NAME + "' AND r.plain_key = ?",
                    Integer::toString),
            new Question(
                    "page of errors",
                    ALL + "_error WHERE source_key >= ? ORDER BY source_key LIMIT 50",
                    Integer::toString),
            new Question(
                    "page of parked rows",
                    ALL + "_parked WHERE source_key >= ? ORDER BY source_key LIMIT 50",
                    Integer::toString),
            new Question("groups of errors", "SELECT * FROM ferry.error_group WHERE rows > ?", row -> 0),
            new Question("sums", "SELECT * FROM ferry.sums WHERE announced > ?", row -> 0),
            new Question("target image", "SELECT * FROM ferry.target_image WHERE rows > ?", row -> 0),
            new Question("history of the sums", "SELECT * FROM ferry.sum_history WHERE writes > ?", row -> 0));

    LedgerRun(OperateBenchSettings settings, BenchServers servers, BenchAdmin admin, Consumer<String> progress) {
        this.settings = settings;
        this.servers = servers;
        this.admin = admin;
        this.progress = progress;
    }

    /** The parts that were asked for. */
    record Measured(
            Optional<OperateBenchFigures.Ledger> ledger,
            Optional<OperateBenchFigures.Preview> preview,
            Optional<OperateBenchFigures.Waiver> waiver) {
        static final Measured NOTHING = new Measured(Optional.empty(), Optional.empty(), Optional.empty());
    }

    Measured run() throws InterruptedException {
        try (LedgerLog log = new LedgerLog(servers.kafka(), admin, settings)) {
            long records = log.fill(settings.rows(), progress);
            progress.accept("making the ledger of " + settings.rows() + " rows, " + records + " records");
            double seconds = project(log);
            progress.accept("%,.0f rows/s; asking the ledger".formatted(settings.rows() / seconds));
            settle();
            return new Measured(
                    settings.parts().contains(OperateBenchPart.LEDGER)
                            ? Optional.of(ask(records, seconds))
                            : Optional.empty(),
                    settings.parts().contains(OperateBenchPart.PREVIEW)
                            ? Optional.of(new PreviewRun(database(), log.topics(), log.table()).run(settings.rows()))
                            : Optional.empty(),
                    settings.parts().contains(OperateBenchPart.WAIVE) ? Optional.of(waive(log)) : Optional.empty());
        }
    }

    private double project(LedgerLog log) throws InterruptedException {
        try (Projection projection = projection(log, true)) {
            long began = System.nanoTime();
            projection.begin();
            projection.untilCaughtUp();
            return (System.nanoTime() - began) / NANOS_PER_SECOND;
        }
    }

    private OperateBenchFigures.Waiver waive(LedgerLog log) throws InterruptedException {
        try (Projection projection = projection(log, false)) {
            projection.begin();
            progress.accept("waiving all that failed");
            return new WaiveRun(servers.kafka(), log.topics(), database()).run(projection, settings.rows());
        }
    }

    private Projection projection(LedgerLog log, boolean anew) {
        return new Projection(
                log.topics(),
                servers.kafka().avro(),
                servers.kafka().client(),
                database(),
                TableNames.of(log.table().source()),
                Set.of(BenchTable.NAME),
                LedgerLimits.defaults(),
                anew,
                progress);
    }

    private void settle() {
        try (Connection connection = DriverManager.getConnection(database().loginUrl());
                Statement statement = connection.createStatement()) {
            requireWhole(statement);
            // What the server does by itself a minute later.
            statement.execute("ANALYZE");
        } catch (SQLException failed) {
            throw new ControlException("the benchmark's ledger does not answer: " + failed.getMessage(), failed);
        }
    }

    private OperateBenchFigures.Ledger ask(long records, double seconds) {
        try (Connection connection = DriverManager.getConnection(database().loginUrl());
                Statement statement = connection.createStatement()) {
            List<OperateBenchFigures.View> views = new ArrayList<>();
            List<Long> all = new ArrayList<>();
            SplittableRandom random = new SplittableRandom(settings.seed());
            for (Question question : QUESTIONS) {
                long[] nanos = ask(connection, question, random);
                Arrays.stream(nanos).forEach(all::add);
                views.add(new OperateBenchFigures.View(
                        question.name(), millis(nanos, MEDIAN), millis(nanos, MOST_OF_THEM), millis(nanos, 1)));
            }
            long[] every = all.stream().mapToLong(Long::longValue).sorted().toArray();
            return new OperateBenchFigures.Ledger(
                    records,
                    seconds,
                    number(statement, "SELECT pg_database_size(current_database())"),
                    views,
                    millis(every, MOST_OF_THEM));
        } catch (SQLException failed) {
            throw new ControlException("the benchmark's ledger does not answer: " + failed.getMessage(), failed);
        }
    }

    /** @return sorted, each until the last row was read */
    private long[] ask(Connection connection, Question question, SplittableRandom random) throws SQLException {
        long[] nanos = new long[settings.questions()];
        try (PreparedStatement statement = connection.prepareStatement(question.sql())) {
            for (int i = 0; i < nanos.length; i++) {
                statement.setObject(1, question.parameter().apply(random.nextInt(settings.rows())));
                long began = System.nanoTime();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        rows.getString(1);
                    }
                }
                nanos[i] = System.nanoTime() - began;
            }
        }
        Arrays.sort(nanos);
        return nanos;
    }

    /** A ledger that lacks something answers quickly. */
    private void requireWhole(Statement statement) throws SQLException {
        long announced = number(statement, "SELECT announced FROM ferry.sums");
        long rows = number(statement, "SELECT count(*) FROM ferry." + BenchTable.NAME);
        if (announced != settings.rows() || rows != settings.rows()) {
            throw new ControlException("the ledger has " + rows + " rows and " + announced + " writes instead of "
                    + settings.rows() + " each");
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static double millis(long[] sorted, double share) {
        int at = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, at)] / NANOS_PER_MILLI;
    }

    private Endpoints.Database database() {
        return servers.ledger();
    }
}
