package org.dataferry.transform.mapping;

import java.util.Locale;
import java.util.regex.Pattern;

/** The names of what {@code prepare} makes. */
final class OwnName {

    /** A publisher's prefix has two to eight characters and begins with a letter (Microsoft Learn, "Solution publisher"). */
    private static final Pattern FORM = Pattern.compile("(?!mscrm)[a-z][a-z0-9]{1,7}_[a-z0-9_]+");

    private OwnName() {}

    static boolean isOne(String name) {
        return FORM.matcher(name).matches();
    }

    /** @param what with its article: {@code a table} */
    static String rule(String what, String name) {
        return what + " that prepare makes has lower-case letters, digits and _ after the publisher's prefix, such as"
                + " ferry_" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_") + "; '" + name + "' has not";
    }

    /** {@code ferry_ship_name} becomes {@code Ship name}. */
    static String label(String name) {
        String words = name.substring(name.indexOf('_') + 1).replace('_', ' ').strip();
        return words.isEmpty() ? name : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
