package org.dataferry.emulator.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.RowReads;

/**
 * Reads $expand and refuses what Dataverse does not join.
 *
 * <p>Source: Microsoft's page "Join tables using OData".
 */
final class ExpandParser {
    private static final String REFERENCE = "/$ref";
    private static final Set<String> OPTIONS = Set.of("$select", "$filter", "$orderby", "$top", "$expand");
    private static final Set<String> UNSUPPORTED = Set.of("$skip", "$count", "$search", "$levels");

    private final RowReads reads;
    private final int maxTerms;
    private int terms;

    private ExpandParser(RowReads reads, int maxTerms) {
        this.reads = reads;
        this.maxTerms = maxTerms;
    }

    static List<Expansion> parse(RowReads reads, Table table, String text, int maxTerms) {
        List<Expansion> expansions = new ExpandParser(reads, maxTerms).terms(table, text);
        boolean nested = Expansion.nested(expansions);
        expansions.forEach(expansion -> checkOptions(expansion, nested));
        boolean linked = expansions.stream().anyMatch(ExpandParser::linked);
        boolean other =
                expansions.stream().anyMatch(expansion -> !(expansion.navigation() instanceof Navigation.Linked));
        if (linked && (nested || other)) {
            throw Refusals.badRequest(
                    "$expand of a many-to-many relationship can't be nested, nor combined with $expand of"
                            + " relationships of other kinds.");
        }
        return expansions;
    }

    private static boolean linked(Expansion expansion) {
        return expansion.navigation() instanceof Navigation.Linked
                || expansion.inner().stream().anyMatch(ExpandParser::linked);
    }

    private static void checkOptions(Expansion expansion, boolean nested) {
        boolean ordered = expansion.options().containsKey("$orderby")
                || expansion.options().containsKey("$top");
        if (ordered && (nested || !expansion.many())) {
            throw Refusals.badRequest(
                    "Only $select and $filter clause can be provided while doing $expand on many-to-one"
                            + " relationship or nested one-to-many relationship.");
        }
        if (!expansion.many() && expansion.options().containsKey("$filter")) {
            throw Refusals.notEmulated("$filter in the $expand of a lookup ('" + expansion.name() + "')");
        }
        expansion.inner().forEach(inner -> checkOptions(inner, nested));
    }

    private List<Expansion> terms(Table table, String text) {
        List<Expansion> found = new ArrayList<>();
        for (String term : split(text, ',')) {
            if (++terms > maxTerms) {
                throw Refusals.badRequest("A query can have " + maxTerms + " $expand options at most.");
            }
            found.add(term(table, term));
        }
        return found;
    }

    private Expansion term(Table table, String term) {
        int open = term.indexOf('(');
        if (open >= 0 && !term.endsWith(")")) {
            throw Refusals.badQuery("The term '" + term + "' of $expand does not end with its parenthesis.");
        }
        String path = (open < 0 ? term : term.substring(0, open)).strip();
        boolean reference = path.endsWith(REFERENCE);
        String name = reference ? path.substring(0, path.length() - REFERENCE.length()) : path;
        Navigation navigation = Navigation.of(reads.catalog(), table, name);
        if (navigation == null) {
            throw Refusals.unknownQueryProperty(name, table.logicalName());
        }
        if (reference && !(navigation instanceof Navigation.Single)) {
            throw Refusals.badRequest("Expand with $ref is only supported on lookup type navigation property.");
        }
        reads.requireReadable(navigation.target());
        Map<String, String> options = open < 0 ? Map.of() : options(name, term.substring(open + 1, term.length() - 1));
        if (reference && !options.isEmpty()) {
            throw Refusals.badQuery("'" + path + "' takes no options.");
        }
        return new Expansion(
                name, navigation, reference, options, terms(navigation.target(), options.getOrDefault("$expand", "")));
    }

    private static Map<String, String> options(String name, String text) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : split(text, ';')) {
            int equals = option.indexOf('=');
            String key = equals < 0 ? option : option.substring(0, equals).strip();
            if (UNSUPPORTED.contains(key)) {
                throw Refusals.badRequest("The query option '" + key + "' is not supported in $expand.");
            }
            if (!OPTIONS.contains(key)) {
                throw Refusals.badQuery("'" + option + "' is not an option of the $expand of '" + name
                        + "', such as $select=name; options are separated by ';'.");
            }
            options.put(key, option.substring(equals + 1).strip());
        }
        return options;
    }

    /** At the separators outside of parentheses and quotes. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? separator : text.charAt(i);
            quoted ^= c == '\'';
            if (!quoted && (c == '(' || c == ')')) {
                depth += c == '(' ? 1 : -1;
            }
            if (i == text.length() || c == separator && depth == 0 && !quoted) {
                String part = text.substring(start, i).strip();
                if (!part.isEmpty()) {
                    parts.add(part);
                }
                start = i + 1;
            }
        }
        if (depth != 0 || quoted) {
            throw Refusals.badQuery("The parentheses or quotes of '" + text + "' in $expand don't match.");
        }
        return parts;
    }
}
