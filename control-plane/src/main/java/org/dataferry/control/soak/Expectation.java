package org.dataferry.control.soak;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * What a mapping means, said a second time: a query of the source whose result is what the target should hold.
 *
 * @param table of the schema public
 * @param key the column of the target that tells the rows apart
 * @param columns that the query gives, in their order, and the target has
 */
record Expectation(String entity, String entitySet, String table, String key, List<String> columns, String query) {

    Expectation {
        columns = List.copyOf(columns);
    }

    /** Of {@code ferry soak instances}. */
    static List<Expectation> ofInstances() {
        String name = "instances/expectations.json";
        try (InputStream json = Objects.requireNonNull(Expectation.class.getResourceAsStream(name), name)) {
            return new ObjectMapper().readValue(json, new TypeReference<List<Expectation>>() {});
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
