package org.dataferry.control.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.control.status.Situation;

/** The sums by entity as lines, without columns of zeros. Where they are still too wide, more are left out. */
final class StatusTable {

    private static final String GAP = "  ";

    /** Also where they are zero. */
    private static final Set<String> ALWAYS = Set.of("captured", "applied", "rows");

    /** In the order in which they can be missed most. What remains says how much there is and what is wrong. */
    private static final List<String> LESS_NEEDED = List.of(
            "again", "already", "skipped", "announced", "deferred", "bounced", "parked", "in flight", "captured");

    private final List<Column> columns;

    private record Column(String title, boolean isText, List<String> cells) {

        int width() {
            return Stream.concat(Stream.of(title), cells.stream())
                    .mapToInt(String::length)
                    .max()
                    .orElse(0);
        }

        boolean isZero() {
            return !isText && cells.stream().allMatch("0"::equals);
        }

        String padded(String cell) {
            return isText ? cell + " ".repeat(width() - cell.length()) : " ".repeat(width() - cell.length()) + cell;
        }
    }

    StatusTable(List<EntityStatus> entities, Optional<Situation> situation) {
        columns = new ArrayList<>(List.of(
                column("entity", true, entities, EntityStatus::entity),
                column("captured", false, entities, EntityStatus::captured),
                column("again", false, entities, EntityStatus::redelivered),
                column("announced", false, entities, EntityStatus::announced),
                column("applied", false, entities, EntityStatus::applied),
                column("already", false, entities, EntityStatus::alreadyApplied),
                column("skipped", false, entities, EntityStatus::skipped),
                column("parked", false, entities, EntityStatus::parked),
                column("deferred", false, entities, EntityStatus::deferred),
                column("bounced", false, entities, EntityStatus::bounced),
                column("rejected", false, entities, EntityStatus::rejected),
                column("in flight", false, entities, EntityStatus::inFlight),
                column("rows", false, entities, EntityStatus::rows),
                column("rejected rows", false, entities, EntityStatus::rejectedRows),
                column("waived", false, entities, entity -> entity.waivedRows() + entity.waivedParked())));
        situation.ifPresent(now -> columns.add(column(
                "state",
                true,
                entities,
                entity -> now.of(entity.entity())
                        .map(known -> known.assessment().state().words())
                        .orElse(""))));
    }

    private static Column column(
            String title, boolean isText, List<EntityStatus> entities, Function<EntityStatus, Object> value) {
        return new Column(
                title,
                isText,
                entities.stream()
                        .map(entity -> String.valueOf(value.apply(entity)))
                        .toList());
    }

    /** @param most characters in a line */
    List<String> lines(int most) {
        List<Column> shown = new ArrayList<>(columns);
        shown.removeIf(column -> column.isZero() && !ALWAYS.contains(column.title()));
        leaveOut(shown, most);
        List<String> lines = new ArrayList<>();
        lines.add(line(shown, Column::title));
        for (int row = 0; row < columns.getFirst().cells().size(); row++) {
            int number = row;
            lines.add(line(shown, column -> column.cells().get(number)));
        }
        return lines;
    }

    private static void leaveOut(List<Column> shown, int most) {
        for (String title : LESS_NEEDED) {
            if (width(shown) > most) {
                shown.removeIf(column -> column.title().equals(title));
            }
        }
    }

    private static int width(List<Column> shown) {
        return shown.stream().mapToInt(Column::width).sum() + GAP.length() * (shown.size() - 1);
    }

    private static String line(List<Column> shown, Function<Column, String> cell) {
        return String.join(
                        GAP,
                        shown.stream()
                                .map(column -> column.padded(cell.apply(column)))
                                .toList())
                .stripTrailing();
    }
}
