package org.dataferry.capture.resnapshot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.dataferry.capture.rows.KeyedRow;
import org.dataferry.capture.rows.RowReading;
import org.dataferry.capture.source.RowCondition;
import org.dataferry.capture.source.SourceTable;
import org.dataferry.schemas.control.RowDifference;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.value.Value;

/**
 * Compares the rows of a table with their images in the log, at one point of the log. In question is a row that satisfies the
 * condition at either end: one that satisfies it in the log alone is looked up by its key, as it may be there with other
 * values. For one thread.
 */
final class Comparison {

    private final SourceTable table;
    private final RowCondition condition;
    private final RowReading source;
    private final LogImages log;
    private final RowDigests digests;
    private final LongConsumer progress;
    private long readInAll;

    /** @param progress hears how many rows were read */
    Comparison(
            SourceTable table,
            RowCondition condition,
            RowReading source,
            LogImages log,
            RowDigests digests,
            LongConsumer progress) {
        this.table = table;
        this.condition = condition;
        this.source = source;
        this.log = log;
        this.digests = digests;
        this.progress = progress;
    }

    /**
     * What is different.
     *
     * @param rows keys of rows that the table has, and the log has otherwise or not at all
     * @param deletes keys of rows that the log has, and the table has not
     */
    record Difference(RowDifference counts, List<SourceKey> rows, List<SourceKey> deletes) {}

    /** @throws LogImages.TooManyException if the share is too large */
    Difference of(Share share) throws InterruptedException {
        Map<SourceKey, LogImage> images = log.read(share);
        Set<SourceKey> unmet = inQuestion(images);
        Found found = new Found(images, unmet.size());
        source.readWhere(table, condition, row -> {
            progress.accept(++readInAll);
            if (share.test(row.key().text())) {
                found.read++;
                unmet.remove(row.key());
                found.compare(row);
            }
        });
        if (!condition.isAll()) {
            source.read(table, unmet, row -> {
                unmet.remove(row.key());
                found.compare(row);
            });
        }
        return found.with(List.copyOf(unmet));
    }

    /** Of a row whose value in the condition was never told, nobody can say that it does not satisfy it. */
    private Set<SourceKey> inQuestion(Map<SourceKey, LogImage> images) {
        Set<SourceKey> chosen = new HashSet<>();
        Map<SourceKey, Map<String, Value>> asked = new HashMap<>();
        images.forEach((key, image) -> {
            if (!image.isPresent()) {
                return;
            }
            if (condition.isAll() || image.compared().containsValue(Value.ABSENT)) {
                chosen.add(key);
            } else {
                asked.put(key, image.compared());
            }
        });
        if (!asked.isEmpty()) {
            chosen.addAll(source.satisfying(table, condition, asked));
        }
        return chosen;
    }

    /** What was found so far. */
    private final class Found {

        private final Map<SourceKey, LogImage> images;
        private final long known;
        private final List<SourceKey> rows = new ArrayList<>();
        private long read;
        private long inserted;
        private long changed;

        private Found(Map<SourceKey, LogImage> images, long known) {
            this.images = images;
            this.known = known;
        }

        private void compare(KeyedRow row) {
            LogImage image = images.get(row.key());
            if (image == null || image.digests() == null) {
                inserted++;
                rows.add(row.key());
            } else if (!RowDigests.isSame(image.digests(), digests.of(row.row()))) {
                changed++;
                rows.add(row.key());
            }
        }

        private Difference with(List<SourceKey> deletes) {
            return new Difference(
                    new RowDifference(known, read, inserted, changed, deletes.size()), List.copyOf(rows), deletes);
        }
    }
}
