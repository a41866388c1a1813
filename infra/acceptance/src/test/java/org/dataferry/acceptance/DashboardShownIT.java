package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.dataferry.acceptance.browser.Chromium;
import org.dataferry.acceptance.browser.Tab;
import org.dataferry.acceptance.harness.FerryProcess;
import org.dataferry.acceptance.harness.RunningMigration;
import org.dataferry.acceptance.read.DashboardReader;
import org.dataferry.acceptance.read.DataverseReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a browser shows of a migration that runs against a target with faults: the figures that source and target have themselves.
 * Its pictures are those of the documents: {@code -Dferry.pictures=docs/pictures} writes them there. Without a browser it is skipped.
 */
@ExtendWith(RunningMigration.Shared.class)
final class DashboardShownIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ORPHANS = 3;

    /** Many batches fail or take their time, so that they are split, sent again and wait. What this test asks itself is no batch. */
    private static final String FAULTS = """
            [{"effect": "respond", "status": 503, "code": "0x8004a001", "path": "Multiple", "share": 0.15},
             {"effect": "deadlock", "path": "Multiple", "share": 0.1},
             {"effect": "delay", "millis": 200, "path": "Multiple", "share": 0.2}]""";

    @TempDir
    private Path profile;

    private RunningMigration migration;
    private DataverseReader target;
    private Tab tab;
    private URI address;

    @Test
    void showsWhatSourceAndTargetSayThemselves(RunningMigration shared) throws Exception {
        Optional<Path> browser = Chromium.find();
        assumeTrue(browser.isPresent(), "no browser on this machine, so the dashboard is not looked at");
        migration = shared;
        target = DataverseReader.ofEmulator(migration.servers().dataverse());
        try (FerryProcess run = migration.folder().command("run").start();
                Chromium chromium = Chromium.start(browser.orElseThrow(), profile);
                Tab opened = chromium.open()) {
            tab = opened;
            tab.size(1440, 900);
            tab.prefers("light", true);
            address = URI.create(run.awaitWord("dashboard: ", PATIENCE));
            run.awaitLine("running; Ctrl-C", PATIENCE);
            faults("POST", FAULTS);
            try {
                change("UPDATE customers SET city = 'Bodoe'");
                change(
                        "INSERT INTO orders (order_id, customer_id) SELECT 4900000 + n, 'NOBODY' FROM generate_series(1, "
                                + ORPHANS + ") n");
                planned(DashboardReader.of(address));
                awaitStep(DashboardReader.of(address));
                overview();
                entities();
                errors();
                records();
                limitsSourceAndLog();
            } finally {
                faults("DELETE", "");
                change("DELETE FROM orders WHERE order_id > 4900000");
            }
            awaitStep(DashboardReader.of(address));
            assertThat(tab.faults()).as("errors in the console").isEmpty();
            run.stop();
        }
    }

    private void overview() throws Exception {
        go("overview");
        tab.awaitText("#lag", "0 changes");
        tab.awaitText("#refused", ORPHANS + " rejected rows");
        assertThat(tab.text("#cutover")).contains("On time").contains("as agreed");
        picture("overview");
    }

    private void entities() throws Exception {
        go("entities");
        hasRowsOfTarget("contact", "contacts");
        hasRowsOfTarget("ferry_order", "ferry_orders");
        hasRowsOfTarget("account", "accounts");
        picture("entity");
    }

    private void hasRowsOfTarget(String entity, String entitySet) throws Exception {
        int rows = target.rowsWhere(entitySet, "ferry_ferrykey ne null").size();
        go("entities/" + entity);
        tab.await(String.format(
                Locale.ROOT,
                "document.querySelector('main').innerText.replace(/\\s+/g, ' ').includes('Rows or links in the target %,d ')",
                rows));
    }

    private void errors() throws Exception {
        go("errors");
        tab.awaitText("#rejected-ORPHAN", ORPHANS + " rows");
        assertThat(tab.text("#rejected-ORPHAN")).contains("ferry_order").contains("Replay…");
        picture("errors");
    }

    /** The first customer as the source has it. */
    private void records() throws Exception {
        String customer = text("SELECT trim(min(customer_id)) FROM customers");
        DashboardReader dashboard = DashboardReader.of(address);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String record = "";
        while (record.isEmpty()) {
            assertThat(System.nanoTime()).as("the ledger has not come on").isLessThan(deadline);
            record = dashboard
                    .json("/api/records?entity=account&q=" + customer)
                    .at("/records/0/record")
                    .asText();
        }
        go("records/" + record);
        tab.awaitText("#timeline", "Bodoe");
        assertThat(tab.text("#page-title")).contains(customer);
        picture("record");
    }

    private void limitsSourceAndLog() throws Exception {
        go("limits");
        tab.awaitText("main", "Requests");
        picture("limits");
        go("source");
        tab.awaitText("main", text("SELECT slot_name FROM pg_replication_slots") + ", in use, on the primary");
        picture("source");
        go("log");
        tab.awaitText("#events", "set the cutover to");
        picture("log");
    }

    private static void planned(DashboardReader dashboard) throws Exception {
        String freeze = Instant.now().plus(Duration.ofHours(30)).toString();
        dashboard.act("cutover", "{\"freeze\": \"" + freeze + "\", \"why\": \"as agreed\"}");
    }

    private void awaitStep(DashboardReader dashboard) throws Exception {
        long customers = Long.parseLong(text("SELECT count(*) FROM customers"));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (dashboard.status().at("/lag/changes").asLong(1) > 0
                || target.rowsWhere("accounts", "address1_city eq 'Bodoe'").size() != customers) {
            assertThat(System.nanoTime()).as("%s", dashboard.status()).isLessThan(deadline);
            Thread.sleep(200);
        }
    }

    private void go(String page) {
        tab.go(address + "#/" + page);
        tab.await("document.querySelector('[data-path=\"" + page + "\"]') !== null");
    }

    private void picture(String name) throws Exception {
        Path folder = Path.of(System.getProperty("ferry.pictures", "target/screenshots"));
        Files.createDirectories(folder);
        tab.picture(folder.resolve(name + ".png"));
    }

    private void faults(String method, String body) throws Exception {
        URI faults = migration.servers().dataverse().resolve("/_emulator/faults");
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(faults)
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }

    private void change(String sql) throws Exception {
        try (Connection source = DriverManager.getConnection(migration.servers().sourceJdbc());
                Statement statement = source.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private String text(String sql) throws Exception {
        try (Connection source = DriverManager.getConnection(migration.servers().sourceJdbc());
                Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
