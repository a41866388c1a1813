package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.dataferry.acceptance.harness.FerryProcess;
import org.dataferry.acceptance.harness.RunningMigration;
import org.dataferry.acceptance.read.DashboardReader;
import org.dataferry.acceptance.read.DataverseReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator at the dashboard of a migration that runs: sees what others see, and steers. */
@ExtendWith(RunningMigration.Shared.class)
final class DashboardIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** The fields that do not move while nothing is captured. */
    private static final List<String> SUMS = List.of(
            "entity",
            "captured",
            "redelivered",
            "announced",
            "applied",
            "alreadyApplied",
            "skipped",
            "kept",
            "parked",
            "deferred",
            "bounced",
            "rejected",
            "inFlight",
            "rows",
            "rejectedRows");

    @Test
    void showsWhatTheTargetHasAndSteersARunThatGoesOnWithoutIt(RunningMigration migration) throws Exception {
        DataverseReader target = DataverseReader.ofEmulator(migration.servers().dataverse());
        try (FerryProcess run = migration.folder().command("run").start()) {
            DashboardReader dashboard = DashboardReader.of(URI.create(run.awaitWord("dashboard: ", PATIENCE)));
            run.awaitLine("running; Ctrl-C", PATIENCE);
            sameAsStatusAndTarget(migration, dashboard, target);
            pausedAndResumed(migration, dashboard, target);
            replayed(dashboard, target);
            tellsTheStoryOfARow(migration, dashboard);
            runsOnWhenADashboardIsKilled(migration, run, dashboard, target);
            run.stop();
        }
    }

    private static void sameAsStatusAndTarget(
            RunningMigration migration, DashboardReader dashboard, DataverseReader target) throws Exception {
        inStep(migration, dashboard, target, "Oslo");
        JsonNode status = migration
                .folder()
                .command("status", "--json")
                .run()
                .assertExit(0)
                .json();

        JsonNode seen = dashboard.status();

        assertThat(seen.path("entities")).hasSameSizeAs(status.path("entities"));
        for (int i = 0; i < status.path("entities").size(); i++) {
            for (String field : SUMS) {
                assertThat(seen.at("/entities/" + i).path(field))
                        .as("%s of %s", field, status.at("/entities/" + i + "/entity"))
                        .isEqualTo(status.at("/entities/" + i).path(field));
            }
        }
        assertThat(entity(seen, "account").path("rows").asInt())
                .isEqualTo(
                        target.rowsWhere("accounts", "ferry_ferrykey ne null").size());
        assertThat(entity(seen, "contact").path("rows").asInt())
                .isEqualTo(
                        target.rowsWhere("contacts", "ferry_ferrykey ne null").size());
        assertThat(dashboard.get("/metrics"))
                .contains("ferry_rows{entity=\"account\"} "
                        + entity(seen, "account").path("rows").asDouble());
    }

    private static void pausedAndResumed(RunningMigration migration, DashboardReader dashboard, DataverseReader target)
            throws Exception {
        dashboard.act("pause", "{\"entity\": \"account\", \"why\": \"cities are wrong\"}");
        await(
                dashboard,
                "the pause",
                status -> status.at("/paused/0/why").asText().equals("cities are wrong"));
        awaitTaken(migration, "cities are wrong");

        int customers = move(migration, "Aarhus");

        JsonNode paused = await(
                dashboard,
                "all customers to wait",
                status -> entity(status, "account").path("inFlight").asInt() == customers);
        assertThat(entity(paused, "account").path("state").asText()).isEqualTo("PAUSED");
        assertThat(target.rowsWhere("accounts", "address1_city eq 'Aarhus'")).isEmpty();
        assertThat(migration
                        .folder()
                        .command("status", "--json")
                        .run()
                        .assertExit(0)
                        .json()
                        .at("/paused/0/entity")
                        .asText())
                .isEqualTo("account");

        dashboard.act("resume", "{\"entity\": \"account\", \"why\": \"corrected\"}");

        await(
                dashboard,
                "nothing to wait",
                status -> entity(status, "account").path("inFlight").asInt() == 0);
        assertThat(target.rowsWhere("accounts", "address1_city eq 'Aarhus'")).hasSize(customers);
        awaitLog(dashboard, "resumed account");
        JsonNode log = dashboard.json("/api/log");
        assertThat(log.at("/events/0/what").asText()).isEqualTo("RESUMED");
        assertThat(log.at("/events/1/text").asText()).isEqualTo("paused account");
        assertThat(log.at("/events/1/by").asText()).isEqualTo(System.getProperty("user.name"));
    }

    private static void replayed(DashboardReader dashboard, DataverseReader target) throws Exception {
        int customers =
                target.rowsWhere("accounts", "address1_city eq 'Aarhus'").size();
        String cities = "{\"segment\": {\"entities\": [\"account\"], \"tables\": [\"public.customers\"]}";
        JsonNode preview = found(dashboard, "/api/replays/preview", cities + "}");
        assertThat(preview.path("selected").asInt()).as("%s", preview).isEqualTo(customers);
        assertThat(preview.path("sampleUnknown").isNull()).as("%s", preview).isTrue();

        String id = found(dashboard, "/api/replays", cities + ", \"why\": \"once more\"}")
                .path("replayId")
                .asText();

        long deadline = System.nanoTime() + PATIENCE.toNanos();
        JsonNode replay = dashboard.json("/api/replays/" + id);
        while (replay.path("after").isNull()) {
            assertThat(System.nanoTime()).as("%s", replay).isLessThan(deadline);
            Thread.sleep(200);
            replay = dashboard.json("/api/replays/" + id);
        }
        assertThat(replay.path("stage").asText()).isEqualTo("ENDED");
        assertThat(replay.at("/writes/applied").asInt()).as("%s", replay).isGreaterThanOrEqualTo(customers);
        assertThat(replay.at("/after/applied").asLong()
                        - replay.at("/before/applied").asLong())
                .isGreaterThanOrEqualTo(customers);
        assertThat(replay.path("by").asText()).isEqualTo(System.getProperty("user.name"));
    }

    /** Asks again while the rows are looked for. */
    private static JsonNode found(DashboardReader dashboard, String path, String body) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        JsonNode answer = dashboard.post(path, body);
        while (answer.path("looking").asBoolean()) {
            assertThat(System.nanoTime()).as(path).isLessThan(deadline);
            answer = dashboard.post(path, body);
        }
        return answer;
    }

    /** Every version with its columns, also those that the ledger has forgotten, and the pause that the last one waited in. */
    private static void tellsTheStoryOfARow(RunningMigration migration, DashboardReader dashboard) throws Exception {
        String customer = firstCustomer(migration);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        JsonNode story;
        do {
            assertThat(System.nanoTime()).as("the ledger has not come on").isLessThan(deadline);
            Thread.sleep(200);
            JsonNode found = dashboard.json("/api/records?entity=account&q=" + customer);
            story = dashboard.json(
                    "/api/records/" + found.at("/records/0/record").asText());
        } while (!cities(story).contains("Aarhus")
                || !story.at("/record/processing").asText().equals("success"));

        assertThat(cities(story)).containsSubsequence("Oslo", "Aarhus");
        assertThat(story.path("notRead")).isEmpty();
        assertThat(story.path("events").findValuesAsText("why")).contains("cities are wrong", "corrected");
        assertThat(story.at("/events/0/event").asText()).isEqualTo("CHANGE");
        assertThat(story.at("/events/0/position").asText()).isNotEmpty();
        assertThat(dashboard.json("/api/entities/account/rows?standing=success").path("records"))
                .isNotEmpty();
    }

    /** Of each version in turn. */
    private static List<String> cities(JsonNode story) {
        return story.path("events").findParents("column").stream()
                .filter(column -> column.path("column").asText().equals("address1_city"))
                .map(column -> column.path("value").asText())
                .toList();
    }

    private static String firstCustomer(RunningMigration migration) throws SQLException {
        try (Connection source = DriverManager.getConnection(migration.servers().sourceJdbc());
                Statement statement = source.createStatement();
                ResultSet first = statement.executeQuery("SELECT min(customer_id) FROM customers")) {
            first.next();
            return first.getString(1).strip();
        }
    }

    private static void runsOnWhenADashboardIsKilled(
            RunningMigration migration, FerryProcess run, DashboardReader ofRun, DataverseReader target)
            throws Exception {
        try (FerryProcess alone = migration.folder().command("dashboard").start()) {
            DashboardReader dashboard = DashboardReader.of(URI.create(alone.awaitWord("dashboard: ", PATIENCE)));
            JsonNode seen = await(dashboard, "a look", status -> status.has("entities"));
            assertThat(entity(seen, "account").path("rows"))
                    .isEqualTo(entity(ofRun.status(), "account").path("rows"));
            dashboard.act("note", "{\"text\": \"handed over\"}");

            alone.kill();
        }

        inStep(migration, ofRun, target, "Narvik");
        awaitLog(ofRun, "handed over");
        assertThat(run.runs()).isTrue();
        assertThat(ofRun.status().path("state").asText()).isIn("IN_STEP", "IDLE");
    }

    /** The sink hears of a decision with its next look, a moment after the dashboard; until then it sends. */
    private static void awaitTaken(RunningMigration migration, String why) throws Exception {
        Path log = migration.folder().state().resolve(Path.of("logs", "ferry.log"));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (Files.readAllLines(log).stream()
                .noneMatch(line -> line.contains("Sink is steered") && line.contains(why))) {
            assertThat(System.nanoTime()).as("not taken by the sink: " + why).isLessThan(deadline);
            Thread.sleep(200);
        }
    }

    /** What another dashboard has written down is read with one of the next looks. */
    private static void awaitLog(DashboardReader dashboard, String text) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!dashboard.json("/api/log").at("/events/0/text").asText().equals(text)) {
            assertThat(System.nanoTime()).as("not in the log: " + text).isLessThan(deadline);
            Thread.sleep(200);
        }
    }

    /** Moves all customers to a city that nobody was in, and waits until the target and the dashboard have it. */
    private static void inStep(
            RunningMigration migration, DashboardReader dashboard, DataverseReader target, String city)
            throws Exception {
        int customers = move(migration, city);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (target.rowsWhere("accounts", "address1_city eq '" + city + "'").size() != customers) {
            assertThat(System.nanoTime()).as("not all in " + city).isLessThan(deadline);
            Thread.sleep(200);
        }
        await(
                dashboard,
                "to be in step",
                status ->
                        List.of("IN_STEP", "IDLE").contains(status.path("state").asText())
                                && status.at("/lag/changes").asLong() == 0);
    }

    private static int move(RunningMigration migration, String city) throws SQLException {
        try (Connection source = DriverManager.getConnection(migration.servers().sourceJdbc());
                Statement statement = source.createStatement()) {
            return statement.executeUpdate("UPDATE customers SET city = '" + city + "'");
        }
    }

    private interface Condition {
        boolean holds(JsonNode status);
    }

    private static JsonNode await(DashboardReader dashboard, String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        JsonNode status = dashboard.status();
        while (!condition.holds(status)) {
            assertThat(System.nanoTime()).as("waited for %s: %s", what, status).isLessThan(deadline);
            Thread.sleep(200);
            status = dashboard.status();
        }
        return status;
    }

    private static JsonNode entity(JsonNode status, String name) {
        for (JsonNode entity : status.path("entities")) {
            if (entity.path("entity").asText().equals(name)) {
                return entity;
            }
        }
        return status.path("no " + name);
    }
}
