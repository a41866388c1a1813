package org.dataferry.control.story;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dataferry.control.ControlException;
import org.dataferry.control.projection.LedgerAwayException;
import org.dataferry.control.projection.LedgerReaders;
import org.dataferry.schemas.settings.RecordLimits;
import org.jspecify.annotations.Nullable;

/**
 * What is known of single rows, as documents. For any threads; each question is a transaction of its own.
 *
 * <p>All of its methods throw {@link LedgerAwayException} where the ledger cannot be read now.
 */
public final class Records {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** More rows than that are not counted: nobody reads so many, and a count of millions takes seconds. */
    private static final long MOST_COUNTED = 100_000;

    /** Rows of the ledger that one page looks through where there is no index: far less than a second of the database. */
    private static final int MOST_LOOKED_THROUGH = 20_000;

    private final LedgerReaders ledger;
    private final WriteLog log;
    private final RecordLimits limits;
    private final int mostLookedThrough;

    public Records(LedgerReaders ledger, WriteLog log, RecordLimits limits) {
        this(ledger, log, limits, MOST_LOOKED_THROUGH);
    }

    Records(LedgerReaders ledger, WriteLog log, RecordLimits limits, int mostLookedThrough) {
        this.mostLookedThrough = mostLookedThrough;
        this.ledger = ledger;
        this.log = log;
        this.limits = limits;
    }

    /** What is looked for may not be told to who asks. */
    public static final class HiddenException extends ControlException {
        private static final long serialVersionUID = 1L;

        private HiddenException(String message) {
            super(message);
        }
    }

    /**
     * Rows of which something is that text: the plain or canonical key at the source, the GUID, the row id, its hash, or the
     * words of an error.
     *
     * @param entity empty for all
     */
    public ObjectNode search(String text, Optional<String> entity, Sight sight) {
        return ledger.read(connection -> document(search(connection, sight).by(text, entity)));
    }

    /**
     * Rows of the entity that the target has with exactly that value in a column.
     *
     * @throws HiddenException if the reader may not see the column
     */
    public ObjectNode searchValue(String entity, String column, String value, Sight sight) {
        if (sight.isMasked(entity, column)) {
            throw new HiddenException(column + " of " + entity
                    + " is marked as personal data, or no mapping knows it now, so you cannot search by it");
        }
        return ledger.read(connection -> {
            RowSearch search = search(connection, sight);
            if (!search.mayAskFor(value)) {
                throw new HiddenException("that row's key is personal data, which you may not see");
            }
            return document(search.byValue(entity, column, value));
        });
    }

    /**
     * A page of rows, in the order of their records, and how many there are of them. Where no index leads to them a page has those
     * of the next so many rows of the ledger, perhaps none, and how many there are is not told.
     */
    public ObjectNode rows(RowsWanted wanted, Sight sight) {
        return ledger.read(connection -> rows(connection, wanted, sight));
    }

    /**
     * All that is known of a row; empty if there is none.
     *
     * @param record the hash of its id
     */
    public Optional<ObjectNode> story(UUID record, Sight sight) {
        Optional<RowStory> story = ledger.read(connection -> StoryReader.read(connection, record, limits, sight));
        return story.map(told -> told.document(log));
    }

    private RowSearch search(Connection connection, Sight sight) {
        return new RowSearch(new LedgerRows(new Query(connection), sight), sight, limits.results());
    }

    private static ObjectNode document(RowSearch.Found found) {
        ObjectNode document = JSON.createObjectNode();
        document.putArray("records").addAll(found.rows());
        return document.put("more", found.more());
    }

    private ObjectNode rows(Connection connection, RowsWanted wanted, Sight sight) throws SQLException {
        Query query = new Query(connection);
        Optional<UUID> until = wanted.standing().isIndexed() ? Optional.empty() : lookedThrough(query, wanted.after());
        String select = "SELECT * FROM ferry.row r WHERE " + wanted.where();
        List<@Nullable Object> values = new ArrayList<>(wanted.values());
        String page = select;
        if (wanted.after().isPresent()) {
            page += " AND r.row_hash > ?";
            values.add(wanted.after().get());
        }
        if (until.isPresent()) {
            page += " AND r.row_hash <= ?";
            values.add(until.get());
        }
        List<ObjectNode> found = new LedgerRows(query, sight)
                .of(
                        "(" + page + " ORDER BY r.row_hash LIMIT " + (limits.results() + 1) + ")",
                        "ORDER BY r.row_hash",
                        values.toArray());
        boolean more = found.size() > limits.results();
        ObjectNode document = JSON.createObjectNode().put("entity", wanted.entity());
        if (wanted.standing().isIndexed()) {
            long counted = query.count(select, MOST_COUNTED + 1, wanted.values().toArray());
            document.put("total", Math.min(counted, MOST_COUNTED)).put("isTotalExact", counted <= MOST_COUNTED);
        } else {
            document.putNull("total").put("isTotalExact", false);
        }
        ArrayNode shown = document.putArray("records");
        found.stream().limit(limits.results()).forEach(shown::add);
        return document.put(
                "next",
                more
                        ? shown.get(shown.size() - 1).path("record").asText()
                        : until.map(UUID::toString).orElse(null));
    }

    /** Where a page ends that looks for its rows; empty if it comes to the end of them all. */
    private Optional<UUID> lookedThrough(Query query, Optional<UUID> after) throws SQLException {
        String select = "SELECT r.row_hash AS record FROM ferry.row r"
                + (after.isPresent() ? " WHERE r.row_hash > ?" : "")
                + " ORDER BY r.row_hash OFFSET " + (mostLookedThrough - 1) + " LIMIT 1";
        return query.rows(select, after.stream().toArray()).stream()
                .map(row -> UUID.fromString(row.path("record").asText()))
                .findFirst();
    }
}
