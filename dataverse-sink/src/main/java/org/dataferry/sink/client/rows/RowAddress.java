package org.dataferry.sink.client.rows;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.UrlText;

/** Names one row of an entity set: by its GUID, or by an alternate key. */
public sealed interface RowAddress {
    /** For a URL, percent-encoded: {@code accounts(mig_key='A-1')}. */
    String url(EntitySet set);

    /** For {@code @odata.id} in a body: relative and not encoded. */
    String reference(EntitySet set);

    /** Columns that the address already says and a body must not repeat. */
    Set<String> columns();

    record ById(UUID id) implements RowAddress {
        @Override
        public String url(EntitySet set) {
            return set.url(id);
        }

        @Override
        public String reference(EntitySet set) {
            return set.url(id);
        }

        @Override
        public Set<String> columns() {
            return Set.of();
        }
    }

    /**
     * By all columns of one alternate key.
     *
     * <p>Dataverse cannot find a row by a text that contains one of {@code / < > * % & : \ ? +}, whether encoded or not:
     * such a key is no address.
     */
    record ByKey(SortedMap<String, KeyLiteral> parts) implements RowAddress {
        private static final String FORBIDDEN = "/<>*%&:\\?+";

        public ByKey {
            if (parts.isEmpty()) {
                throw new IllegalArgumentException("An alternate key needs at least one column");
            }
            parts.forEach((column, literal) -> {
                if (literal instanceof KeyLiteral.Text(String value) && !addressable(value)) {
                    throw new IllegalArgumentException(
                            "The value '%s' of key column %s contains one of %s, by which Dataverse cannot find a row"
                                    .formatted(value, column, FORBIDDEN));
                }
            });
            parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
        }

        public static ByKey of(String column, String text) {
            return new ByKey(new TreeMap<>(Map.of(column, new KeyLiteral.Text(text))));
        }

        /** Whether a row can be found by this text as a key. */
        public static boolean addressable(String text) {
            return text.chars().noneMatch(character -> FORBIDDEN.indexOf(character) >= 0);
        }

        @Override
        public String url(EntitySet set) {
            return address(set, UrlText::encode);
        }

        @Override
        public String reference(EntitySet set) {
            return address(set, UnaryOperator.identity());
        }

        @Override
        public Set<String> columns() {
            return parts.keySet();
        }

        private String address(EntitySet set, UnaryOperator<String> encoding) {
            return parts.entrySet().stream()
                    .map(part ->
                            part.getKey() + "=" + encoding.apply(part.getValue().text()))
                    .collect(Collectors.joining(",", set.name() + "(", ")"));
        }
    }
}
