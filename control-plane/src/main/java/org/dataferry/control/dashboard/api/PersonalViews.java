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

    /** @param what was asked for, in words */
    void add(String user, String what, ObjectNode document) {
        if (document.path("record").isObject()) {
            add(user, what, document.path("record"));
        } else {
            document.path("records").forEach(record -> add(user, what, record));
        }
    }

    private void add(String user, String what, JsonNode record) {
        String id = record.path("record").asText();
        LOG.info(
                "Personal data was shown user={} record={} entity={} in={} times={}",
                user,
                id,
                record.path("entity").asText(),
                what,
                counted(user + " " + id));
    }

    private synchronized int counted(String key) {
        return times.merge(key, 1, Integer::sum);
    }
}
