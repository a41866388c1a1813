package org.dataferry.control.projection;

import java.sql.SQLException;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Both ends of a projection. Either both are open or neither is, as a session holds the lock that others wait for. */
record Following(LedgerSession session, TopicReader reader) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Following.class);

    /** Opens the ledger, made anew or as it is. */
    interface Sessions {
        LedgerSession open(boolean anew) throws SQLException, InterruptedException;
    }

    /** A ledger of topics that are no more is made anew. */
    static Following open(
            Sessions sessions, Supplier<Consumer<String, byte[]>> consumers, RecordReader records, boolean anew)
            throws SQLException, InterruptedException {
        Following found = both(sessions, consumers, records, anew);
        if (found.isContinued()) {
            return found;
        }
        found.close();
        LOG.warn("Ledger is of topics that are no more, and is made anew");
        return both(sessions, consumers, records, true);
    }

    private static Following both(
            Sessions sessions, Supplier<Consumer<String, byte[]>> consumers, RecordReader records, boolean anew)
            throws SQLException, InterruptedException {
        LedgerSession session = sessions.open(anew);
        try {
            Map<TopicPartition, Long> saved = LedgerSchema.progress(session.connection());
            return new Following(session, TopicReader.open(consumers.get(), records, saved));
        } catch (SQLException | RuntimeException failed) {
            session.close();
            throw failed;
        }
    }

    private boolean isContinued() {
        try {
            return reader.isContinued();
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    @Override
    public void close() {
        session.close();
        reader.close();
    }
}
