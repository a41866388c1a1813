package org.dataferry.control.replay;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The source rows that a choice means, of those that changes tell of in their order. A row that is deleted is one of them
 * where it is chosen by its key: then its delete is sent again. Whoever chooses all
 * rows means those that the source has.
 */
final class ChosenRows {

    private final ReplayChoice choice;
    private final Set<ReplayRow> rows = new LinkedHashSet<>();

    ChosenRows(ReplayChoice choice) {
        this.choice = choice;
    }

    void changed(ReplayRow row) {
        if (choice.keys().isEmpty() || choice.keys().stream().anyMatch(row::isMeantBy)) {
            rows.add(row);
        }
    }

    void deleted(ReplayRow row) {
        if (choice.keys().isEmpty()) {
            rows.remove(row);
        } else {
            changed(row);
        }
    }

    Set<ReplayRow> rows() {
        return rows;
    }
}
