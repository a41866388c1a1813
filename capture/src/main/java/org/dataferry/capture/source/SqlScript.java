package org.dataferry.capture.source;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dataferry.capture.source.ScriptItem.Copy;
import org.dataferry.capture.source.ScriptItem.MetaCommand;
import org.dataferry.capture.source.ScriptItem.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Splits an SQL script as psql does: by semicolons outside of quotes, dollar quotes, comments, parentheses and SQL bodies of
 * functions ({@code BEGIN ATOMIC … END}). Reads as it goes; at most one statement is in memory. Not thread-safe.
 */
final class SqlScript {

    /** PostgreSQL takes no message over 1 GB; a statement this long (in characters) is a missing quote, or should be a COPY. */
    private static final int MAX_STATEMENT = 256 * 1024 * 1024;

    private static final Pattern COPY =
            Pattern.compile("COPY\\b.*\\bFROM\\s+STDIN\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern STRINGS = Pattern.compile(
            "SET\\s+(?:SESSION\\s+|LOCAL\\s+)?standard_conforming_strings\\s*(?:=|\\bTO\\b)\\s*'?(\\w+)'?",
            Pattern.CASE_INSENSITIVE);

    private static final int END = LineReader.END;

    private final LineReader reader;
    private final StringBuilder text = new StringBuilder();
    private final SqlBody body = new SqlBody();
    private boolean backslashInStrings = false;
    private int parentheses = 0;

    SqlScript(Reader reader) {
        this.reader = new LineReader(reader);
    }

    /**
     * The next piece; empty at the end.
     *
     * @throws SourceException if a quote, comment or parenthesis is still open at the end, or a statement is too long
     */
    Optional<ScriptItem> next() throws IOException {
        text.setLength(0);
        parentheses = 0;
        body.reset();
        int first = skipToStart();
        if (first == END) {
            return Optional.empty();
        }
        long start = reader.line();
        if (first == '\\') {
            return Optional.of(new MetaCommand(start, "\\" + reader.restOfLine()));
        }
        reader.unread(first);
        readStatement(start);
        String sql = text.toString().strip();
        if (COPY.matcher(sql).matches()) {
            reader.restOfLine();
            return Optional.of(new Copy(start, sql));
        }
        var strings = STRINGS.matcher(sql);
        if (strings.matches()) {
            backslashInStrings = !strings.group(1).matches("(?i)on|true|yes|1");
        }
        return Optional.of(new Statement(start, sql));
    }

    /** A line of a COPY's data without its line end; null after the line {@code \.} that ends the data. */
    @Nullable String copyLine(long startOfCopy) throws IOException {
        text.setLength(0);
        int c = reader.read();
        if (c == END) {
            throw new SourceException("line " + startOfCopy + ": the data of this COPY does not end with a line \\.");
        }
        while (c != END && c != '\n') {
            append(c, startOfCopy);
            c = reader.read();
        }
        if (!text.isEmpty() && text.charAt(text.length() - 1) == '\r') {
            text.setLength(text.length() - 1);
        }
        return text.length() == 2 && text.charAt(0) == '\\' && text.charAt(1) == '.' ? null : text.toString();
    }

    /** Over blanks, comments and stray semicolons to the first character of a piece, which is not put back. */
    private int skipToStart() throws IOException {
        while (true) {
            int c = reader.read();
            if (c == '-' && reader.peek() == '-') {
                reader.restOfLine();
            } else if (c == '/' && reader.peek() == '*') {
                comment(false);
            } else if (c == END || !(Character.isWhitespace(c) || c == ';' || c == '\uFEFF')) {
                return c;
            }
        }
    }

    private void readStatement(long start) throws IOException {
        while (true) {
            int c = reader.read();
            if (c == END) {
                requireClosed(start);
                return;
            }
            if (c == ';' && parentheses == 0 && !body.open()) {
                return;
            }
            if (isWordStart(c)) {
                word(c, start);
                continue;
            }
            switch (c) {
                case '\'' -> quoted(c, backslashInStrings, start);
                case '"' -> quoted(c, false, start);
                case '$' -> dollar(start);
                case '-' -> dash(start);
                case '/' -> slash(start);
                case '(' -> {
                    parentheses++;
                    append(c, start);
                }
                case ')' -> {
                    parentheses = Math.max(0, parentheses - 1);
                    append(c, start);
                }
                default -> append(c, start);
            }
        }
    }

