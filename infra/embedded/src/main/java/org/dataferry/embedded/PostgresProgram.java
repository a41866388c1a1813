package org.dataferry.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.postgresql.Driver;

/**
 * A PostgreSQL cluster with one database, named like the server, in UTF-8 with the built-in C.UTF-8 collation, which is the same on every
 * system. Commits are flushed: they survive also a power cut.
 */
record PostgresProgram(ServerKind kind, PostgresBinaries binaries, PostgresAccount account, SecureRandom random)
        implements ServerProgram {

    private static final String USER = "ferry";
    private static final Duration INIT_TIMEOUT = Duration.ofSeconds(60);

    static PostgresEndpoint endpoint(ServerDirectory directory, int port) {
        try {
            return new PostgresEndpoint(
                    "127.0.0.1",
                    port,
                    directory.kind().title(),
                    USER,
                    PostgresPassword.of(directory).read());
        } catch (IOException e) {
            throw new EmbeddedServersException(
                    "%s: its password cannot be read: %s"
                            .formatted(directory.kind().title(), e.getMessage()),
                    e);
        }
    }

    @Override
    public void prepare(ServerDirectory directory, Progress progress) throws IOException, InterruptedException {
        binaries.unpacked(kind, progress);
        if (!Files.exists(directory.data())) {
            PostgresPassword.of(directory).makeOnce(random);
            createCluster(directory);
        }
        new PostmasterFile(directory.data()).forgetDeadServer(kind, account);
    }

    /** Creates beside and renames, so that a kill in between leaves nothing half made. */
    private void createCluster(ServerDirectory directory) throws IOException, InterruptedException {
        Path draft = directory.path().resolve("draft-" + UUID.randomUUID());
        Files.createDirectory(draft);
        account.own(draft);
        run(
                directory,
                "",
                List.of(
                        binaries.bin().resolve("initdb").toString(),
                        "--pgdata=" + draft,
                        "--username=" + USER,
                        "--pwfile=" + PostgresPassword.of(directory).file(),
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--locale=C"));
        run(
                directory,
                "CREATE DATABASE " + kind.title() + ";\n",
                List.of(binaries.bin().resolve("postgres").toString(), "--single", "-D", draft.toString(), "postgres"));
        Files.move(draft, directory.data(), StandardCopyOption.ATOMIC_MOVE);
        directory.deleteDrafts();
    }

    private void run(ServerDirectory directory, String input, List<String> command)
            throws IOException, InterruptedException {
        ShortCommand.Result result =
                new ShortCommand(account.command(command), directory.path(), input).run(INIT_TIMEOUT);
        if (result.exitCode() != 0) {
            throw new EmbeddedServersException("%s: the cluster could not be made; %s ended with %d and said:%n%s"
                    .formatted(kind.title(), command.getFirst(), result.exitCode(), result.output()));
        }
    }

    @Override
    public ProcessBuilder command(ServerDirectory directory, List<Integer> ports) {
        List<String> command = new ArrayList<>();
        command.add(binaries.bin().resolve("postgres").toString());
        command.add("-c");
        // An unknown parameter with a prefix is allowed, and serves as the marker.
        command.add(directory.marker());
        command.add("-D");
        command.add(directory.data().toString());
        PostgresParameters.of(kind, ports.getFirst()).forEach((name, value) -> {
            command.add("-c");
            command.add(name + "=" + value);
        });
        ProcessBuilder process = Detached.process(directory, account.command(command));
        process.environment().put("LC_ALL", "C");
        return process;
    }

    @Override
    public boolean answers(ServerDirectory directory, int port) {
        if (!LoopbackProbe.accepts(port)) {
            return false;
        }
        PostgresEndpoint endpoint = endpoint(directory, port);
        Properties login = new Properties();
        login.setProperty("user", endpoint.user());
        login.setProperty("password", endpoint.password());
        login.setProperty("loginTimeout", "2");
        login.setProperty("connectTimeout", "2");
        login.setProperty("socketTimeout", "2");
        try (Connection connection = new Driver().connect(endpoint.jdbcUrl(), login)) {
            return connection != null && connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }
}
