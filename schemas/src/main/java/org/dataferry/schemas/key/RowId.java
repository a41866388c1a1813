package org.dataferry.schemas.key;

import static org.dataferry.schemas.key.Escaping.FIELD_SEPARATOR;

import org.jspecify.annotations.Nullable;

/**
 * What a row of the target is known by, for its whole life.
 *
 * <p>Its {@link #text() canonical text} is the Kafka key of its writes and outcomes. Fields are separated by a blank,
 * which no field holds.
 */
public sealed interface RowId {

    /** The logical name of the entity, or for a link of the relationship. */
    String entity();

    /** The canonical text; {@link #parse} reads it back. */
    String text();

    /**
     * What the partitioner hashes. For a row made of one source row it is the text of the source key alone, so that a
     * source row and all it becomes share a task.
     */
    String partitionText();

    /** A row made of one source row. Its text is made once: it is asked for many times on a row's way. */
    final class OfSource implements RowId {

        private final String entity;
        private final SourceTable table;
        private final SourceKey key;
        private final String discriminator;

        /** Two threads may both make it, and make the same. */
        private @Nullable String text;

        /** @param discriminator empty, unless one source row makes two rows of the entity */
        public OfSource(String entity, SourceTable table, SourceKey key, String discriminator) {
            requireName(entity, "entity");
            this.entity = entity;
            this.table = table;
            this.key = key;
            this.discriminator = discriminator;
        }

        public OfSource(String entity, SourceTable table, SourceKey key) {
            this(entity, table, key, "");
        }

        @Override
        public String entity() {
            return entity;
        }

        public SourceTable table() {
            return table;
        }

        public SourceKey key() {
            return key;
        }

        public String discriminator() {
            return discriminator;
        }

        @Override
        public String text() {
            String known = text;
            if (known == null) {
                String begin = Fields.join("r", entity, table.source(), table.schema(), table.table());
                String whole = begin + FIELD_SEPARATOR + key.text();
                known = discriminator.isEmpty() ? whole : whole + FIELD_SEPARATOR + Escaping.escape(discriminator);
                text = known;
            }
            return known;
        }

        @Override
        public String partitionText() {
            return key.text();
        }

        /** Two are the same row if and only if their texts are equal. */
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other || other instanceof OfSource row && text().equals(row.text());
        }

        @Override
        public int hashCode() {
            return text().hashCode();
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** A row that several source rows merge into, known by the key that the rule matches on. */
    record Merged(String entity, String rule, SourceKey matchKey) implements RowId {

        public Merged {
            requireName(entity, "entity");
            requireName(rule, "rule");
        }

        @Override
        public String text() {
            return Fields.join("m", entity, rule) + FIELD_SEPARATOR + matchKey.text();
        }

        @Override
        public String partitionText() {
            return text();
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** A link of two rows through an N:N relationship. */
    record Link(String relationship, RowId from, RowId to) implements RowId {

        public Link {
            requireName(relationship, "relationship");
            if (from instanceof Link || to instanceof Link) {
                throw new KeyFormatException("a link joins two rows, not links");
            }
        }

        @Override
        public String entity() {
            return relationship;
        }

        @Override
        public String text() {
            return Fields.join("l", relationship, from.text(), to.text());
        }

        @Override
        public String partitionText() {
            return text();
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** Reads a canonical text back. */
    static RowId parse(String text) {
        String[] fields = text.split(String.valueOf(FIELD_SEPARATOR), -1);
        return switch (fields[0]) {
            case "r" -> parseOfSource(text, fields);
            case "m" -> {
                requireFields(text, fields, 4, 4);
                yield new Merged(
                        Escaping.unescape(fields[1]), Escaping.unescape(fields[2]), SourceKey.parse(fields[3]));
            }
            case "l" -> {
                requireFields(text, fields, 4, 4);
                yield new Link(
                        Escaping.unescape(fields[1]),
                        parse(Escaping.unescape(fields[2])),
                        parse(Escaping.unescape(fields[3])));
            }
            default -> throw new KeyFormatException("'" + text + "' is not a row id: it begins with r, m or l");
        };
    }

    /** What the partitioner hashes, taken from a canonical text without building the row id. */
    static String partitionText(String text) {
        if (!text.startsWith("r ")) {
            return text;
        }
        int start = 0;
        for (int field = 0; field < 5; field++) {
            start = text.indexOf(FIELD_SEPARATOR, start) + 1;
            if (start == 0) {
                throw new KeyFormatException("'" + text + "' is not a row id: it has too few fields");
            }
        }
        int end = text.indexOf(FIELD_SEPARATOR, start);
        return end < 0 ? text.substring(start) : text.substring(start, end);
    }

    private static RowId parseOfSource(String text, String[] fields) {
        requireFields(text, fields, 6, 7);
        if (fields.length == 7 && fields[6].isEmpty()) {
            throw new KeyFormatException("'" + text + "' is not a row id: an empty discriminator is left out");
        }
        SourceTable table = new SourceTable(
                Escaping.unescape(fields[2]), Escaping.unescape(fields[3]), Escaping.unescape(fields[4]));
        String discriminator = fields.length == 7 ? Escaping.unescape(fields[6]) : "";
        return new OfSource(Escaping.unescape(fields[1]), table, SourceKey.parse(fields[5]), discriminator);
    }

    private static void requireFields(String text, String[] fields, int fewest, int most) {
        if (fields.length < fewest || fields.length > most) {
            throw new KeyFormatException("'" + text + "' is not a row id: it has " + fields.length + " fields");
        }
    }

    private static void requireName(String name, String what) {
        if (name.isEmpty()) {
            throw new KeyFormatException("the " + what + " of a row id is empty");
        }
    }
}
