package org.dataferry.capture.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a script inside the caller's transaction. */
final class ScriptRun {

    private static final Logger LOG = LoggerFactory.getLogger(ScriptRun.class);

    /** Characters of a statement in a message. */
    private static final int SHOWN = 80;

    /** Characters of COPY data sent at a time; the driver buffers no more. */
    private static final int CHUNK = 64 * 1024;

    private final Path file;
    private final SqlScript script;
    private final Connection connection;
    private long statements = 0;
    private long copiedRows = 0;

    ScriptRun(Path file, SqlScript script, Connection connection) {
        this.file = file;
        this.script = script;
        this.connection = connection;
    }

    LoadedScript.Loaded run(String sha256) throws IOException, SQLException {
        ScriptPolicy policy = new ScriptPolicy(serverSettings());
        for (Optional<ScriptItem> item = next(); item.isPresent(); item = next()) {
            switch (item.get()) {
                case ScriptItem.Statement statement ->
                    judge(policy.of(statement), statement.line(), statement.sql(), statement);
                case ScriptItem.MetaCommand command -> judge(policy.of(command), command.line(), command.text(), null);
                case ScriptItem.Copy copy -> copy(copy);
            }
        }
        return new LoadedScript.Loaded(sha256, statements, copiedRows);
    }

    private Optional<ScriptItem> next() throws IOException {
        try {
            return script.next();
        } catch (SourceException e) {
            throw new SourceException("file " + file + ", " + e.getMessage(), e);
        }
    }

    private void judge(ScriptPolicy.Verdict verdict, long line, String text, ScriptItem.@Nullable Statement statement) {
        switch (verdict) {
            case ScriptPolicy.Verdict.Run run -> {
                if (statement != null) {
                    execute(statement);
                }
            }
            case ScriptPolicy.Verdict.Skip skip ->
                LOG.info("Skipped file={} line={} statement=\"{}\" reason=\"{}\"", file, line, shown(text), skip.why());
            case ScriptPolicy.Verdict.Refuse refuse ->
                throw new SourceException(place(line) + refuse.why() + ": " + shown(text));
        }
    }

    private void execute(ScriptItem.Statement item) {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(item.sql());
            statements++;
        } catch (SQLException e) {
            throw failed(item.line(), item.sql(), e);
        }
    }

    private void copy(ScriptItem.Copy item) throws IOException {
        try {
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(item.sql());
            try {
                send(item, copy);
                copiedRows += copy.endCopy();
                statements++;
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        } catch (SQLException e) {
            throw failed(item.line(), item.sql(), e);
        }
    }

    private void send(ScriptItem.Copy item, CopyIn copy) throws IOException, SQLException {
        StringBuilder chunk = new StringBuilder(CHUNK);
        for (String row = script.copyLine(item.line()); row != null; row = script.copyLine(item.line())) {
            chunk.append(row).append('\n');
            if (chunk.length() >= CHUNK) {
                write(chunk, copy);
            }
        }
        write(chunk, copy);
    }

    private static void write(StringBuilder chunk, CopyIn copy) throws SQLException {
        byte[] bytes = chunk.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        chunk.setLength(0);
    }

    private Set<String> serverSettings() throws SQLException {
        Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.lower(name) FROM pg_catalog.pg_settings")) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        return names;
    }

    private SourceException failed(long line, String sql, SQLException e) {
        return new SourceException(place(line) + e.getMessage() + " in: " + shown(sql), e);
    }

    private String place(long line) {
        return "file " + file + ", line " + line + ": ";
    }

    private static String shown(String sql) {
        String flat = sql.replaceAll("\\s+", " ").strip();
        return flat.length() <= SHOWN ? flat : flat.substring(0, SHOWN) + "…";
    }
}
