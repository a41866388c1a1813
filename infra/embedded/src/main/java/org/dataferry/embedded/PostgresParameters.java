package org.dataferry.embedded;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is said to PostgreSQL at its start, where the defaults do not fit or must not depend on a file that somebody edits. */
final class PostgresParameters {

    private PostgresParameters() {}

    static Map<String, String> of(ServerKind kind, int port) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("listen_addresses", "127.0.0.1");
        parameters.put("port", Integer.toString(port));
        parameters.put("unix_socket_directories", "");
        // A source or a ledger that loses commits proves nothing.
        parameters.put("fsync", "on");
        parameters.put("synchronous_commit", "on");
        parameters.put("full_page_writes", "on");
        parameters.put("timezone", "UTC");
        parameters.put("log_timezone", "UTC");
        // One line every five minutes, for weeks.
        parameters.put("log_checkpoints", "off");
        if (kind == ServerKind.SOURCE_POSTGRES) {
            addLogicalDecoding(parameters);
        }
        return parameters;
    }

    private static void addLogicalDecoding(Map<String, String> parameters) {
        parameters.put("wal_level", "logical");
        parameters.put("max_replication_slots", "10");
        parameters.put("max_wal_senders", "10");
        // A slot that nobody reads keeps the log from being removed. Past this the slot is lost, and its reader must
        // take a new snapshot;
        // without a bound the disk fills, and the application stops.
        parameters.put("max_slot_wal_keep_size", "16GB");
    }
}
