package org.dataferry.transform.mapping.option;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The columns of an option table, by the names in its header; the last one may be left out. */
public enum OptionColumn {
    SOURCE_TABLE,
    SOURCE_COLUMN,
    TARGET_TABLE,
    TARGET_COLUMN,
    SOURCE_TEXT,
    TARGET_VALUE,
    TARGET_LABEL;

    /** The whole header, for messages. */
    public static final String HEADER =
            Arrays.stream(values()).map(OptionColumn::header).collect(Collectors.joining(","));

    public String header() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isOptional() {
        return this == TARGET_LABEL;
    }

    static Optional<OptionColumn> of(String header) {
        return Arrays.stream(values())
                .filter(column -> column.header().equals(header))
                .findFirst();
    }
}
