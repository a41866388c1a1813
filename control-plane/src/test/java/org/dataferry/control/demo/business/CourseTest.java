package org.dataferry.control.demo.business;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CourseTest {

    private static final long SEED = 7;
    private static final int CHANGES = 5_000;
    private static final Business BUSINESS = new Business(SEED, 5_000);

    @Test
    void knowsAfterAKillWhatTheNextChangeIs() {
        Course course = new Course(BUSINESS);
        for (int i = 0; i < 1_000; i++) {
            Change next = new Course(BUSINESS).after(i).next();
            assertThat(next).isEqualTo(course.next());
            course.accept(next);
            i += 99;
            course.after(i + 1L);
        }
    }

    @Test
    void insertsWhatIsNotThereAndChangesAndDeletesWhatIs() {
        Map<Table, Map<List<Object>, Business.Row>> source = new HashMap<>();
        for (Table table : Table.values()) {
            Map<List<Object>, Business.Row> rows = new HashMap<>();
            for (long number = 0; number < BUSINESS.count(table); number++) {
                Business.Row row = BUSINESS.row(table, number, 0);
                assertThat(rows.put(key(row), row)).as("%s", row).isNull();
            }
            source.put(table, rows);
        }
        Course course = new Course(BUSINESS);
        Set<String> kinds = new HashSet<>();
        Set<Table> updated = EnumSet.noneOf(Table.class);
        for (int i = 0; i < CHANGES; i++) {
            Change change = course.next();
            kinds.add(change.getClass().getSimpleName());
            switch (change) {
                case Change.Insert(var row) ->
                    assertThat(source.get(row.table()).put(key(row), row)).isNull();
                case Change.Update(var row) -> {
                    updated.add(row.table());
                    assertThat(source.get(row.table()).put(key(row), row)).isNotNull();
                }
                case Change.Delete(var row) ->
                    assertThat(source.get(row.table()).remove(key(row))).isNotNull();
            }
            course.accept(change);
        }
        assertThat(kinds).containsExactlyInAnyOrder("Insert", "Update", "Delete");
        assertThat(updated).isEqualTo(EnumSet.allOf(Table.class));

        // The standing of every row agrees with what is in the source.
        for (Table table : Table.values()) {
            for (long number = 0; number < course.end(table); number++) {
                boolean there = source.get(table).containsKey(key(BUSINESS.row(table, number, 0)));
                assertThat(course.standing(table, number) instanceof Standing.Removed)
                        .as("%s %d", table, number)
                        .isEqualTo(!there);
            }
        }
    }

    @Test
    void makesHealthyRowsDirtyAndDirtyOnesHealthy() {
        Course course = new Course(BUSINESS).after(CHANGES);
        boolean spoiled = false;
        boolean mended = false;
        for (Table table : Table.values()) {
            for (long number = 0; number < BUSINESS.count(table); number++) {
                boolean dirtyAtFirst = BUSINESS.dirt(table, number, 0).isPresent();
                if (course.standing(table, number) instanceof Standing.Present(int revision, var refused)) {
                    spoiled |= !dirtyAtFirst && refused.isPresent();
                    mended |= dirtyAtFirst && revision > 0;
                }
            }
        }
        assertThat(spoiled).isTrue();
        assertThat(mended).isTrue();
    }

    @Test
    void parksWhatNamesARowThatIsRejected() {
        Course course = new Course(BUSINESS);
        long parked = 0;
        for (long number = 0; number < BUSINESS.count(Table.SHIFTS); number++) {
            if (course.standing(Table.SHIFTS, number) instanceof Standing.Parked) {
                parked++;
                long job = BUSINESS.parent(Table.SHIFTS, number, Table.JOBS).orElseThrow();
                assertThat(course.standing(Table.JOBS, job)).isNotInstanceOf(Standing.Present.class);
            }
        }
        assertThat(parked).isPositive();
    }

    private static List<Object> key(Business.Row row) {
        List<String> columns = BUSINESS.columns(row.table());
        return BUSINESS.primaryKey(row.table()).stream()
                .<Object>map(column ->
                        String.valueOf(row.cells().get(columns.indexOf(column)).source()))
                .toList();
    }
}
