package org.dataferry.emulator.address;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.UrlText;
import org.dataferry.emulator.metadata.AlternateKey;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.value.Guids;
import org.dataferry.emulator.value.Literals;
import org.jspecify.annotations.Nullable;

/**
 * Reads row addresses.
 *
 * <p>Source: Microsoft's pages "Use an alternate key to reference a record" and "Define alternate keys for a table", which also lists the
 * characters that a key value in a URL may not hold.
 */
public final class AddressParser {
    /** Their key is inherited from another type, so it has no name of their own. */
    private static final Set<String> WITHOUT_NAMED_ID = Set.of("systemuser", "team");

    private final Catalog catalog;
    private final Assumptions.Texts texts;

    /** @param texts which characters a key value may not hold */
    public AddressParser(Catalog catalog, Assumptions.Texts texts) {
        this.catalog = catalog;
        this.texts = texts;
    }

    /** An address in a body: relative, with a leading slash, or absolute. */
    public RowAddress inBody(String text) {
        int root = text.indexOf("/api/data/v9.");
        String relative = root < 0 ? text : text.substring(text.indexOf('/', root + "/api/data/".length()) + 1);
        relative = relative.startsWith("/") ? relative.substring(1) : relative;
        String decoded = UrlText.decodePath(relative);
        int open = decoded.indexOf('(');
        if (open < 1 || !decoded.endsWith(")")) {
            throw Refusals.badPayload("'" + text + "' is not the address of a row, such as accounts(<guid>).");
        }
        Table table = catalog.bySet(decoded.substring(0, open));
        if (table == null) {
            throw Refusals.badPayload("Resource not found for the segment '" + decoded.substring(0, open) + "'.");
        }
        return parse(
                table,
                decoded.substring(open + 1, decoded.length() - 1),
                texts.forbiddenInBodies() ? texts.forbiddenInKeys() : "");
    }

    /** @param key what stands between the parentheses, percent-decoded */
    public RowAddress parse(Table table, String key) {
        return parse(table, key, texts.forbiddenInKeys());
    }

    private RowAddress parse(Table table, String key, String forbidden) {
        UUID bare = Guids.parse(key);
        if (bare != null) {
            return new RowAddress.ById(table, bare);
        }
        Map<String, String> parts = parts(table, key);
        String id = parts.get(table.primaryId());
        if (id != null && parts.size() == 1 && !WITHOUT_NAMED_ID.contains(table.logicalName())) {
            UUID named = Guids.parse(id);
            if (named != null) {
                return new RowAddress.ById(table, named);
            }
        }
        Map<Column, String> literals = new LinkedHashMap<>();
        parts.forEach((name, literal) -> {
            Column column = table.wireColumn(name);
            if (column == null) {
                throw Refusals.invalidKey(table.logicalName());
            }
            literals.put(column, literal);
        });
        AlternateKey alternate = keyOf(table, literals);
        Map<Column, Object> values = new LinkedHashMap<>();
        literals.forEach((column, literal) -> values.put(column, value(table, column, literal, forbidden)));
        return new RowAddress.ByKey(table, alternate, values, table.entitySet() + "(" + key + ")");
    }

    private static AlternateKey keyOf(Table table, Map<Column, String> literals) {
        Set<String> names = new HashSet<>();
        literals.keySet().forEach(column -> names.add(column.logicalName()));
        for (AlternateKey key : table.keys()) {
            if (names.equals(Set.copyOf(key.columns()))) {
                if (key.status() != AlternateKey.Status.Active) {
                    throw new Refusal(
                            400,
                            "0x8006088f",
                            "The key " + key.logicalName() + " of entity " + table.logicalName()
                                    + " can't be used: its index is " + key.status() + ", not Active.");
                }
                return key;
            }
        }
        throw Refusals.invalidKey(table.logicalName());
    }

    private Object value(Table table, Column column, String literal, String forbidden) {
        Object value = Literals.parse(column.type(), literal);
        if (value == null) {
            throw Refusals.badRequest("The value " + literal + " is not one of the key column '" + column.logicalName()
                    + "' of resource 'Microsoft.Dynamics.CRM." + table.logicalName() + "'.");
        }
        if (value instanceof String text && text.chars().anyMatch(c -> forbidden.indexOf(c) >= 0)) {
            throw Refusals.badRequest("The key in the request URI is not valid for resource 'Microsoft.Dynamics.CRM."
                    + table.logicalName() + "'. A key value can't hold any of the characters " + forbidden + ".");
        }
        return value instanceof UUID id && column.type() instanceof ColumnType.Lookup lookup
                ? new Reference(
                        catalog.requiredTable(lookup.targets().getFirst()).number(), id)
                : value;
    }

    private static Map<String, String> parts(Table table, String key) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : split(key)) {
            int equals = part.indexOf('=');
            if (equals < 1
                    || parts.put(
                                    part.substring(0, equals).strip(),
                                    part.substring(equals + 1).strip())
                            != null) {
                throw Refusals.invalidKey(table.logicalName());
            }
        }
        return parts;
    }

    /** At the commas outside of quotes; a doubled quote leaves and enters again, which comes to the same. */
    private static List<String> split(String key) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < key.length(); i++) {
            quoted ^= key.charAt(i) == '\'';
            if (key.charAt(i) == ',' && !quoted) {
                parts.add(key.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(key.substring(start));
        return parts;
    }

    /** The entity set that a path segment names, and what stands in its parentheses, if it has any. */
    public static String setOf(String segment) {
        int open = segment.indexOf('(');
        return open < 0 ? segment : segment.substring(0, open);
    }

    public static @Nullable String keyOf(String segment) {
        int open = segment.indexOf('(');
        return open < 0 || !segment.endsWith(")") ? null : segment.substring(open + 1, segment.length() - 1);
    }
}
