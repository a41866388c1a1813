package org.dataferry.control.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who was shown data of persons: a line in the server's log for each time, with the records and how often it was by now. */
final class PersonalViews {

    private static final Logger LOG = LoggerFactory.getLogger(PersonalViews.class);

    /** Counts that are kept; those of whom nothing was shown for longest begin anew. */
    private static final int MOST_COUNTED = 10_000;

    private final Map<String, Integer> times = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MOST_COUNTED;
        }
    };

    /**
     * The records of a document, and the rows that are only named in it: those that wait, are waited for, or that a lookup names.
     *
     * @param what was asked for, in words
     * @param named the entity of each row that was named, by its record
     */
    void add(String user, String what, ObjectNode document, Map<String, String> named) {
        Map<String, String> shown = new LinkedHashMap<>();
        put(shown, document.path("record"));
        document.path("records").forEach(record -> put(shown, record));
        document.at("/held/first").forEach(record -> put(shown, record));
        named.forEach(shown::putIfAbsent);
        shown.forEach((record, entity) -> add(user, what, record, entity));
    }

    private static void put(Map<String, String> shown, JsonNode record) {
        if (record.isObject()) {
            shown.put(record.path("record").asText(), record.path("entity").asText());
        }
    }

    private void add(String user, String what, String id, String entity) {
        LOG.info(
                "Personal data was shown user={} record={} entity={} in={} times={}",
                user,
                id,
                entity,
                what,
                counted(user + " " + id));
    }

    private synchronized int counted(String key) {
        return times.merge(key, 1, Integer::sum);
    }
}
