package org.dataferry.control.preview;

import java.util.Optional;
import org.dataferry.control.NotAsShownException;
import org.dataferry.control.segment.Segment;
import org.dataferry.control.segment.Selection;
import org.dataferry.schemas.key.TableNames;

/**
 * What a replay would do, before it does.
 *
 * @param names how the migration names tables
 * @param sample what the current mappings make of the first rows
 */
public record ReplayPreview(TableNames names, Segment segment, Selection selection, Effort effort, Sample sample) {

    /**
     * @param shown how many rows somebody was shown and agrees to; empty where nothing was shown
     * @throws NotAsShownException if this has not as many: it was found later, and nobody has seen it
     */
    public void requireAsShown(Optional<Long> shown) {
        long now = selection.steps().size();
        shown.filter(agreed -> agreed != now).ifPresent(agreed -> {
            throw new NotAsShownException(segment.words(), agreed, now);
        });
    }
}
