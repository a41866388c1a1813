package org.dataferry.transform.mapping.cel;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.schemas.words.NearestNames;

/** The checker's messages, in the words of the mapping language. */
final class CelMessages {

    private static final Pattern NO_OVERLOAD =
            Pattern.compile("found no matching overload for '([^']+)' applied to '(.+?)'(?: \\(candidates: .*\\))?$");
    private static final Pattern UNDECLARED =
            Pattern.compile("undeclared reference to '([^']+)'(?: \\(in container '[^']*'\\))?");

    private CelMessages() {}

    static String readable(String message, Set<String> columns) {
        Matcher overload = NO_OVERLOAD.matcher(message);
        if (overload.matches()) {
            String types = overload.group(2).replaceAll("wrapper\\(([a-z]+)\\)", "$1");
            return operator(overload.group(1)) + " does not take " + types + hint(types);
        }
        if (message.startsWith("mismatched input '<EOF>'")) {
            return "the expression ends where more is expected";
        }
        Matcher undeclared = UNDECLARED.matcher(message);
        return undeclared.matches()
                ? "there is no column or function '" + undeclared.group(1) + "'"
                        + new NearestNames(columns).hint(undeclared.group(1))
                : message;
    }

    private static String operator(String function) {
        return "'" + function.replace("_", " ").strip() + "'";
    }

    private static String hint(String types) {
        if (types.contains("decimal") && types.contains("double")) {
            return "; decimals are exact and never mixed with double: use decimal(x, digits) on the double, or "
                    + "decimal('1.5') for a constant";
        }
        if (types.contains("string") && !types.equals("(string, string)")) {
            return "; string(x) makes a text of a value";
        }
        return "";
    }
}
