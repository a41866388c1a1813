package org.dataferry.capture.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Sets marks in the source's log. A mark is a transaction of its own, so it is behind everything that was committed
 * before it was set.
 */
public final class SourceFence {

    /** Of fences that somebody asks for; the content is the fence's id. */
    public static final String FENCE_PREFIX = "ferry-fence";

    /** Of the marks that capture sets by itself. */
    public static final String HEARTBEAT_PREFIX = "ferry-heartbeat";

    /** Of the marks that are set so that the log goes on; nobody waits for one. */
    static final String RESNAPSHOT_PREFIX = "ferry-resnapshot";

    private SourceFence() {}

    /**
     * Sets a fence. When capture has read it and all before it is acknowledged, it says so in the fences topic.
     *
     * @throws SourceException if the source is not reachable or refuses it
     */
    public static void emit(SourceAddress address, String id) {
        try (Connection connection = address.forCommands()) {
            emit(connection, FENCE_PREFIX, id);
        } catch (SQLException e) {
            throw ConnectionFailures.explain(address, e);
        }
    }

    static void emit(Connection connection, String prefix, String content) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_catalog.pg_logical_emit_message(true, ?, ?)")) {
            statement.setString(1, prefix);
            statement.setBytes(2, content.getBytes(UTF_8));
            statement.execute();
        }
    }
}
