package org.dataferry.capture.source;

import java.sql.SQLException;

/** What a failed connection means, in words for the one who wrote the address. */
public final class ConnectionFailures {

    private ConnectionFailures() {}

    public static SourceException explain(SourceAddress address, SQLException failure) {
        String where = address.withoutParameters();
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        String reason = switch (state) {
            case "28P01", "28000" ->
                "the source at " + where + " refuses user " + address.user() + ": check user, password and pg_hba.conf";
            case "3D000" -> "the server at " + where + " has no such database";
            case "08001", "08004", "08006" ->
                "the source at " + where + " can't be reached: check that it runs and that host and port are right";
            case "57P03" -> "the source at " + where + " is starting or stopping; try again in a moment";
            case "53300" -> "the source at " + where + " has no free connection (max_connections)";
            default -> "the source at " + where + " failed";
        };
        return new SourceException(reason + " (" + failure.getMessage() + ")", failure);
    }
}
