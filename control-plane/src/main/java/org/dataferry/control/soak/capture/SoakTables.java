package org.dataferry.control.soak.capture;

import java.util.List;
import java.util.Set;
import org.dataferry.capture.source.TableName;

/** The tables of the soak: each is hard to capture in a way of its own. */
final class SoakTables {

    /** Ordinary, with large texts out of line that an update leaves where they are. */
    static final String NOTES = "notes";

    /** All of an old row is told, and a key of two columns changes now and then. */
    static final String PRICES = "prices";

    /** In two partitions, between which rows move. */
    static final String EVENTS = "events";

    /** It is truncated now and then. */
    static final String CARTS = "carts";

    static final List<String> ALL = List.of(NOTES, PRICES, EVENTS, CARTS);

    static final List<TableName> NAMES = ALL.stream().map(TableName::parse).toList();

    static final Set<String> KEY_COLUMNS = Set.of("id", "valid", "kind");

    static final List<String> MAKE = List.of(
            "CREATE TABLE notes (id integer PRIMARY KEY, title varchar(40), body text, n integer NOT NULL DEFAULT 0)",
            "ALTER TABLE notes ALTER body SET STORAGE EXTERNAL",
            "CREATE TABLE prices (id integer, valid date, amount numeric(12,3), at timestamptz, PRIMARY KEY (id, valid))",
            "ALTER TABLE prices REPLICA IDENTITY FULL",
            "CREATE TABLE events (id integer, kind integer, what text, PRIMARY KEY (id, kind)) PARTITION BY LIST (kind)",
            "CREATE TABLE events_0 PARTITION OF events FOR VALUES IN (0)",
            "CREATE TABLE events_1 PARTITION OF events FOR VALUES IN (1)",
            "CREATE TABLE carts (id integer PRIMARY KEY, open boolean, total double precision)");

    private SoakTables() {}
}
