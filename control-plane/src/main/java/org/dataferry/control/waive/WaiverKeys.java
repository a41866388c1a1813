package org.dataferry.control.waive;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.dataferry.schemas.key.PlainKey;
import org.dataferry.schemas.key.PlainRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;

/** Keys as people write them, by the texts that a row goes by: a row is looked up, not compared with each. */
final class WaiverKeys {

    private final Set<String> keys;

    /** Without the blanks at their ends, as in {@link PlainKey}. */
    private final Map<String, Set<String>> plain = new HashMap<>();

    WaiverKeys(Set<String> keys) {
        this.keys = Set.copyOf(keys);
        keys.forEach(key -> plain.computeIfAbsent(key.stripTrailing(), none -> new HashSet<>())
                .add(key));
    }

    /** Those of them that mean the row. */
    Set<String> of(RowId row) {
        Set<String> found = new HashSet<>();
        take(row.text(), found);
        switch (row) {
            case RowId.OfSource one -> take(one.key(), found);
            case RowId.Merged one -> take(one.matchKey(), found);
            case RowId.Link one -> {
                takePlain(new PlainRow(false).text(one), found);
                takePlain(new PlainRow(true).text(one), found);
            }
        }
        return found;
    }

    private void take(SourceKey key, Set<String> found) {
        take(key.text(), found);
        takePlain(PlainKey.of(key), found);
    }

    private void take(String text, Set<String> found) {
        if (keys.contains(text)) {
            found.add(text);
        }
    }

    private void takePlain(String text, Set<String> found) {
        found.addAll(plain.getOrDefault(text, Set.of()));
    }
}
