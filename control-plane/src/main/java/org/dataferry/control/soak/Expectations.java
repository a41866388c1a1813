package org.dataferry.control.soak;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the target should hold at the end of a soak. */
record Expectations(List<Expectation> rows, List<ExpectedLinks> links) {

    Expectations {
        rows = List.copyOf(rows);
        links = List.copyOf(links);
    }

    /** Of {@code ferry soak instances}. */
    static Expectations ofInstances() {
        String name = "instances/expectations.json";
        try (InputStream json = Objects.requireNonNull(Expectations.class.getResourceAsStream(name), name)) {
            return new ObjectMapper().readValue(json, Expectations.class);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The entities and relationships, as topics of writes are named by them. */
    Set<String> names() {
        return Stream.concat(
                        rows.stream().map(Expectation::entity), links.stream().map(ExpectedLinks::relationship))
                .collect(Collectors.toSet());
    }

    Expectation rowsOf(String entity) {
        return rows.stream()
                .filter(one -> one.entity().equals(entity))
                .findFirst()
                .orElseThrow();
    }
}