    private void requireClosed(long start) {
        if (parentheses > 0 || body.open()) {
            throw new SourceException("line " + start + ": the statement is not complete at the end of the file: "
                    + (parentheses > 0 ? "a parenthesis" : "a function's body") + " is still open");
        }
    }

    /** An identifier, keyword or number; it may be the E of an E'' string, and a $ in it begins no dollar quote. */
    private void word(int first, long start) throws IOException {
        int from = text.length();
        int c = first;
        while (c != END && (isWordStart(c) || c == '$')) {
            append(c, start);
            c = reader.read();
        }
        reader.unread(c);
        String word = text.substring(from);
        if (c == '\'' && word.equalsIgnoreCase("e")) {
            quoted(reader.read(), true, start);
        } else {
            body.word(word, parentheses);
        }
    }

    private void quoted(int quote, boolean backslash, long start) throws IOException {
        long opened = reader.line();
        append(quote, start);
        while (true) {
            int c = reader.read();
            if (c == END) {
                throw new SourceException(
                        "line " + opened + ": a quote " + (char) quote + " is opened here and never closed");
            }
            append(c, start);
            if (backslash && c == '\\') {
                int escaped = reader.read();
                if (escaped != END) {
                    append(escaped, start);
                }
            } else if (c == quote) {
                // A doubled quote closes here and opens again at the next character, which comes to the same.
                if (reader.peek() != quote) {
                    return;
                }
                append(reader.read(), start);
            }
        }
    }

    private void dollar(long start) throws IOException {
        long opened = reader.line();
        StringBuilder tag = new StringBuilder("$");
        int c = reader.read();
        while (c != END && isWordStart(c) && !(tag.length() == 1 && Character.isDigit(c))) {
            tag.append((char) c);
            c = reader.read();
        }
        if (c != '$') {
            append(tag, start);
            reader.unread(c);
            return;
        }
        tag.append('$');
        append(tag, start);
        int from = text.length();
        while (!(c == '$' && endsWith(tag, from))) {
            c = reader.read();
            if (c == END) {
                throw new SourceException("line " + opened + ": the quote " + tag + " is opened here and never closed");
            }
            append(c, start);
        }
    }

    private boolean endsWith(CharSequence tag, int from) {
        int at = text.length() - tag.length();
        return at >= from && CharSequence.compare(tag, text.subSequence(at, text.length())) == 0;
    }

    private void dash(long start) throws IOException {
        if (reader.peek() == '-') {
            reader.restOfLine();
            append('\n', start);
        } else {
            append('-', start);
        }
    }

    private void slash(long start) throws IOException {
        if (reader.peek() == '*') {
            comment(true);
        } else {
            append('/', start);
        }
    }

    /** A comment, with those inside it; leaves a blank where it separates words. */
    private void comment(boolean inStatement) throws IOException {
        long opened = reader.line();
        reader.read();
        int depth = 1;
        while (depth > 0) {
            int c = reader.read();
            if (c == END) {
                throw new SourceException("line " + opened + ": a comment /* is opened here and never closed");
            }
            if (c == '/' && reader.peek() == '*') {
                reader.read();
                depth++;
            } else if (c == '*' && reader.peek() == '/') {
                reader.read();
                depth--;
            }
        }
        if (inStatement) {
            text.append(' ');
        }
    }

    /** Letters of any language count, as in PostgreSQL, which takes every byte over 127 for one. */
    private static boolean isWordStart(int c) {
        return c == '_' || c >= 128 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private void append(CharSequence chars, long start) {
        chars.chars().forEach(c -> append(c, start));
    }

    private void append(int c, long start) {
        if (text.length() >= MAX_STATEMENT) {
            throw new SourceException("line " + start + ": the statement that starts here is longer than "
                    + MAX_STATEMENT + " characters");
        }
        text.append((char) c);
    }
}
