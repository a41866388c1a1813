package org.dataferry.control.demo.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.dataferry.control.demo.business.Business;
import org.dataferry.control.demo.business.Cell;
import org.dataferry.control.demo.business.Course;
import org.dataferry.control.demo.business.Standing;
import org.dataferry.control.demo.business.Table;
import org.jspecify.annotations.Nullable;

/**
 * Compares each row of the target with what it has to be, field by field, as the pages come. It keeps one bit per row, and
 * eight bytes per row that others name.
 */
final class RowsCheck {

    private static final String NOTHING = "nothing";

    private final TargetPages pages;
    private final Course course;
    private final Findings findings;
    private final KnownIds ids = new KnownIds();
    private final Map<Table, BitSet> seen = new EnumMap<>(Table.class);
    private long values;

    /**
     * @param table of the source
     * @param expected rows that the target has to have
     * @param found rows that it has
     */
    record Count(Table table, long expected, long found) {}

    RowsCheck(TargetPages pages, Course course, Findings findings) {
        this.pages = pages;
        this.course = course;
        this.findings = findings;
    }

    KnownIds ids() {
        return ids;
    }

    /** Values that were compared. */
    long values() {
        return values;
    }

    boolean isPresent(Table table, long number) {
        return seen.getOrDefault(table, new BitSet()).get(Math.toIntExact(number));
    }

    /** Tables are checked in the order in which others name them. */
    Count check(Table table) throws InterruptedException {
        BitSet present = new BitSet();
        seen.put(table, present);
        List<Optional<String>> attributes = course.business().attributes(table);
        List<String> fields = new ArrayList<>(attributes.size());
        for (int at = 0; at < attributes.size(); at++) {
            fields.add(field(table, at));
        }
        List<String> columns = fields.stream().filter(field -> !field.isEmpty()).toList();
        long[] found = {0};
        pages.forEach(pages.entitySet(table.entity()), columns, row -> {
            found[0]++;
            compare(table, row, fields, present);
        });
        return new Count(table, missing(table, present), found[0]);
    }

    /** The name by which the Web API shows a column: that of a lookup's GUID is made of the lookup's. */
    private String field(Table table, int at) {
        Optional<String> attribute = course.business().attributes(table).get(at);
        return attribute
                .map(name -> course.business().isLookup(table, at) ? "_" + name + "_value" : name)
                .orElse("");
    }

    private void compare(Table table, JsonNode row, List<String> fields, BitSet present) {
        String told = row.path(table.numberAttribute()).asText();
        long number;
        try {
            number = table.numberIn(told);
        } catch (NumberFormatException strange) {
            number = -1;
        }
        if (number < 0 || number >= course.end(table)) {
            findings.add(record(table, told), "", NOTHING, "a row that the source never had");
            return;
        }
        if (present.get((int) number)) {
            findings.add(record(table, number), "", "one row", "two");
            return;
        }
        present.set((int) number);
        if (table.isNamed()) {
            ids.put(table, number, row.path(table.entity() + "id").asText());
        }
        switch (course.standing(table, number)) {
            case Standing.Present(int revision, var refused) -> compare(table, number, revision, row, fields);
            case Standing.OneOfTwo ignored -> compare(table, number, 0, row, fields);
            case Standing.Refused(var dirt) ->
                findings.add(record(table, number), "", "no row, as it is dirty: " + dirt, "a row");
            case Standing.Parked ignored ->
                findings.add(record(table, number), "", "no row, as it waits for another one", "a row");
            case Standing.Removed ignored ->
                findings.add(record(table, number), "", "no row, as it was deleted at the source", "a row");
        }
    }

    private void compare(Table table, long number, int revision, JsonNode row, List<String> fields) {
        Business.Row made = course.business().row(table, number, revision);
        for (int at = 0; at < fields.size(); at++) {
            String field = fields.get(at);
            if (!field.isEmpty()) {
                values++;
                compare(record(table, number), field, made.cells().get(at).target(), row.path(field));
            }
        }
    }

    private void compare(String record, String field, @Nullable Object expected, JsonNode found) {
        boolean same = switch (expected) {
            case null -> found.isNull();
            case Cell.Named(Table parent, long number) -> {
                OptionalLong id = ids.of(parent, number);
                yield found.isTextual() && id.isPresent() && id.getAsLong() == KnownIds.fingerprint(found.asText());
            }
            case Object value -> value.equals(value(found));
        };
        if (!same) {
            findings.add(record, field, text(expected), found.isMissingNode() ? "no such field" : found.toString());
        }
    }

    private static @Nullable Object value(JsonNode found) {
        return switch (found.getNodeType()) {
            case STRING -> found.asText();
            case NUMBER -> Cell.plain(found.decimalValue());
            case BOOLEAN -> found.asBoolean();
            case NULL, MISSING, ARRAY, OBJECT, BINARY, POJO -> null;
        };
    }

    private static String text(@Nullable Object expected) {
        return switch (expected) {
            case null -> "null";
            case String text -> "\"" + text + "\"";
            case Cell.Named(Table parent, long number) -> "the GUID of " + record(parent, number);
            case java.math.BigDecimal number -> number.toPlainString();
            case Object other -> other.toString();
        };
    }

    /** How many rows have to be there; those that are not are found. */
    private long missing(Table table, BitSet present) {
        long expected = 0;
        for (long number = 0; number < course.end(table); number++) {
            boolean there = present.get((int) number);
            switch (course.standing(table, number)) {
                case Standing.Present ignored -> {
                    expected++;
                    if (!there) {
                        findings.add(record(table, number), "", "a row", NOTHING);
                    }
                }
                case Standing.OneOfTwo(long other) -> {
                    // Each pair is looked at once, from its first row.
                    if (number < other) {
                        expected++;
                        if (there == present.get((int) other)) {
                            findings.add(
                                    record(table, number) + " and " + record(table, other),
                                    "",
                                    "one of both, as they share a business number",
                                    there ? "both" : "none");
                        }
                    }
                }
                case Standing.Refused ignored -> {}
                case Standing.Parked ignored -> {}
                case Standing.Removed ignored -> {}
            }
        }
        return expected;
    }

    static String record(Table table, long number) {
        return record(table, "number " + number);
    }

    private static String record(Table table, String which) {
        return table.entity() + " of " + table.sqlName() + " " + which;
    }
}
