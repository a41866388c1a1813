package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.control.dashboard.Dashboard;
import org.dataferry.control.dashboard.access.PasswordHash;
import org.dataferry.control.dashboard.access.Role;
import org.dataferry.control.dashboard.access.User;
import org.dataferry.control.dashboard.access.Users;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.endpoint.MigrationServers;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.prepare.Blueprint;
import org.dataferry.control.prepare.MappedTables;
import org.dataferry.control.prepare.NotMigratedReport;
import org.dataferry.control.prepare.PersonalMarks;
import org.dataferry.control.run.RunLock;
import org.dataferry.control.run.StatusLooks;
import org.dataferry.embedded.Ownership;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.settings.SettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "dashboard",
        description = "Serves the dashboard of a migration, whether it runs or not.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  ferry dashboard northwind --port 9000",
            "  ferry dashboard --hash-password --user ada --role operator >> users"
        })
final class DashboardCommand implements Callable<Integer> {

    /** A log of its own, as a run has another at the same time. */
    private static final String LOG = "dashboard";

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(200);

    /** What NIST SP 800-63B asks for where a password is all that is asked, less a little. */
    private static final int SHORTEST_PASSWORD = 12;

    private static final int LARGEST_PORT = 65_535;

    @Parameters(index = "0", arity = "0..1", paramLabel = "DIR", description = "The migration's folder.")
    private @Nullable Path directory;

    @Option(names = "--port", paramLabel = "N", description = "Instead of dashboard.port of migration.yaml, or 8642.")
    private @Nullable Integer port;

    @Option(
            names = "--hash-password",
            description = "Read a password from standard input, and print a line for the file of users.")
    private boolean hashPassword;

    @Option(names = "--user", paramLabel = "NAME", description = "Whose password it is.")
    private @Nullable String user;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "viewer",
            description = "viewer, operator or approver (default: ${DEFAULT-VALUE}).")
    private String role;

    @Option(names = "--personal", description = "They see data of persons, which others are shown masked.")
    private boolean personal;

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private FerryApp ferry;

    @Override
    public Integer call() throws InterruptedException {
        if (hashPassword) {
            spec.commandLine().getOut().println(line());
            return ExitCode.DONE.number();
        }
        if (directory == null) {
            throw new ParameterException(commandLine(), "which migration? Name its folder");
        }
        if (port != null && (port < 1 || port > LARGEST_PORT)) {
            throw new ParameterException(commandLine(), "--port is " + port + ", expected 1 to " + LARGEST_PORT);
        }
        Console console = Console.of(commandLine(), json);
        MigrationFolder folder = MigrationFolder.open(directory);
        FolderLog.of(folder, LOG);
        Blueprint blueprint = Blueprint.read(folder.mappings());
        Optional<Users> users = Dashboard.users(folder);
        ferry.stop().meansSuccess();
        try (MigrationServers servers =
                MigrationServers.start(folder, Ownership.OWNED_BY_THIS_PROCESS, console.servers())) {
            try {
                serve(console, folder, blueprint, servers.endpoints(), users);
            } finally {
                // A run that has begun meanwhile uses what this has started.
                if (RunLock.isSeenAnywhere(folder.state())) {
                    servers.leaveToOthers();
                }
            }
        }
        return ExitCode.DONE.number();
    }

    private void serve(
            Console console, MigrationFolder folder, Blueprint blueprint, Endpoints endpoints, Optional<Users> users) {
        Map<String, Set<SourceTable>> tables = MappedTables.of(folder, blueprint);
        NotMigratedReport notMigrated = NotMigratedReport.read(folder, blueprint, endpoints);
        try (Admin admin = Admin.create(endpoints.kafkaClient());
                StatusLooks looks = new StatusLooks(
                        folder, tables, endpoints, new KafkaStageOffsets(admin, READ_TIMEOUT), READ_TIMEOUT);
                Dashboard served = Dashboard.start(
                        folder,
                        endpoints,
                        tables,
                        notMigrated,
                        PersonalMarks.read(folder, blueprint, endpoints),
                        looks::glance,
                        users,
                        Optional.ofNullable(port))) {
            console.progress("dashboard: " + served.url());
            console.progress("Ctrl-C stops it; a run goes on without it");
            untilStopped();
            console.result(
                    "The dashboard has stopped.",
                    new ObjectMapper()
                            .createObjectNode()
                            .put("dashboard", served.url())
                            .put("stopped", true));
        }
    }

    private static void untilStopped() {
        try {
            while (true) {
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException stopped) {
            // That is how it ends.
        }
    }

    private String line() {
        if (user == null) {
            throw new ParameterException(commandLine(), "--hash-password needs --user NAME");
        }
        Role known = Role.of(role)
                .orElseThrow(() -> new ParameterException(
                        commandLine(), "--role is '" + role + "', expected viewer, operator or approver"));
        String password = password();
        if (password.length() < SHORTEST_PASSWORD) {
            throw new SettingsException("a password has at least " + SHORTEST_PASSWORD + " characters");
        }
        return new User(user, known, personal, PasswordHash.of(password, new SecureRandom())).line();
    }

    private static String password() {
        try {
            String first = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return first == null ? "" : first;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private CommandLine commandLine() {
        return spec.commandLine();
    }
}
