package org.dataferry.control.cli;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataferry.control.dashboard.Dashboard;
import org.dataferry.control.dashboard.access.Users;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.prepare.NotMigratedReport;
import org.dataferry.control.run.MigrationRun;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.transform.mapping.PersonalData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** The dashboard that a run serves. The run goes on, whatever becomes of it. */
final class DashboardOption {

    @Option(names = "--no-dashboard", description = "Serve no dashboard.")
    private boolean none;

    /** What is served beside a run, if it is. */
    static final class Beside implements AutoCloseable {

        private final Optional<Dashboard> served;

        private Beside(Optional<Dashboard> served) {
            this.served = served;
        }

        /** Says where it is. */
        void announce(Console console) {
            served.ifPresent(one -> console.progress("dashboard: " + one.url()));
        }

        @Override
        public void close() {
            try {
                served.ifPresent(Dashboard::close);
            } catch (RuntimeException failed) {
                log().warn("The dashboard did not stop cleanly", failed);
            }
        }
    }

    /** Who may sign in; to be asked early, so that a mistake is told before anything is started. */
    Optional<Users> users(MigrationFolder folder) {
        return none ? Optional.empty() : Dashboard.users(folder);
    }

    /** Serves it, or says why not. */
    Beside serve(
            Console console,
            MigrationFolder folder,
            Endpoints endpoints,
            Map<String, Set<SourceTable>> tables,
            NotMigratedReport notMigrated,
            PersonalData personal,
            MigrationRun run,
            Optional<Users> users) {
        if (none) {
            return new Beside(Optional.empty());
        }
        try {
            return new Beside(Optional.of(Dashboard.start(
                    folder, endpoints, tables, notMigrated, personal, run::look, users, Optional.empty())));
        } catch (RuntimeException failed) {
            log().warn("The dashboard is not served", failed);
            console.progress("dashboard: not served, as " + failed.getMessage() + "; the run goes on without it");
            return new Beside(Optional.empty());
        }
    }

    /** Not before somebody asks: the log goes to the folder that is known by then. */
    private static Logger log() {
        return LoggerFactory.getLogger(DashboardOption.class);
    }
}
