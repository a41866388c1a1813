package org.dataferry.control.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.dataferry.control.dashboard.access.PasswordHash;
import org.dataferry.control.dashboard.access.Role;
import org.dataferry.control.dashboard.access.User;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.projection.LedgerReaders;
import org.dataferry.control.story.Records;
import org.dataferry.control.story.WriteLog;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.secret.Secret;
import org.dataferry.schemas.settings.RecordLimits;
import org.dataferry.schemas.testing.InMemorySchemaRegistry;
import org.dataferry.transform.mapping.PersonalData;

/** The real server on a free port of this machine, with a migration that a test makes up. */
public final class ServedDashboard implements AutoCloseable {

    public static final String PASSWORD = "correct horse battery";

    /** Each takes some tenths of a second to make. */
    private static final PasswordHash HASH = PasswordHash.of(PASSWORD, new SecureRandom());

    private static final Endpoints.Database NOWHERE =
            new Endpoints.Database("jdbc:postgresql://127.0.0.1:1/ledger", "nobody", new Secret("none"), true);

    private final FakeMigration migration = new FakeMigration();
    private final FakeReplays replays = new FakeReplays();
    private final Dashboard dashboard;

    private ServedDashboard(Path directory, Endpoints.Database ledger, PersonalData personal, String settings) {
        MigrationFolder folder = folder(directory, settings);
        this.dashboard = Dashboard.start(
                new Dashboard.Subject(
                        folder,
                        Map.of("account", Set.of(new SourceTable("erp", "public", "customers"))),
                        migration,
                        document -> document.putNull("notMigrated"),
                        migration,
                        sums -> replays,
                        records(folder, ledger),
                        personal),
                Dashboard.users(folder),
                Optional.of(0),
                Clock.systemUTC());
    }

    /** @param settings further lines of {@code migration.yaml} */
    public static ServedDashboard open(Path directory, String... settings) {
        return new ServedDashboard(directory, NOWHERE, PersonalData.NONE, String.join("\n", settings));
    }

    /** With the users below; the ledger is away. */
    static ServedDashboard withPersonal(Path directory, PersonalData personal) {
        return withLedger(directory, NOWHERE, personal);
    }

    /** With the users below, some of whom may not see what is personal. */
    static ServedDashboard withLedger(Path directory, Endpoints.Database ledger, PersonalData personal) {
        writeUsers(directory);
        return new ServedDashboard(directory, ledger, personal, "dashboard: {users: users}");
    }

    /** The ledger is away. */
    static Records recordsOfNobody(MigrationFolder folder) {
        return records(folder, NOWHERE);
    }

    /** Kafka is away: what the ledger has forgotten is not read back. */
    private static Records records(MigrationFolder folder, Endpoints.Database ledger) {
        RecordLimits limits = folder.settings().limits().records();
        return new Records(
                new LedgerReaders(ledger, folder.topics(), limits),
                new WriteLog(
                        folder.topics(),
                        new ConfluentAvro(new InMemorySchemaRegistry()),
                        new Properties(),
                        limits.readers()),
                limits);
    }

    /**
     * With a viewer called vera, an operator called otto, an approver called anna, and those who see personal data: pia, a viewer,
     * and paul, an operator.
     */
    public static ServedDashboard withUsers(Path directory, String... settings) {
        writeUsers(directory);
        return open(directory, "dashboard: {users: users}", String.join("\n", settings));
    }

    static void writeUsers(Path directory) {
        write(
                directory.resolve("users"),
                "# the people\n" + user("vera", Role.VIEWER) + user("otto", Role.OPERATOR) + user("anna", Role.APPROVER)
                        + new User("pia", Role.VIEWER, true, HASH).line() + "\n"
                        + new User("paul", Role.OPERATOR, true, HASH).line() + "\n");
    }

    static String user(String name, Role role) {
        return new User(name, role, HASH).line() + "\n";
    }

    static MigrationFolder folder(Path directory, String settings) {
        write(
                directory.resolve("migration.yaml"),
                "migration: nw\nsource: { name: erp }\ntarget: { prefix: nw }\n" + settings + "\n");
        return MigrationFolder.open(directory);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public FakeMigration migration() {
        return migration;
    }

    public FakeReplays replays() {
        return replays;
    }

    Dashboard dashboard() {
        return dashboard;
    }

    public URI uri() {
        return URI.create(dashboard.url());
    }

    /** Somebody's browser, with cookies of its own. */
    public Browser browser() {
        return new Browser(uri());
    }

    @Override
    public void close() {
        dashboard.close();
    }
}
