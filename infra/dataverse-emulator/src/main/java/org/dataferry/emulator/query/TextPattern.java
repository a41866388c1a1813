package org.dataferry.emulator.query;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.dataferry.emulator.metadata.Collation;
import org.dataferry.emulator.query.Filter.TextFunction;

/**
 * What contains, startswith and endswith look for; the wildcards of T-SQL's LIKE count.
 *
 * <p>Source: Microsoft's page "Filter rows using OData", "Use wildcard characters".
 */
final class TextPattern {
    private final Collation collation;
    private final Predicate<String> folded;

    private TextPattern(Collation collation, Predicate<String> folded) {
        this.collation = collation;
        this.folded = folded;
    }

    static TextPattern of(Collation collation, TextFunction function, String text) {
        String part = collation.fold(text);
        if (part.indexOf('%') >= 0 || part.indexOf('_') >= 0 || part.indexOf('[') >= 0) {
            Pattern like = Pattern.compile(like(part), Pattern.DOTALL);
            return new TextPattern(
                    collation,
                    switch (function) {
                        case contains -> whole -> like.matcher(whole).find();
                        case startswith -> whole -> like.matcher(whole).lookingAt();
                        case endswith ->
                            Pattern.compile("(?:" + like.pattern() + ")\\z", Pattern.DOTALL)
                                    .asPredicate();
                    });
        }
        return new TextPattern(
                collation,
                switch (function) {
                    case contains -> whole -> whole.contains(part);
                    case startswith -> whole -> whole.startsWith(part);
                    case endswith -> whole -> whole.endsWith(part);
                });
    }

    boolean matches(String text) {
        return folded.test(collation.fold(text));
    }

    private static String like(String text) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int end = c == '[' ? text.indexOf(']', i + 1) : -1;
            if (end > i + 1) {
                regex.append(set(text.substring(i + 1, end)));
                i = end;
            } else {
                regex.append(
                        switch (c) {
                            case '%' -> ".*";
                            case '_' -> ".";
                            default -> Pattern.quote(String.valueOf(c));
                        });
            }
        }
        return regex.toString();
    }

    /** A set such as {@code a-f} or {@code ^x}, in which only the range and the negation have a meaning. */
    private static String set(String characters) {
        boolean negated = characters.length() > 1 && characters.startsWith("^");
        String rest = negated ? characters.substring(1) : characters;
        StringBuilder regex = new StringBuilder(negated ? "[^" : "[");
        for (int i = 0; i < rest.length(); i++) {
            boolean range = i + 2 < rest.length() && rest.charAt(i + 1) == '-' && rest.charAt(i) <= rest.charAt(i + 2);
            regex.append(escaped(rest.charAt(i)));
            if (range) {
                regex.append('-').append(escaped(rest.charAt(i + 2)));
                i += 2;
            }
        }
        return regex.append(']').toString();
    }

    private static String escaped(char c) {
        return Character.isLetterOrDigit(c) || Character.isSurrogate(c) ? String.valueOf(c) : "\\" + c;
    }
}
