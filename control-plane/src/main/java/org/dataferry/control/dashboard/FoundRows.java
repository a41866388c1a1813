package org.dataferry.control.dashboard;

import java.util.ArrayList;
import java.util.List;
import org.dataferry.control.dashboard.api.Replays;
import org.dataferry.control.replay.ReplayStep;
import org.dataferry.control.segment.SegmentRow;

/** What a segment means: the rows that are sent, and how many others belong to it. */
final class FoundRows {

    private static final int MOST_SHOWN = 20;

    private final List<ReplayStep> sent = new ArrayList<>();
    private final boolean withDependants;
    private int dependants;
    private int overtaken;
    private int renewed;

    /** @param withDependants whether those that wait for the rows are sent too */
    FoundRows(boolean withDependants) {
        this.withDependants = withDependants;
    }

    void take(SegmentRow row) {
        switch (row.standing()) {
            case CHOSEN -> {
                sent.add(row.step());
                renewed += row.renewed() ? 1 : 0;
            }
            case DEPENDANT -> {
                dependants++;
                if (withDependants) {
                    sent.add(row.step());
                }
            }
            case OVERTAKEN -> overtaken++;
        }
    }

    List<ReplayStep> sent() {
        return sent;
    }

    Replays.Preview preview(boolean needsApproval) {
        return new Replays.Preview(
                sent.size(),
                sent.stream().limit(MOST_SHOWN).toList(),
                dependants,
                overtaken,
                renewed,
                needsApproval);
    }
}
