package org.dataferry.control.dashboard;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.dataferry.control.dashboard.access.Users;
import org.dataferry.control.dashboard.live.Decisions;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.prepare.NotMigratedReport;
import org.dataferry.control.status.Look;
import org.dataferry.schemas.key.SourceTable;

/** The dashboard of a real migration. */
public final class ServedMigration implements AutoCloseable {

    private final MigrationWatch watch;
    private final Dashboard dashboard;

    private ServedMigration(MigrationWatch watch, Dashboard dashboard) {
        this.watch = watch;
        this.dashboard = dashboard;
    }

    /**
     * @param looks is asked by one thread, about once a second
     * @param port that somebody asked for, instead of that of the settings
     */
    public static ServedMigration start(
            MigrationFolder folder,
            Endpoints endpoints,
            Map<String, Set<SourceTable>> tablesByEntity,
            NotMigratedReport notMigrated,
            Supplier<Look> looks,
            Optional<Users> users,
            Optional<Integer> port) {
        Clock clock = Clock.systemUTC();
        Decisions decisions = new Decisions();
        MigrationWatch watch = new MigrationWatch(looks, folder.topics(), endpoints, decisions);
        try {
            DeskDecider decider = new DeskDecider(
                    folder.settings(), tablesByEntity.keySet(), endpoints.registry(), endpoints.kafkaClient(), clock);
            Dashboard.Subject subject =
                    new Dashboard.Subject(folder, tablesByEntity, watch, notMigrated::addTo, decisions, decider);
            return new ServedMigration(watch, Dashboard.start(subject, users, port, clock));
        } catch (RuntimeException failed) {
            watch.close();
            throw failed;
        }
    }

    /** Where it answers. */
    public String url() {
        return dashboard.url();
    }

    @Override
    public void close() {
        dashboard.close();
        watch.close();
    }
}
