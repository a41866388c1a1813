package org.dataferry.emulator.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dataferry.emulator.error.EmulatorException;
import org.jspecify.annotations.Nullable;

/**
 * The tables that are there from the start, with the columns a migration meets.
 *
 * <p>Source: Microsoft's Dataverse table reference. The definitions are data: {@code standard-tables.txt} beside this class.
 */
public final class BuiltInTables {
    /** The intersect table that says which role has which privilege, and how far it reaches. */
    public static final String ROLE_PRIVILEGES = "roleprivileges";

    private static final String RESOURCE = "standard-tables.txt";
    private static final Map<String, Integer> TYPE_CODES = new HashMap<>();
    private static final List<List<String>> SECTIONS = sections();

    private BuiltInTables() {}

    /** Those of an empty environment. */
    public static Catalog catalog() {
        return completing(Catalog.empty());
    }

    /** The catalogue with the tables, columns and relationships that it lacks; what is there stays as it is. */
    public static Catalog completing(Catalog catalog) {
        Catalog more = catalog;
        for (List<String> section : SECTIONS) {
            String first = section.getFirst();
            more = first.startsWith("links ") ? links(more, first.split(" ")) : table(more, section);
        }
        return more;
    }

    /** ObjectTypeCode of a built-in table, or null for others. */
    public static @Nullable Integer typeCode(String logicalName) {
        return TYPE_CODES.get(logicalName);
    }

    private static Catalog table(Catalog catalog, List<String> section) {
        TableBuilder builder = new StandardTable(catalog.nextNumber(), section).builder();
        String name = section.getFirst().split(" ")[1];
        return catalog.table(name) == null ? builder.addTo(catalog) : builder.completing(catalog);
    }

    /** Both ends' columns are the ids of their tables. */
    private static Catalog links(Catalog catalog, String[] words) {
        String intersect = words[2];
        if (catalog.table(intersect) != null) {
            return catalog;
        }
        Table.Names names = new Table.Names(
                catalog.nextNumber(),
                TableBuilder.idOf("table " + intersect),
                intersect,
                intersect,
                words[3],
                words[3],
                Label.of(intersect),
                Label.of(intersect),
                Label.NONE,
                Table.NO_OWNER,
                false);
        ManyToMany.End one = new ManyToMany.End(words[4], words[4] + "id", words[1]);
        ManyToMany.End two = new ManyToMany.End(words[5], words[5] + "id", words[1]);
        TableBuilder builder = new TableBuilder(names, intersect.replaceFirst("s$", "") + "Id").ends(one, two);
        if (intersect.equals(ROLE_PRIVILEGES)) {
            builder.readOnly("PrivilegeDepthMask", new ColumnType.WholeNumber(0, Integer.MAX_VALUE));
        }
        return builder.addTo(catalog)
                .with(new ManyToMany(TableBuilder.idOf("relationship " + words[1]), words[1], intersect, one, two));
    }

    private static List<List<String>> sections() {
        List<List<String>> sections = new ArrayList<>();
        for (String line : text().split("\n")) {
            if (line.startsWith("table ") || line.startsWith("links ")) {
                sections.add(new ArrayList<>());
                String[] words = line.split(" ");
                if (words[0].equals("table")) {
                    TYPE_CODES.put(words[1], Integer.valueOf(words[4]));
                }
            }
            if (!line.isBlank() && !line.startsWith("#")) {
                sections.getLast().add(line);
            }
        }
        return sections;
    }

    private static String text() {
        try (InputStream in = BuiltInTables.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new EmulatorException("The resource " + RESOURCE + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new EmulatorException("Cannot read the resource " + RESOURCE + ": " + e.getMessage(), e);
        }
    }
}
