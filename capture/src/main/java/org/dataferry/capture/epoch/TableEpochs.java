package org.dataferry.capture.epoch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dataferry.capture.CaptureException;

/** The epochs of one table, in the order of their numbers. Immutable. */
record TableEpochs(List<Epoch> epochs) {

    static final TableEpochs NONE = new TableEpochs(List.of());

    TableEpochs {
        epochs = List.copyOf(epochs);
    }

    TableEpochs with(Epoch.Kind kind, LogPoint start) {
        List<Epoch> more = new ArrayList<>(epochs);
        more.add(new Epoch(epochs.isEmpty() ? 1 : epochs.getLast().number() + 1, kind, start));
        return new TableEpochs(more);
    }

    /**
     * The epoch that a point falls in: the last one that begins at or before it. In a restored source the log's numbers
     * can be lower than before; then earlier epochs that begin after the point do not count.
     */
    Epoch at(LogPoint point) {
        return epochs.reversed().stream()
                .filter(epoch -> epoch.start().compareTo(point) <= 0)
                .findFirst()
                .orElseThrow(() -> new CaptureException(
                        "a change at " + point + " is before the first epoch of its table, " + epochs));
    }

    /** Whether nobody captures the table by now. */
    boolean isLeftOut() {
        return !epochs.isEmpty() && epochs.getLast().kind() == Epoch.Kind.LEFT_OUT;
    }

    Optional<Epoch> last(Epoch.Kind kind) {
        return epochs.reversed().stream().filter(epoch -> epoch.kind() == kind).findFirst();
    }

    /**
     * Without the epochs that no change can fall in any more.
     *
     * @param base no transaction before this one comes again
     */
    TableEpochs since(long base) {
        int first = 0;
        for (int i = 1; i < epochs.size(); i++) {
            if (epochs.get(i).start().base() < base) {
                first = i;
            }
        }
        return new TableEpochs(epochs.subList(first, epochs.size()));
    }
}
