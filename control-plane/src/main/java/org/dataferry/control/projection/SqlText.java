package org.dataferry.control.projection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** SQL that lies beside the classes. */
final class SqlText {

    private SqlText() {}

    /** The statements of a file, in their order: its paragraphs, without those that are a comment only. */
    static List<String> statements(String file) {
        try (InputStream in = Objects.requireNonNull(SqlText.class.getResourceAsStream(file), file)) {
            return Arrays.stream(new String(in.readAllBytes(), UTF_8).split("\n\\s*\n"))
                    .map(String::strip)
                    .filter(paragraph -> paragraph.lines().anyMatch(line -> !line.startsWith("--")))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    static String identifier(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
